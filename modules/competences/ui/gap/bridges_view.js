// Where a person could go, from each occupation they worked in; what they hold already is marked.
import { api, html, icon, nothing, onLocale, question, router, setQuery } from '/ui/sdk/1/aksis.js';

import { bridgeCard, bridgeCards, bridgeFilter, fits } from '../occupations/bridges.js';
import { searchOccupations } from '../profile/experiences.js';
import { skillsOf } from '../links.js';

const STARTS = 3;
const FROM_EACH = 20;

/** The best of each target, whichever occupation leads to it. */
function together(answers) {
  const best = new Map();
  const starts = new Set(answers.map(({ source }) => source.rome_code));
  for (const { source, results } of answers)
    for (const bridge of results) {
      const { rome_code: code } = bridge.target;
      if (!starts.has(code) && !(best.get(code)?.score >= bridge.score))
        best.set(code, { ...bridge, from: source.label });
    }
  return [...best.values()].sort((a, b) => b.score - a.score);
}

/** What is missing for the occupation left but held by the person, from whatever else they did. */
const marked = (bridge, held) => ({
  ...bridge,
  missing: {
    ...bridge.missing,
    first: bridge.missing.first.map((one) => ({ ...one, held: held.has(one.code) })),
  },
});

export function bridgesView({ t, person, signal, editing, draw }) {
  const found = question(
    async (codes) =>
      together(
        await Promise.all(
          codes.map(
            async (code) =>
              (
                await api.get(`/occupations/${code}/bridges`, {
                  query: { limit: FROM_EACH },
                  signal,
                })
              ).data,
          ),
        ),
      ),
    draw,
    signal,
  );
  let asked = '';
  onLocale(
    () => {
      asked = '';
      draw();
    },
    { signal },
  );

  const worked = () =>
    [
      ...new Map(
        editing.work.experiences
          .toSorted(
            (a, b) =>
              (b.ended_on ?? '9999').localeCompare(a.ended_on ?? '9999') ||
              (b.months ?? 0) - (a.months ?? 0),
          )
          .map((one) => [one.occupation, one.label ?? one.occupation]),
      ),
    ].slice(0, STARTS);

  function starts(list, from) {
    const chip = (code, label) =>
      html`<button
        type="button"
        class="chip"
        aria-pressed=${code === from}
        @click=${() => setQuery({ from: code || null })}
      >
        ${label}
      </button>`;
    const other = from && !list.some(([code]) => code === from);
    return html`<div class="stack tight">
      <p class="small quiet" id="bridges-from">${t('bridges.starts')}</p>
      <div class="chips" role="group" aria-labelledby="bridges-from">
        ${
          list.length > 1 ? chip('', t('bridges.all_starts')) : nothing
        }${list.map(([code, label]) => chip(code, label))}
        ${other ? chip(from, from) : nothing}
      </div>
    </div>`;
  }

  const chooser = () =>
    html`<div class="field">
      <label for="bridge-from">${t('bridges.other_start')}</label>
      <aksis-combobox
        input-id="bridge-from"
        .search=${searchOccupations}
        .placeholder=${t('experiences.example')}
        @change=${(event) => {
          event.stopPropagation();
          if (event.detail?.code) setQuery({ from: event.detail.code });
        }}
      ></aksis-combobox>
    </div>`;

  function cards(filter) {
    if (found.problem)
      return html`<aksis-error .problem=${found.problem} .retry=${found.again}></aksis-error>`;
    if (!found.data) return html`<aksis-loading shape="cards" rows="4"></aksis-loading>`;
    const held = new Set(
      editing.work.skills.filter(({ level }) => level > 0).map(({ skill }) => skill),
    );
    const shown = found.data.filter((row) => fits(row, filter));
    const several = new Set(found.data.map(({ from }) => from)).size > 1;
    return html`${bridgeFilter(t, found.data, filter)}
      <p role="status" class="small quiet">${t('bridges.count', { count: shown.length })}</p>
      ${
        shown.length
          ? html`<h2 class="hidden_text">${t('tab.bridges')}</h2>
              ${bridgeCards(t, shown, router.query, (bridge) =>
                bridgeCard(t, marked(bridge, held), {
                  href: `/occupations/${bridge.target.rome_code}`,
                  from: several ? bridge.from : undefined,
                  action: html`<a
                    class="button small"
                    href=${skillsOf(person, { view: 'gap', target: bridge.target.rome_code })}
                    >${icon('target')}${t('bridges.gap')}</a
                  >`,
                }),
              )}`
          : html`<aksis-empty
              kind="no_result"
              .action=${{ label: t('bridges.reset'), run: () => setQuery({ kind: null }) }}
            ></aksis-empty>`
      }`;
  }

  return () => {
    const list = worked();
    const wanted = router.query.get('from') ?? '';
    const from = /^[A-N]\d{4}$/.test(wanted) ? wanted : '';
    const codes = from ? [from] : list.map(([code]) => code);
    if (codes.length && codes.join() !== asked) {
      asked = codes.join();
      found.clear();
      queueMicrotask(() => found.ask(codes));
    }
    return html`<div class="stack">
      <p class="quiet prose">${t('bridges.intro')}</p>
      ${list.length || from ? starts(list, from || (list.length === 1 ? list[0][0] : '')) : nothing}
      ${
        codes.length
          ? nothing
          : html`<aksis-empty
              icon="move"
              .heading=${t('bridges.no_start')}
              .text=${t('bridges.no_start_text')}
              .action=${{
                label: t('bridges.add_experience'),
                href: skillsOf(person),
                icon: 'plus',
              }}
            ></aksis-empty>`
      }
      ${codes.length ? cards(router.query.get('kind') ?? '') : nothing} ${chooser()}
    </div>`;
  };
}
