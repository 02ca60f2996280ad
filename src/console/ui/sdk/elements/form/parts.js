// Parts of a form that are forms themselves: nested objects, and lists of them.
import { html, nothing } from 'lit';

import { text, t } from '../../core/i18n.js';
import { icon } from '../icon.js';
import { initial, pointerOf } from './schema.js';

const inner = (form, path, schema) =>
  html`<div class="fields columns_2">
    ${Object.entries(schema.properties ?? {}).map(([name, one]) =>
      form.field([...path, name], one, schema.required?.includes(name) ?? false),
    )}
  </div>`;

function object(form, { path, schema, own }) {
  const hint = own.hint ?? schema.description;
  return html`<fieldset class="part wide" data-part=${pointerOf(path)}>
    <legend>${form.labelOf(path, schema)}</legend>
    ${hint ? html`<p class="hint">${text(hint)}</p>` : nothing}${inner(form, path, schema)}
  </fieldset>`;
}

function list(form, { path, schema, own, value }) {
  const items = value ?? [];
  const label = form.labelOf(path, schema);
  const error = form.errorAt(path);
  const remove = (i) =>
    form.put(
      path,
      items.filter((_, at) => at !== i),
    );
  return html`<fieldset class="part wide ${error ? 'wrong' : ''}">
    <legend>${label}</legend>
    ${own.hint ? html`<p class="hint">${text(own.hint)}</p>` : nothing}
    ${error ? html`<p class="error">${icon('error')}<span>${error}</span></p>` : nothing}
    ${items.map(
      (_, i) =>
        html`<fieldset class="item" data-part=${pointerOf([...path, i])}>
          <legend class="hidden_text">${label} ${i + 1}</legend>
          <div class="row apart">
            <span class="small quiet" aria-hidden="true">${i + 1}</span>
            <button
              type="button"
              class="button quiet small"
              @click=${() => remove(i)}
              aria-label=${t('el.form.remove', { name: `${label} ${i + 1}` })}
            >
              ${icon('trash')}${t('el.form.take_away')}
            </button>
          </div>
          ${inner(form, [...path, i], schema.items)}
        </fieldset>`,
    )}
    <button
      type="button"
      class="button small"
      id=${form.idFor(path)}
      ?disabled=${form.disabled || items.length >= (schema.maxItems ?? Infinity)}
      @click=${() => form.add(path, initial(schema.items) ?? {})}
    >
      ${icon('plus')}${own.add ? text(own.add) : t('el.form.add')}
    </button>
  </fieldset>`;
}

export const part = (form, it) => (it.kind === 'object' ? object(form, it) : list(form, it));
