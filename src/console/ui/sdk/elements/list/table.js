// The list as a native table: sort buttons inside the `th`, `aria-sort` on it, the row's name its
// header.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from '../style_map.js';

import { t } from '../../core/i18n.js';
import { icon } from '../icon.js';

export const sortKey = (column) => (column.sort === true ? column.id : column.sort);

export const valueOf = (column, row) => (column.value ? column.value(row) : row[column.id]);

const shownOf = (column, row) => (column.render ? column.render(row) : valueOf(column, row));

const isMissing = (value) => [undefined, null, '', nothing].includes(value);

/** Whether a row has something to show in a column. */
export const tells = (column, row) => !isMissing(shownOf(column, row));

export function content(column, row) {
  const value = shownOf(column, row);
  return isMissing(value)
    ? html`<span class="quiet" aria-label=${t('el.facts.missing')} role="img">–</span>`
    : value;
}

/** The column that names the row: the one marked, else the first. */
export const primaryOf = (columns) => columns.find((it) => it.primary) ?? columns[0];

export const nameOf = (list, row) =>
  String(valueOf(primaryOf(list.columns), row) ?? list.keyOf(row));

export const chooser = (list, row) =>
  html`<label class="pick_row"
    ><input
      type="checkbox"
      .checked=${live(list.chosen.has(list.keyOf(row)))}
      @change=${(event) => list.toggle(row, event.target.checked)}
      aria-label=${t('el.list.choose', { name: nameOf(list, row) })}
  /></label>`;

export function chooseAll(list) {
  const count = list.chosen.size;
  const full = count > 0 && list.data.rows.every((row) => list.chosen.has(list.keyOf(row)));
  return html`<label class="pick_row"
    ><input
      type="checkbox"
      .checked=${live(full)}
      .indeterminate=${live(count > 0 && !full)}
      @change=${(event) => list.togglePage(event.target.checked)}
      aria-label=${t('el.list.choose_page')}
  /></label>`;
}

function head(list, column) {
  const key = sortKey(column);
  const { key: now, descending } = list.order;
  const sorted = key && key === now;
  return html`<th
    scope="col"
    class=${column.align ?? nothing}
    style=${styleMap(column.width ? { width: column.width } : {})}
    aria-sort=${sorted ? (descending ? 'descending' : 'ascending') : nothing}
  >
    ${
      key
        ? html`<button type="button" class="sort" @click=${() => list.sortBy(key)}>
            ${column.label} ${icon(sorted ? (descending ? 'down' : 'up') : 'sort')}
          </button>`
        : column.label
    }
  </th>`;
}

function cell(list, column, row, primary) {
  const inner = content(column, row);
  if (!primary) return html`<td class=${column.align ?? nothing}>${inner}</td>`;
  const href = list.href?.(row);
  return html`<th scope="row" class=${column.align ?? nothing}>
    ${href ? html`<a href=${href}>${inner}</a>` : inner}
  </th>`;
}

export function table(list) {
  const columns = list.shownColumns;
  const primary = primaryOf(columns);
  return html`<div
    class="table_frame"
    tabindex="0"
    role="region"
    aria-label=${list.label ?? t('el.list.label')}
  >
    <table class="table">
      <caption class="hidden_text">
        ${list.label ?? t('el.list.label')}${columns.some(sortKey) ? ` ${t('el.list.sortable')}` : ''}
      </caption>
      <thead>
        <tr>
          ${list.selectable ? html`<td class="pick_cell">${chooseAll(list)}</td>` : nothing}
          ${columns.map((it) => head(list, it))}
        </tr>
      </thead>
      <tbody>
        ${repeat(
          list.data.rows,
          (row) => list.keyOf(row),
          (row) =>
            html` <tr
              data-row
              tabindex="-1"
              class=${list.chosen.has(list.keyOf(row)) ? 'chosen' : nothing}
            >
              ${list.selectable ? html`<td class="pick_cell">${chooser(list, row)}</td>` : nothing}
              ${columns.map((it) => cell(list, it, row, it === primary))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/**
 * The shape of the table or the cards before their rows are there, of the height they will have.
 */
export function skeleton(list) {
  const count = Math.min(list.limit ?? 8, 8);
  const bones = Array.from({ length: count });
  return html`<div class="list_skeleton ${list.narrow ? 'narrow' : ''}" aria-hidden="true">
      ${bones.map(() => html`<div><span class="bone"></span><span class="bone"></span><span class="bone"></span></div>`)}
    </div>
    <span class="hidden_text" role="status">${t('el.loading')}</span>`;
}
