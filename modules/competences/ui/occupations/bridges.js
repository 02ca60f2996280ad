// Where one can go from an occupation: what comes along, what has to be learnt, and why it is named.
import { html, icon, nothing, percent, setQuery } from '/ui/sdk/1/aksis.js';

import { codeMark } from '../labels.js';

const FIRST = 3;
const CARDS = 8;

const items = (t, list, mark) =>
  html`<ul class="competences_items ${mark}">
    ${list.map(
      (one) =>
        html`<li>
          ${icon(mark === 'have' ? 'check' : 'plus')}<span
            >${one.label}${
              one.core
                ? html` <span class="hidden_text">(${t('core.core')})</span
                    ><span class="competences_star" aria-hidden="true">★</span>`
                : nothing
            }
            ${
              one.held ? html` <span class="status good">${t('bridges.held')}</span>` : nothing
            }</span
          >
        </li>`,
    )}
  </ul>`;

function side(t, name, { count, first }) {
  const mark = name === 'shared' ? 'have' : 'lack';
  const rest = first.slice(FIRST);
  return html`<div class="competences_side">
    <h4>${t(`bridges.${name}`, { count })}</h4>
    ${count ? items(t, first.slice(0, FIRST), mark) : nothing}
    ${
      rest.length
        ? html`<details class="competences_more">
            <summary>${t('bridges.more', { count: rest.length })}</summary>
            ${items(t, rest, mark)}
            ${
              count > first.length
                ? html`<p class="small quiet">
                    ${t('bridges.beyond', { count: count - first.length })}
                  </p>`
                : nothing
            }
          </details>`
        : nothing
    }
  </div>`;
}

/**
 * @param {object} bridge an answer of /occupations/{code}/bridges
 * @param {{href: string, action?: any, from?: string}} where `from`: the occupation it starts at, if several do
 */
export function bridgeCard(t, bridge, { href, action, from }) {
  const { target } = bridge;
  return html`<article class="card competences_bridge">
    <header class="row apart">
      <h3><a href=${href}>${target.label}</a></h3>
      <span class="competences_share"
        >${percent(bridge.coverage)} <span class="small quiet">${t('bridges.coverage')}</span></span
      >
    </header>
    <div class="row competences_marks">
      ${codeMark(target.rome_code)}
      ${
        bridge.official_rank
          ? html`<span class="status info">${icon('move')}${t('bridges.official')}</span>`
          : nothing
      }
      ${
        bridge.crosses_sector
          ? html`<span class="status warn"
              >${icon('compass')}${t('bridges.other_sector', {
                sectors: bridge.new_sectors.join(', ') || '–',
              })}</span
            >`
          : nothing
      }
      ${from ? html`<span class="small quiet">${t('bridges.from', { from })}</span>` : nothing}
    </div>
    <div class="competences_sides">
      ${side(t, 'shared', bridge.shared)}${side(t, 'missing', bridge.missing)}
    </div>
    ${action ? html`<footer class="buttons">${action}</footer>` : nothing}
  </article>`;
}

const FILTERS = ['', 'official', 'same', 'other'];
export const fits = (bridge, filter) =>
  ({
    official: bridge.official_rank !== null && bridge.official_rank !== undefined,
    same: !bridge.crosses_sector,
    other: bridge.crosses_sector,
  })[filter] ?? true;

/** Which bridges are shown, as buttons with their counts; kept in the address. */
export function bridgeFilter(t, list, filter) {
  return html`<div class="chips" role="group" aria-label=${t('bridges.show')}>
    ${FILTERS.map(
      (one) =>
        html` <button
          type="button"
          class="chip"
          aria-pressed=${one === filter}
          @click=${() => setQuery({ kind: one || null })}
        >
          ${t(`bridges.filter_${one || 'all'}`)}
          <span class="badge">${list.filter((row) => fits(row, one)).length}</span>
        </button>`,
    )}
  </div>`;
}

/** The closest first, the others on request: each card is much to read. */
export function bridgeCards(t, list, query, card) {
  const shown = query.get('more') === '1' ? list : list.slice(0, CARDS);
  const rest = list.length - shown.length;
  return html`<div class="grid halves">${shown.map(card)}</div>
    ${
      rest
        ? html`<p>
            <button type="button" class="button" @click=${() => setQuery({ more: '1' })}>
              ${t('bridges.rest', { count: rest })}${icon('down')}
            </button>
          </p>`
        : nothing
    }`;
}

export function bridgesPart({ t, bridges, query }) {
  if (bridges.problem)
    return html`<aksis-error .problem=${bridges.problem} .retry=${bridges.again}></aksis-error>`;
  if (!bridges.data) return html`<aksis-loading shape="cards" rows="4"></aksis-loading>`;
  if (!bridges.data.length)
    return html`<aksis-empty
      icon="move"
      .heading=${t('bridges.none')}
      .text=${t('bridges.none_text')}
    ></aksis-empty>`;
  const filter = query.get('kind') ?? '';
  const shown = bridges.data.filter((row) => fits(row, filter));
  return html`<div class="stack">
    <p class="quiet prose">${t('bridges.intro')}</p>
    ${bridgeFilter(t, bridges.data, filter)}
    <p role="status" class="hidden_text">${t('bridges.count', { count: shown.length })}</p>
    ${
      shown.length
        ? html`<h2 class="hidden_text">${t('sheet.bridges')}</h2>
            ${bridgeCards(t, shown, query, (bridge) =>
              bridgeCard(t, bridge, { href: `/occupations/${bridge.target.rome_code}` }),
            )}`
        : html`<aksis-empty
            kind="no_result"
            .action=${{ label: t('bridges.reset'), run: () => setQuery({ kind: null }) }}
          ></aksis-empty>`
    }
  </div>`;
}
