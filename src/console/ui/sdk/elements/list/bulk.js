// What can be done with the rows chosen. A refused action stays, disabled, with the reason in
// words; of what was done, the rows that were refused are named.
import { html, nothing } from 'lit';

import { t } from '../../core/i18n.js';
import { icon } from '../icon.js';
import { nameOf } from './table.js';

async function run(list, it, event) {
  const button = event.currentTarget;
  button.setAttribute('aria-busy', 'true');
  list.refused = undefined;
  try {
    const done = await it.run(list.chosenRows, {
      all: Boolean(list.all),
      query: list.query,
      sort: list.sort,
    });
    const failed = done?.failed ?? [];
    if (done !== false) await list.reload();
    list.choose(failed.map(({ row }) => row));
    if (failed.length) list.refused = { label: it.label, failed };
  } catch (problem) {
    // A fault of the page, and no answer.
    if (problem.status === undefined) throw problem;
    list.refused = { label: it.label, problem };
  } finally {
    button.removeAttribute('aria-busy');
  }
}

function everything(list) {
  const { rows, total, next } = list.data;
  if (!next || list.chosen.size < rows.length) return nothing;
  return list.all
    ? html`<span class="small">${t('el.list.all_chosen')}</span>`
    : html`<button
        type="button"
        class="link small"
        @click=${() => {
          list.all = true;
        }}
      >
        ${total === undefined ? t('el.list.choose_everything') : t('el.list.choose_all', { count: total })}
      </button>`;
}

/** What of the last action was refused, and why: it stays until it is read. */
export function refusedRows(list) {
  const { label, problem, failed = [] } = list.refused;
  return html`<div class="notice bad" role="alert">
    ${icon('error')}
    <div class="stack tight grow">
      ${
        problem
          ? html`<p>${label}${t('el.colon')} ${problem.text}</p>`
          : html`<p class="strong">${t('el.list.refused', { label, count: failed.length })}</p>
              <ul class="refused_rows">
                ${failed.map(({ row, why }) => html`<li>${nameOf(list, row)}${t('el.colon')} ${why}</li>`)}
              </ul>`
      }
    </div>
    <button
      type="button"
      class="button quiet round small"
      aria-label=${t('el.list.refused_read')}
      @click=${() => {
        list.refused = undefined;
      }}
    >
      ${icon('close')}
    </button>
  </div>`;
}

export function bulkBar(list) {
  const rows = list.chosenRows;
  const actions = (list.bulk ?? []).map((it) => ({
    ...it,
    reason: it.refuse?.(rows, { all: Boolean(list.all) }),
  }));
  const refused = actions.filter((it) => it.reason);
  return html`<div class="bulk" role="group" aria-label=${t('el.list.bulk')}>
    <div class="row grow">
      <strong
        >${
          list.all
            ? t('el.list.everything', { count: list.data.total ?? rows.length })
            : t('el.list.chosen', { count: list.chosen.size })
        }</strong
      >${everything(list)}
      <button type="button" class="button quiet small" @click=${() => list.clearSelection()}>
        ${icon('close')}${t('el.list.unchoose')}
      </button>
    </div>
    <div class="buttons">
      ${actions.map(
        (it, i) =>
          html`<button
            type="button"
            class="button small ${it.danger ? 'danger' : ''}"
            aria-disabled=${it.reason ? 'true' : nothing}
            aria-describedby=${it.reason ? list.idOf(`refused-${i}`) : nothing}
            @click=${(event) => !it.reason && run(list, it, event)}
          >
            ${icon(it.icon)}${it.label}
          </button>`,
      )}
    </div>
    ${
      refused.length
        ? html`<ul class="bulk_reasons" role="list">
            ${actions.map((it, i) =>
              it.reason
                ? html` <li id=${list.idOf(`refused-${i}`)}>
                    ${icon('info')}<span
                      ><strong>${it.label}</strong>${t('el.colon')} ${it.reason}</span
                    >
                  </li>`
                : nothing,
            )}
          </ul>`
        : nothing
    }
  </div>`;
}
