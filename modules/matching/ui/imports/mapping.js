// Which column means what, with the first rows as they are understood.
import { html, icon } from '/ui/sdk/1/aksis.js';

import { COLUMNS, NEEDED } from './file.js';

const WORDS = 60;
const short = (words = '') => (words.length > WORDS ? `${words.slice(0, WORDS)}…` : words);

export function mappingView({ t, seen, mapping, draw }) {
  const choose = (i) => (event) => {
    // A column means one thing: who had it before loses it.
    const { value } = event.target;
    mapping.forEach((one, at) => {
      if (one && one === value) mapping[at] = '';
    });
    mapping[i] = value;
    draw();
  };
  const name = (column) => `${t(`column.${column}`)}${NEEDED.includes(column) ? ' *' : ''}`;
  const unused = seen.header.filter((_, i) => !mapping[i]).length;
  return html`<div class="stack">
    <p>${t('mapping.text')}</p>
    <ul role="list" class="matching_mapping">
      ${seen.header.map(
        (head, i) =>
          html`<li class=${mapping[i] ? 'used' : ''}>
            <div class="grow">
              <p class="strong" id="mapping-${i}">
                ${head || t('mapping.unnamed', { number: i + 1 })}
              </p>
              <p class="small quiet">
                ${
                  seen.rows
                    .slice(0, 3)
                    .map(({ fields }) => short(fields[i]))
                    .filter(Boolean)
                    .join(' · ') || t('mapping.empty')
                }
              </p>
            </div>
            ${icon('right')}
            <select aria-labelledby="mapping-${i}" @change=${choose(i)}>
              <option value="" ?selected=${!mapping[i]}>${t('mapping.none')}</option>
              ${COLUMNS.map(
                (column) =>
                  html`<option value=${column} ?selected=${mapping[i] === column}>
                    ${name(column)}
                  </option>`,
              )}
            </select>
          </li>`,
      )}
    </ul>
    <p class="small quiet" role="status">
      ${unused ? t('mapping.unused', { count: unused }) : t('mapping.all')}
    </p>
  </div>`;
}

/** Offers in JSON have the members of the public interface; nothing is to be chosen. */
export function jsonPreview({ t, seen }) {
  return html`<div class="stack">
    <p>${t('mapping.json')}</p>
    ${
      seen?.rows.length
        ? html`<ul role="list" class="matching_lines">
            ${seen.rows.map(
              (one) =>
                html`<li>
                  <span class="grow">
                    <span class="strong">${one.intitule ?? one.title ?? one.id}</span>
                    <span class="small quiet"
                      >${[one.id, one.romeCode, one.lieuTravail?.libelle, one.typeContrat]
                        .filter(Boolean)
                        .join(' · ')}</span
                    ></span
                  >
                </li>`,
            )}
          </ul>`
        : html`<p class="quiet">${t('mapping.no_preview')}</p>`
    }
  </div>`;
}
