// What a few words find: titles of ROME that hold them, and occupations that people call so.
import { api, html, icon, nothing } from '/ui/sdk/1/aksis.js';

import { codeMark } from '../labels.js';

const TITLES = 60;
const GUESSES = 5;
// How sure a guess has to be: beside what the words found it would else be noise.
const SURE_ENOUGH = 0.3;
const BETTER_THAN_NOTHING = 0.1;
const TITLES_SHOWN = 4;

/** One row an occupation, with the titles by which it was found. */
function byOccupation(rows) {
  const found = new Map();
  for (const row of rows) {
    const one = found.get(row.rome_code) ?? {
      code: row.rome_code,
      label: row.occupation,
      titles: [],
    };
    if (row.kind === 'appellation' && row.label !== row.occupation) one.titles.push(row.label);
    found.set(row.rome_code, one);
  }
  return [...found.values()];
}

export async function search(q, signal) {
  const [titles, guesses] = await Promise.all([
    api.get('/occupations', { query: { q, limit: TITLES }, signal }),
    api.get('/titles', { query: { q, limit: GUESSES }, signal }),
  ]);
  const found = byOccupation(titles.data.results);
  const known = new Set(found.map(({ code }) => code));
  const least = found.length ? SURE_ENOUGH : BETTER_THAN_NOTHING;
  const close = guesses.data.results
    .filter(({ occupation, confidence }) => confidence >= least && !known.has(occupation.rome_code))
    .map(({ occupation, appellation }) => ({
      code: occupation.rome_code,
      label: occupation.label,
      titles: appellation && appellation.label !== occupation.label ? [appellation.label] : [],
    }));
  return { found, close, more: titles.data.results.length === TITLES };
}

const row =
  (t) =>
  ({ code, label, titles }) =>
    html`<li>
      <a class="competences_row" href="/occupations/${code}">
        <span class="grow"
          ><span class="strong">${label}</span> ${
            titles.length
              ? html`<span class="small quiet"
                  >${t('explorer.also', {
                    titles: titles.slice(0, TITLES_SHOWN).join(' · '),
                    more: Math.max(0, titles.length - TITLES_SHOWN),
                  })}</span
                >`
              : nothing
          }</span
        >
        ${codeMark(code)}${icon('right')}</a
      >
    </li>`;

export function results({ t, found, q, clear }) {
  if (found.problem)
    return html`<aksis-error .problem=${found.problem} .retry=${found.again}></aksis-error>`;
  if (!found.data) return html`<aksis-loading rows="6"></aksis-loading>`;
  const { found: rows, close, more } = found.data;
  if (!rows.length && !close.length)
    return html`<aksis-empty
      kind="no_result"
      .heading=${t('explorer.none', { q })}
      .text=${t('explorer.none_text')}
      .action=${{ label: t('explorer.reset'), run: clear }}
    ></aksis-empty>`;
  return html`<div class="stack" aria-busy=${found.busy}>
    <p role="status" class="quiet">
      ${t('explorer.found', { count: rows.length, more: more ? 'yes' : 'no' })}
    </p>
    ${
      rows.length
        ? html`<aksis-card flush
            ><ul role="list" class="competences_rows">
              ${rows.map(row(t))}
            </ul></aksis-card
          >`
        : nothing
    }
    ${
      close.length
        ? html`<aksis-card
            flush
            level="2"
            .heading=${t('explorer.close')}
            .note=${t('explorer.close_note')}
          >
            <ul role="list" class="competences_rows">
              ${close.map(row(t))}
            </ul></aksis-card
          >`
        : nothing
    }
    ${more ? html`<p class="quiet small">${t('explorer.refine')}</p>` : nothing}
  </div>`;
}
