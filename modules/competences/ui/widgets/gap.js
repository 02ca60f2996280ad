// On the dashboard: who of one's people is closest to an occupation. Which one, is chosen in the widget.
import {
  api,
  html,
  icon,
  onLocale,
  percent,
  personName,
  preferences,
  question,
  render,
} from '/ui/sdk/1/aksis.js';

import { searchOccupations } from '../profile/experiences.js';
import { skillsOf } from '../links.js';

const PEOPLE = 25;
const SHOWN = 6;
const AT_ONCE = 4;
const CHOICE = 'competences.gap_target';

/** The gap of each, a few at a time; who may not be read is left out. */
async function gapsOf(people, occupation, signal) {
  const found = [];
  const waiting = [...people];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let person = waiting.shift(); person; person = waiting.shift()) {
        try {
          const { data } = await api.get(`/people/${person.id}/skill-gap`, {
            query: { occupation },
            signal,
          });
          found.push({
            person,
            coverage: data.coverage,
            counts: data.counts,
            target: data.target.occupation,
          });
        } catch (problem) {
          if (signal.aborted || ![403, 404].includes(problem.status)) throw problem;
        }
      }
    }),
  );
  return found.sort((a, b) => b.coverage - a.coverage);
}

export function gapWidget(element, { t, signal, options, onRefresh }) {
  const gaps = question(
    async (occupation) => {
      const { data } = await api.get('/people', { query: { limit: PEOPLE }, signal });
      return gapsOf(data.people, occupation, signal);
    },
    () => draw(),
    signal,
  );
  let choosing = false;
  const target = () => {
    const own = preferences.get(CHOICE);
    return own?.value
      ? own
      : options?.occupation
        ? { value: options.occupation, label: options.occupation }
        : undefined;
  };
  const ask = () => (target() ? gaps.ask(target().value) : draw());

  function take(event) {
    event.stopPropagation();
    if (!event.detail?.code) return;
    choosing = false;
    preferences.set(CHOICE, { value: event.detail.code, label: event.detail.label });
    gaps.clear();
    ask();
  }

  const chooser = () =>
    html`<div class="field">
      <label for="gap-widget-target">${t('gap.target')}</label>
      <aksis-combobox
        input-id="gap-widget-target"
        .search=${searchOccupations}
        .placeholder=${t('experiences.example')}
        @change=${take}
      ></aksis-combobox>
    </div>`;

  const row =
    (code) =>
    ({ person, coverage, counts }) =>
      html`<li>
        <a class="competences_row" href=${skillsOf(person.id, { view: 'gap', target: code })}>
          <span class="grow"
            ><span class="strong">${personName(person)}</span>
            <span class="small quiet"
              >${t('gap.widget_counts', { missing: counts.missing })}</span
            ></span
          >
          <meter
            class="competences_meter"
            min="0"
            max="1"
            value=${coverage}
            aria-label=${t('gap.coverage')}
          ></meter>
          <span class="number">${percent(coverage)}</span></a
        >
      </li>`;

  function body(chosen) {
    if (gaps.problem)
      return html`<aksis-error .problem=${gaps.problem} .retry=${gaps.again}></aksis-error>`;
    if (!gaps.data) return html`<aksis-loading rows="4"></aksis-loading>`;
    if (!gaps.data.length) return html`<p class="quiet">${t('gap.widget_nobody')}</p>`;
    return html`<ul role="list" class="competences_rows">
        ${gaps.data.slice(0, SHOWN).map(row(chosen.value))}
      </ul>
      <p class="small quiet">${t('gap.widget_of', { count: gaps.data.length })}</p>`;
  }

  function draw() {
    const chosen = target();
    const label = gaps.data?.[0]?.target?.label ?? chosen?.label;
    render(
      html`<div class="stack tight">
        ${
          chosen && !choosing
            ? html`<p class="row apart">
                  <a class="strong grow" href="/occupations/${chosen.value}">${label}</a>
                  <button
                    type="button"
                    class="button quiet small"
                    @click=${() => {
                      choosing = true;
                      draw();
                    }}
                  >
                    ${icon('edit')}${t('gap.widget_change')}
                  </button>
                </p>
                ${body(chosen)}`
            : html`<p class="quiet">${t('gap.widget_text')}</p>
                ${chooser()}`
        }
      </div>`,
      element,
    );
  }

  onRefresh?.(ask);
  onLocale(draw, { signal });
  ask();
}
