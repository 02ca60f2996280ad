// Above the rows: how many there are, saved views, columns and the export of what is filtered.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';

import { t } from '../../core/i18n.js';
import { router, setQuery } from '../../core/router.js';
import { icon } from '../icon.js';
import { keepPlaced } from '../place.js';
import { EXPORT_MOST } from './rows.js';

/** A button that opens a small panel: native popover, Escape and a press beside it close it. */
function panel(list, id, { label, name, content }) {
  const open = (event) => {
    if (event.newState !== 'open') return;
    keepPlaced(event.target, list.querySelector(`[popovertarget="${event.target.id}"]`));
  };
  return html`<button type="button" class="button quiet small" popovertarget=${list.idOf(id)}>
      ${icon(name)}<span class="bar_word">${label}</span>
    </button>
    <div
      popover
      class="menu panel"
      id=${list.idOf(id)}
      role="dialog"
      aria-label=${label}
      @toggle=${open}
    >
      ${content}
    </div>`;
}

function columns(list) {
  const shown = new Set(list.shownColumns.map((it) => it.id));
  const toggle = (it, on) => {
    if (on) shown.add(it.id);
    else shown.delete(it.id);
    list.save({
      hidden: list.columns.filter((one) => !one.primary && !shown.has(one.id)).map((one) => one.id),
    });
  };
  return html`<fieldset class="plain">
    <legend class="small quiet">${t('el.list.columns_shown')}</legend>
    ${(list.columns ?? []).map(
      (it, i) =>
        html`<label class="choice"
          ><input
            type="checkbox"
            .checked=${live(shown.has(it.id))}
            ?disabled=${it.primary || i === 0}
            @change=${(event) => toggle(it, event.target.checked)}
          /><span>${it.label}</span></label
        >`,
    )}
  </fieldset>`;
}

function views(list) {
  const kept = list.saved.views ?? [];
  const open = (view) => {
    const off = Object.fromEntries([...router.query.keys()].map((key) => [key, null]));
    const on = new URLSearchParams(view.query);
    setQuery({
      ...off,
      ...Object.fromEntries([...new Set(on.keys())].map((key) => [key, on.getAll(key)])),
    });
    list.querySelector(':popover-open')?.hidePopover();
  };
  const keep = (event) => {
    event.preventDefault();
    const name = event.target.elements.view.value.trim();
    if (!name) return;
    list.save({
      views: [...kept.filter((it) => it.name !== name), { name, query: String(router.query) }],
    });
    event.target.reset();
  };
  return html`<div class="stack tight">
    ${
      kept.length
        ? html`<ul class="views" role="list">
            ${kept.map(
              (view) =>
                html`<li>
                  <button type="button" class="menu_item" @click=${() => open(view)}>
                    ${icon('star')}<span>${view.name}</span>
                  </button>
                  <button
                    type="button"
                    class="button quiet round small"
                    aria-label=${t('el.list.forget_view', { name: view.name })}
                    @click=${() => list.save({ views: kept.filter((it) => it !== view) })}
                  >
                    ${icon('trash')}
                  </button>
                </li>`,
            )}
          </ul>`
        : html`<p class="small quiet">${t('el.list.no_views')}</p>`
    }
    <form class="stack tight" @submit=${keep}>
      <label class="small" for=${list.idOf('view')}>${t('el.list.view_name')}</label>
      <div class="row nowrap">
        <input class="grow" id=${list.idOf('view')} name="view" maxlength="60" autocomplete="off" />
        <button class="button small">${t('el.list.keep_view')}</button>
      </div>
    </form>
  </div>`;
}

async function take(list, kind, event) {
  const { exportRows } = await import('./export.js');
  return exportRows(list, kind, event);
}

export function bar(list) {
  const { state } = list.data;
  const ready = state !== 'loading' && state !== 'failed';
  return html`<div class="list_bar">
    <p class="list_count">
      ${ready ? list.summary : html`<span class="hidden_text">${t('el.loading')}</span>`}
    </p>
    <div class="buttons">
      ${list.name ? panel(list, 'views', { label: t('el.list.views'), name: 'star', content: views(list) }) : nothing}
      ${(list.columns?.length ?? 0) > 2 ? panel(list, 'columns', { label: t('el.list.columns'), name: 'columns', content: columns(list) }) : nothing}
      ${
        list.exportName
          ? panel(list, 'export', {
              label: t('el.list.export'),
              name: 'download',
              content: html`<p class="small quiet panel_text">
                  ${t('el.list.export_text', { most: EXPORT_MOST })}
                </p>
                ${['xlsx', 'csv'].map(
                  (kind) =>
                    html`<button
                      type="button"
                      class="menu_item"
                      @click=${(event) => take(list, kind, event)}
                    >
                      ${icon('file')}<span>${t(`el.list.${kind}`)}</span>
                    </button>`,
                )}`,
            })
          : nothing
      }
    </div>
  </div>`;
}
