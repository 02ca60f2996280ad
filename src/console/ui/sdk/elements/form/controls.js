// One control a kind of value. Each says its value as the schema wants it: numbers are numbers,
// nothing is undefined.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';

import { number } from '../../core/formats.js';
import { t } from '../../core/i18n.js';
import { icon } from '../icon.js';
import { isSecret } from './secrets.js';
import { isNullable, MOST, optionsOf } from './schema.js';

const FEW = 4; // choices that are shown at once instead of in a list

/** Too much pasted is refused in words; cut silently, the rest would be lost unseen. */
function pasted(event, most, refuse) {
  const words = event.clipboardData?.getData('text') ?? '';
  if (words.length <= most) return;
  event.preventDefault();
  refuse(t('el.form.paste', { length: number(words.length), most: number(most) }));
}

function textual(it, type) {
  const most = it.schema.maxLength ?? MOST;
  const value = it.value ?? '';
  const common = {
    input: (event) => it.set(event.target.value === '' ? undefined : event.target.value),
    paste: (event) => pasted(event, most, it.refuse),
  };
  if (it.kind === 'long' || it.field.widget === 'textarea') {
    const left = most - value.length;
    return html`<textarea
        id=${it.id}
        rows=${it.field.rows ?? 3}
        .value=${live(value)}
        aria-describedby=${it.described}
        aria-invalid=${it.invalid}
        aria-required=${it.required}
        ?disabled=${it.disabled}
        @input=${common.input}
        @paste=${common.paste}
      ></textarea>
      ${most < MOST && left < most * 0.2 ? html`<p class="counter ${left < 0 ? 'bad' : ''}" aria-hidden="true">${t('el.form.left', { left })}</p>` : nothing}`;
  }
  const secret =
    it.field.widget === 'password' ||
    (isSecret(it.name, it.schema, it.field) && /password/.test(it.name));
  return html`<input
    id=${it.id}
    type=${secret ? 'password' : type}
    .value=${live(value)}
    autocomplete=${it.field.autocomplete ?? 'off'}
    inputmode=${it.field.inputmode ?? nothing}
    aria-describedby=${it.described}
    aria-invalid=${it.invalid}
    aria-required=${it.required}
    placeholder=${it.field.placeholder ?? nothing}
    ?disabled=${it.disabled}
    min=${it.field.min ?? nothing}
    max=${it.field.max ?? nothing}
    @input=${common.input}
    @paste=${common.paste}
  />`;
}

/**
 * Text with a numeric keyboard: a number field of the browser loses what it cannot read, and
 * scrolls away.
 */
function numeric(it) {
  const shown =
    typeof it.value === 'number'
      ? String(it.value).replace('.', t('el.form.point'))
      : (it.value ?? '');
  const read = (event) => {
    const words = event.target.value.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
    it.set(
      words === ''
        ? undefined
        : /^-?\d*\.?\d*$/.test(words) && words !== '-' && words !== '.'
          ? Number(words)
          : event.target.value,
    );
  };
  const input = html`<input
    id=${it.id}
    class="short"
    type="text"
    inputmode=${it.kind === 'integer' ? 'numeric' : 'decimal'}
    .value=${shown}
    autocomplete="off"
    aria-describedby=${it.described}
    aria-invalid=${it.invalid}
    aria-required=${it.required}
    ?disabled=${it.disabled}
    @change=${read}
  />`;
  const unit = it.field.unit ?? it.schema['x-unit'];
  return unit
    ? html`<div class="with_unit">${input}<span class="unit">${unit}</span></div>`
    : input;
}

/** Whether the choices of a value stand one beside the other, as asked or since they are few. */
const atOnce = ({ field: { widget } }, options) =>
  widget === 'radio' || (widget !== 'select' && options.length <= FEW);

function choice(it) {
  const options = it.field.options ?? optionsOf(it.schema);
  const pick = (label) => options.find((one) => String(one.value) === label)?.value;
  if (!atOnce(it, options))
    return html`<select
      id=${it.id}
      aria-describedby=${it.described}
      aria-invalid=${it.invalid}
      aria-required=${it.required}
      ?disabled=${it.disabled}
      @change=${(event) => it.set(pick(event.target.value))}
    >
      ${it.required && it.value !== undefined ? nothing : html`<option value="" ?selected=${it.value === undefined}>${t('el.form.pick')}</option>`}
      ${options.map((one) => html`<option value=${one.value} ?selected=${one.value === it.value}>${one.label}</option>`)}
    </select>`;
  const all =
    it.required || isNullable(it.schema)
      ? options
      : [...options, { value: undefined, label: t('el.form.unsaid') }];
  return html`<div class="choices">
    ${all.map(
      (one, i) =>
        html`<label class="choice"
          ><input
            type="radio"
            name=${it.id}
            id=${i ? nothing : it.id}
            .checked=${live(it.value === one.value)}
            ?disabled=${it.disabled}
            @change=${() => it.set(one.value)}
          /><span
            >${one.label}
            ${one.detail ? html`<small class="quiet">${one.detail}</small>` : nothing}</span
          ></label
        >`,
    )}
  </div>`;
}

function choices(it) {
  const options = it.field.options ?? optionsOf(it.schema.items);
  const now = it.value ?? [];
  return html`<div class="choices">
    ${options.map(
      (one, i) =>
        html`<label class="choice"
          ><input
            type="checkbox"
            id=${i ? nothing : it.id}
            .checked=${live(now.includes(one.value))}
            ?disabled=${it.disabled}
            @change=${(event) =>
              it.set(
                event.target.checked
                  ? options.map((o) => o.value).filter((v) => v === one.value || now.includes(v))
                  : now.filter((v) => v !== one.value),
              )}
          />
          <span>${one.label}</span></label
        >`,
    )}
  </div>`;
}

const tick = (it) =>
  html`<label class="choice"
    ><input
      type="checkbox"
      id=${it.id}
      .checked=${live(Boolean(it.value))}
      ?disabled=${it.disabled}
      aria-describedby=${it.described}
      aria-invalid=${it.invalid}
      @change=${(event) => it.set(event.target.checked)}
    /><span>${it.label}</span></label
  >`;

const searched = (it) =>
  html`<aksis-combobox
    input-id=${it.id}
    .search=${it.field.search}
    .options=${it.field.options}
    .value=${it.value}
    ?multiple=${it.kind === 'list'}
    .known=${it.field.known}
    describedby=${it.described === nothing ? '' : it.described}
    ?invalid=${it.invalid === 'true'}
    @change=${(event) => {
      event.stopPropagation();
      it.set(event.target.plain);
    }}
  ></aksis-combobox>`;

/** Lines of texts or numbers, one under the other. */
function lines(it) {
  const now = it.value ?? [];
  const put = (i, value) => it.set(now.map((one, at) => (at === i ? value : one)));
  return html`<ul class="lines" role="list">
      ${now.map(
        (one, i) =>
          html`<li class="row nowrap">
            <div class="grow">
              ${control({
                ...it,
                kind: it.itemKind,
                schema: it.schema.items,
                value: one,
                id: i ? `${it.id}-${i}` : it.id,
                set: (value) => put(i, value ?? ''),
              })}
            </div>
            <button
              type="button"
              class="button quiet round"
              aria-label=${t('el.form.remove', { name: `${it.label} ${i + 1}` })}
              @click=${() => it.set(now.filter((_, at) => at !== i))}
            >
              ${icon('trash')}
            </button>
          </li>`,
      )}
    </ul>
    <button
      type="button"
      class="button small"
      id=${now.length ? nothing : it.id}
      ?disabled=${now.length >= (it.schema.maxItems ?? Infinity)}
      @click=${() => it.add('')}
    >
      ${icon('plus')}${it.field.add ?? t('el.form.add')}
    </button>`;
}

export const isGroup = (it) =>
  it.kind === 'choices' ||
  (it.kind === 'list' && !it.field.search) ||
  (it.kind === 'enum' && atOnce(it, it.field.options ?? optionsOf(it.schema)));

export function control(it) {
  if (it.field.render) return it.field.render(it);
  if (it.field.search || it.field.widget === 'combobox') return searched(it);
  switch (it.kind) {
    case 'boolean':
      return tick(it);
    case 'enum':
      return choice(it);
    case 'choices':
      return choices(it);
    case 'list':
      return lines(it);
    case 'integer':
    case 'number':
      return numeric(it);
    case 'date':
      return textual(it, 'date');
    default:
      return textual(it, it.field.type ?? 'text');
  }
}
