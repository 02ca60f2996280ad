// What the offer asks that the person does not show yet, and the trainings that would close it.
import { html, icon, nothing, percent } from '/ui/sdk/1/aksis.js';

const LOOKS = { missing: ['bad', 'close'], strengthen: ['warn', 'up'], held: ['good', 'check'] };
const ORDER = ['missing', 'strengthen', 'held'];
const OPEN_MOST = 8;
const OTHERS = 5;

const waiting = (asked, shown) =>
  asked.problem
    ? html`<aksis-error .problem=${asked.problem} .retry=${asked.again}></aksis-error>`
    : asked.data
      ? shown(asked.data)
      : html`<aksis-loading rows="4"></aksis-loading>`;

const line = (t) => (one) =>
  html`<li>
    <span class="status ${LOOKS[one.state][0]}"
      >${icon(LOOKS[one.state][1])}${t(`gap.${one.state}`)}</span
    >
    <span class="grow">${one.label}</span
    ><span class="small quiet nowrap"
      >${t('gap.level', { level: one.level, wanted: one.wanted })}</span
    >
  </li>`;

function lines(t, data) {
  const sorted = data.lines.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  const rest = sorted.slice(OPEN_MOST);
  return html`<p>
      ${t('gap.coverage', {
        share: percent(data.coverage),
        held: data.counts.held,
        all: data.lines.length,
      })}
    </p>
    <ul role="list" class="matching_lines">
      ${sorted.slice(0, OPEN_MOST).map(line(t))}
    </ul>
    ${
      rest.length
        ? html`<details class="matching_more">
            <summary>${t('gap.more', { count: rest.length })}</summary>
            <ul role="list" class="matching_lines">
              ${rest.map(line(t))}
            </ul>
          </details>`
        : nothing
    }
    ${
      data.missing_in_profile.length
        ? html`<div class="notice info">
            ${icon('question')}
            <ul>
              ${data.missing_in_profile.map((words) => html`<li>${words}</li>`)}
            </ul>
          </div>`
        : nothing
    }`;
}

export const gapPart = ({ t }, gap) =>
  html`<aksis-card level="2" icon="skills" .heading=${t('gap.title')} .note=${t('gap.note')}>
    <div class="stack">
      ${waiting(gap, (data) =>
        data.lines.length ? lines(t, data) : html`<p class="quiet">${t('gap.nothing_asked')}</p>`,
      )}
    </div></aksis-card
  >`;

function step(t, one) {
  const [first, ...others] = one.certifications;
  return html`<li class="stack tight">
    <p><span class="strong">${first.label}</span> <span class="small quiet">${first.rncp}</span></p>
    <p class="small">
      ${t('plan.covers', { count: one.covers.length })}
      ${one.covers.map(({ label }) => label).join(' ; ')}
    </p>
    ${
      others.length
        ? html`<details class="matching_more">
            <summary>${t('plan.others', { count: one.alternatives - 1 })}</summary>
            <ul class="matching_lines plain">
              ${others
                .slice(0, OTHERS)
                .map(
                  ({ label, rncp }) =>
                    html`<li>${label} <span class="small quiet">${rncp}</span></li>`,
                )}
            </ul>
          </details>`
        : nothing
    }
  </li>`;
}

function trainings(t, data) {
  if (!data.lacking)
    return html`<div class="notice good">
      ${icon('circle_check')}
      <p>${t('plan.nothing')}</p>
    </div>`;
  return html`<p>${data.explanation}</p>
    ${
      data.steps.length
        ? html`<ol class="matching_steps">
            ${data.steps.map((one) => step(t, one))}
          </ol>`
        : nothing
    }
    ${
      data.uncovered.length
        ? html`<details class="matching_more">
            <summary>${t('plan.uncovered', { count: data.uncovered.length })}</summary>
            <ul class="matching_lines plain">
              ${data.uncovered.map(({ label }) => html`<li>${label}</li>`)}
            </ul>
          </details>`
        : nothing
    }`;
}

export const planPart = ({ t }, plan) =>
  html`<aksis-card level="2" icon="training" .heading=${t('plan.title')} .note=${t('plan.note')}>
    <div class="stack">${waiting(plan, (data) => trainings(t, data))}</div></aksis-card
  >`;
