// A field: its name, what helps to fill it, what is wrong, and the control, tied together for who
// does not see them.
import { html, nothing } from 'lit';

import { t } from '../core/i18n.js';
import { AksisElement, define } from './element.js';
import { icon } from './icon.js';

/** Words above a control; the control itself names them in `aria-describedby` (see `described`). */
export const words = ({ id, label, hint, error, required, optional, group }) =>
  html` ${
    group
      ? nothing
      : html`<label for=${id}
          >${label}${
            required
              ? html` <span class="mark">${t('el.field.required')}</span>`
              : optional
                ? html` <span class="mark">${t('el.field.optional')}</span>`
                : nothing
          }</label
        >`
  }
  ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
  ${error ? html`<p class="error" id="${id}-error">${icon('error')}<span>${error}</span></p>` : nothing}`;

/** The ids that describe a control, or nothing. */
export const described = ({ id, hint, error }) =>
  [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || nothing;

/**
 * `<aksis-field label hint error required><input></aksis-field>`: ties the control inside to its
 * words.
 */
class Field extends AksisElement {
  static properties = {
    label: {},
    hint: {},
    error: {},
    required: { type: Boolean },
    optional: { type: Boolean },
  };

  updated() {
    const control = this.querySelector('input, select, textarea');
    if (!control) return;
    control.id ||= this.idOf('control');
    this.classList.add('field');
    this.querySelector(':scope > label').htmlFor = control.id;
    const ids = described({ id: this.idOf('it'), hint: this.hint, error: this.error });
    if (ids === nothing) control.removeAttribute('aria-describedby');
    else control.setAttribute('aria-describedby', ids);
    control.required = Boolean(this.required);
    if (this.error) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  }

  render() {
    return words({
      id: this.idOf('it'),
      label: this.label,
      hint: this.hint,
      error: this.error,
      required: this.required,
      optional: this.optional,
    });
  }
}

define('aksis-field', Field);
