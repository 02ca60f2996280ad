// One control a filter, the same at hand and in the panel, and the chip of what it lets through.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';

import { date, number } from '../../core/formats.js';
import { t } from '../../core/i18n.js';
import { icon } from '../icon.js';

/** The names in the address that a filter owns. */
export const namesOf = (it) => (it.type === 'period' ? [`${it.id}_from`, `${it.id}_to`] : [it.id]);

const labelOf = (it, value) => {
  const option = it.options?.find((one) => String(one.value) === value);
  if (option) return option.label;
  if (it.type === 'date') return date(value);
  return it.type === 'number' ? `${number(value)}${it.unit ? ` ${it.unit}` : ''}` : value;
};

/** @returns {{id: string, label: string, value?: string, off: object}[]} */
export function asChips(it, query) {
  if (it.type === 'flag')
    return query.get(it.id) ? [{ id: it.id, label: it.label, off: { [it.id]: null } }] : [];
  if (it.type === 'period') {
    const [from, to] = namesOf(it).map((name) => query.get(name));
    if (!from && !to) return [];
    const value =
      from && to
        ? t('el.filters.from_to', { from: date(from), to: date(to) })
        : from
          ? t('el.filters.from', { from: date(from) })
          : t('el.filters.to', { to: date(to) });
    return [
      {
        id: it.id,
        label: it.label,
        value,
        off: Object.fromEntries(namesOf(it).map((name) => [name, null])),
      },
    ];
  }
  const values = query.getAll(it.id);
  return values.map((value) => ({
    id: `${it.id}:${value}`,
    label: it.label,
    value: labelOf(it, value),
    off: { [it.id]: values.length > 1 ? values.filter((one) => one !== value) : null },
  }));
}

function multi(it, { id, get, put, shown }) {
  const now = get(it.id);
  const boxes = (it.options ?? []).map(
    (one) =>
      html`<label class="choice"
        ><input
          type="checkbox"
          .checked=${live(now.includes(String(one.value)))}
          @change=${(event) =>
            put({
              [it.id]: (it.options ?? [])
                .map((o) => String(o.value))
                .filter((value) =>
                  value === String(one.value) ? event.target.checked : get(it.id).includes(value),
                ),
            })}
        /><span>${one.label}</span></label
      >`,
  );
  if (shown)
    return html`<fieldset class="field">
      <legend>${it.label}</legend>
      ${boxes}
    </fieldset>`;
  return html`<details class="filter_multi">
    <summary class="button">
      ${it.label}${now.length ? html`<span class="badge accent">${now.length}</span>` : nothing}${icon('down')}
    </summary>
    <fieldset class="menu panel" id=${id}>
      <legend class="hidden_text">${it.label}</legend>
      ${boxes}
    </fieldset>
  </details>`;
}

const input = (it, tools, type, name, label) =>
  html`<input
    id=${name === it.id ? tools.id : `${tools.id}-${name}`}
    type=${type}
    .value=${live(tools.get(name)[0] ?? '')}
    inputmode=${it.type === 'number' ? 'decimal' : nothing}
    maxlength="200"
    placeholder=${it.placeholder ?? nothing}
    aria-label=${label ?? nothing}
    autocomplete="off"
    @input=${(event) => type !== 'date' && tools.put({ [name]: event.target.value.trim() }, true)}
    @change=${(event) => type === 'date' && tools.put({ [name]: event.target.value })}
  />`;

export function control(it, tools) {
  const label = (inner) =>
    html`<div class="field filter_${it.type}">
      <label for=${tools.id}>${it.label}</label>${inner}
    </div>`;
  switch (it.type) {
    case 'multi':
      return multi(it, tools);
    case 'flag':
      return html`<label class="choice filter_flag"
        ><input
          type="checkbox"
          .checked=${live(tools.get(it.id)[0] === 'true')}
          @change=${(event) => tools.put({ [it.id]: event.target.checked ? 'true' : null })}
        /><span>${it.label}</span></label
      >`;
    case 'select':
      return label(
        html`<select
          id=${tools.id}
          @change=${(event) => tools.put({ [it.id]: event.target.value })}
        >
          <option value="" ?selected=${!tools.get(it.id)[0]}>
            ${it.placeholder ?? t('el.filters.any')}
          </option>
          ${(it.options ?? []).map((one) => html`<option value=${one.value} ?selected=${String(one.value) === tools.get(it.id)[0]}>${one.label}</option>`)}
        </select>`,
      );
    case 'period':
      return html`<fieldset class="field filter_period">
        <legend>${it.label}</legend>
        <div class="row nowrap">
          ${input(it, tools, 'date', `${it.id}_from`, `${it.label} ${t('el.filters.begin')}`)}<span
            aria-hidden="true"
            >–</span
          >
          ${input(it, tools, 'date', `${it.id}_to`, `${it.label} ${t('el.filters.end')}`)}
        </div>
      </fieldset>`;
    case 'date':
      return label(input(it, tools, 'date', it.id));
    case 'number':
      return label(input(it, tools, 'text', it.id));
    default:
      return label(
        html`<span class="with_icon">${icon('search')}${input(it, tools, 'search', it.id)}</span>`,
      );
  }
}
