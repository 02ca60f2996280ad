// The smallest set of trainings that closes the gap; equivalent ones are named together.
import { html, icon, nothing, setQuery } from '/ui/sdk/1/aksis.js';

const OTHERS_SHOWN = 5;
const COVERS_SHOWN = 4;

function certification(t, one) {
  return html`<span class="strong">${one.label}</span>
    <span class="row"
      ><span class="competences_code">${one.rncp}</span> ${
        /^\d$/.test(one.level)
          ? html`<span class="small quiet">${t('plan.level', { level: one.level })}</span>`
          : nothing
      }
      ${
        one.active
          ? nothing
          : html`<span class="status warn">${icon('clock')}${t('plan.inactive')}</span>`
      }</span
    >`;
}

function more(title, rows) {
  return rows.length
    ? html`<details class="competences_more">
        <summary>${title}</summary>
        <ul class="competences_lines">
          ${rows.map((row) => html`<li>${row}</li>`)}
        </ul>
      </details>`
    : nothing;
}

function step(t, one, number) {
  const [first, ...others] = one.certifications;
  const rest = one.alternatives - 1 - Math.min(others.length, OTHERS_SHOWN);
  return html`<li class="competences_step">
    <span class="competences_number" aria-hidden="true">${number}</span>
    <div class="stack tight grow">
      ${certification(t, first)}
      <p class="small">${t('plan.covers', { count: one.covers.length })}</p>
      <ul class="competences_items have">
        ${one.covers
          .slice(0, COVERS_SHOWN)
          .map(({ label }) => html`<li>${icon('check')}<span>${label}</span></li>`)}
      </ul>
      ${more(
        t('plan.covers_more', { count: one.covers.length - COVERS_SHOWN }),
        one.covers.slice(COVERS_SHOWN).map(({ label }) => label),
      )}
      ${
        others.length
          ? html`<details class="competences_more">
              <summary>${t('plan.others', { count: one.alternatives - 1 })}</summary>
              <ul class="competences_lines">
                ${others
                  .slice(0, OTHERS_SHOWN)
                  .map(
                    (other) =>
                      html`<li>
                        ${other.label} <span class="competences_code">${other.rncp}</span>
                      </li>`,
                  )}
              </ul>
              ${
                rest > 0
                  ? html`<p class="small quiet">${t('plan.others_more', { count: rest })}</p>`
                  : nothing
              }
            </details>`
          : nothing
      }
    </div>
  </li>`;
}

function content(t, trainings) {
  const { data, problem } = trainings;
  if (problem)
    return html`<aksis-error .problem=${problem} .retry=${trainings.again}></aksis-error>`;
  if (!data) return html`<aksis-loading rows="4"></aksis-loading>`;
  if (!data.lacking)
    return html`<div class="notice good">
      ${icon('circle_check')}
      <p>${t('plan.nothing')}</p>
    </div>`;
  const closed = data.lacking - data.uncovered.length;
  return html`<div class="stack" aria-busy=${trainings.busy}>
    ${
      data.steps.length
        ? html`<p>
              ${t('plan.summary', { steps: data.steps.length, closed, lacking: data.lacking })}
              <span class="quiet">${data.explanation}</span>
            </p>
            <ol role="list" class="competences_steps">
              ${data.steps.map((one, i) => step(t, one, i + 1))}
            </ol>`
        : html`<div class="notice warn">
            ${icon('warning')}
            <p>${t('plan.none')}</p>
          </div>`
    }
    ${more(
      t('plan.uncovered', { count: data.uncovered.length }),
      data.uncovered.map(({ label }) => label),
    )}
  </div>`;
}

export function plan({ t, trainings, core }) {
  return html`<aksis-card
    level="2"
    icon="training"
    .heading=${t('plan.title')}
    .note=${t('plan.note')}
  >
    <div class="stack">
      <label class="choice"
        ><input
          type="checkbox"
          .checked=${core}
          @change=${(event) => setQuery({ core: event.target.checked ? '1' : null })}
        /><span>${t('plan.core_only')}</span></label
      >
      ${content(t, trainings)}
    </div></aksis-card
  >`;
}
