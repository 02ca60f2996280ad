// The list where it is narrow: one card a row, its name first, the whole card answering to the
// finger. What a row does not have takes no line of its card.
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

import { t } from '../../core/i18n.js';
import { chooser, chooseAll, content, primaryOf, sortKey, tells } from './table.js';

function sorter(list) {
  const columns = (list.columns ?? []).filter(sortKey);
  if (!columns.length && !list.selectable) return nothing;
  const { key, descending } = list.order;
  return html`<div class="card_tools">
    ${list.selectable ? html`<span class="row">${chooseAll(list)}</span>` : nothing}
    ${
      columns.length
        ? html`<label class="row grow"
            ><span class="small quiet nowrap">${t('el.list.sort_by')}</span>
            <select class="grow" @change=${(event) => list.sortTo(event.target.value)}>
              ${key ? nothing : html`<option value="" selected>–</option>`}
              ${columns.flatMap((it) =>
                [false, true].map(
                  (down) =>
                    html`<option
                      value=${`${down ? '-' : ''}${sortKey(it)}`}
                      ?selected=${sortKey(it) === key && down === descending}
                    >
                      ${it.label} ${down ? '↓' : '↑'}
                    </option>`,
                ),
              )}
            </select></label
          >`
        : nothing
    }
  </div>`;
}

function card(list, row, columns, primary) {
  const href = list.href?.(row);
  const name = content(primary, row);
  const chosen = list.chosen.has(list.keyOf(row));
  return html`<li data-row tabindex="-1" class="row_card ${chosen ? 'chosen' : ''}">
    ${list.selectable ? chooser(list, row) : nothing}
    <div class="grow">
      <div class="row_name">${href ? html`<a href=${href}>${name}</a>` : name}</div>
      <dl>
        ${columns
          .filter((it) => it !== primary && tells(it, row))
          .map(
            (it) =>
              html`<div>
                <dt>${it.label}</dt>
                <dd>${content(it, row)}</dd>
              </div>`,
          )}
      </dl>
    </div>
  </li>`;
}

export function cards(list) {
  const columns = list.shownColumns;
  const primary = primaryOf(columns);
  return html`${sorter(list)}
    <ul class="row_cards" role="list" aria-label=${list.label ?? t('el.list.label')}>
      ${repeat(
        list.data.rows,
        (row) => list.keyOf(row),
        (row) => card(list, row, columns, primary),
      )}
    </ul>`;
}
