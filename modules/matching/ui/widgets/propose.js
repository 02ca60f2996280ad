// On the dashboard: people of one's own to whom something could be proposed, with the best offer of each.
import { api, html, icon, onLocale, personName, question, render } from '/ui/sdk/1/aksis.js';

import { matchesOf } from '../links.js';
import { placeOf } from '../labels.js';
import { readFeedback, readMatches } from '../matches/results.js';

const PEOPLE = 20;
const LOOKED_AT = 3;
const AT_ONCE = 3;
const SHOWN = 6;

/** The best offer of a person nothing was noted about yet. */
async function bestOf(person, signal) {
  const { results } = await readMatches(person.id, LOOKED_AT, signal);
  for (const row of results)
    if (!(await readFeedback(person.id, row.offer.id, signal)).length) return { person, row };
  return undefined;
}

async function bestOfEach(people, signal) {
  const found = [];
  const waiting = [...people];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let person = waiting.shift(); person; person = waiting.shift()) {
        // Who is restricted or was taken away meanwhile is left out.
        const best = await bestOf(person, signal).catch((problem) => {
          if (signal.aborted || ![403, 404, 409].includes(problem.status)) throw problem;
        });
        if (best) found.push(best);
      }
    }),
  );
  return found.sort((a, b) => b.row.score - a.row.score);
}

export function proposeWidget(element, { t, signal, onRefresh }) {
  const best = question(
    async () => {
      const { data } = await api.get('/people', {
        query: { limit: PEOPLE, scope: 'mine' },
        signal,
      });
      return bestOfEach(data.people, signal);
    },
    () => draw(),
    signal,
  );

  const line = ({ person, row }) =>
    html`<li>
      <a class="matching_row" href=${matchesOf(person.id, { offer: row.offer.id })}>
        <span class="grow"
          ><span class="strong">${personName(person)}</span>
          <span class="small quiet">${row.offer.title} · ${placeOf(row.offer)}</span></span
        >
        <span class="number">${t('propose.score', { score: Math.round(row.score / 10) })}</span
        >${icon('right')}</a
      >
    </li>`;

  function draw() {
    render(
      best.problem
        ? html`<aksis-error .problem=${best.problem} .retry=${best.again}></aksis-error>`
        : !best.data
          ? html`<aksis-loading rows="4"></aksis-loading>`
          : html`<div class="stack tight">
              ${
                best.data.length
                  ? html`<ul role="list" class="matching_rows">
                        ${best.data.slice(0, SHOWN).map(line)}
                      </ul>
                      <p class="small quiet">${t('human.short')}</p>`
                  : html`<p class="quiet">${t('propose.none')}</p>`
              }
            </div>`,
      element,
    );
  }

  onRefresh?.(() => best.ask());
  onLocale(draw, { signal });
  best.ask();
}
