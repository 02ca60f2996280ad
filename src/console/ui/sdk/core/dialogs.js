// Windows above the page: a native dialog with a title, content and its actions.
import { html, nothing, render } from 'lit';

import { icon } from '../elements/icon.js';
import { t } from './i18n.js';

let count = 0;

function buttonOf(action, run) {
  const looks = `button ${action.kind === 'danger' ? 'danger primary' : (action.kind ?? '')}`;
  return html`<button
    type=${action.submit ? 'submit' : 'button'}
    class=${looks}
    form=${action.submit || nothing}
    ?disabled=${action.disabled}
    ?autofocus=${action.autofocus}
    @click=${action.submit ? nothing : run}
  >
    ${icon(action.icon)}${action.label}
  </button>`;
}

/**
 * Opens a window and gives `{closed, close(value), refresh(), element}`; `closed` resolves with the id
 * of the action taken, with what `close` was given, or undefined when it was put away.
 * @param {{title: string, content: any, size?: "s"|"m"|"l", dismissible?: boolean, kind?: string,
 *   actions?: {id: string, label: string, kind?: "primary"|"danger"|"quiet", icon?: string,
 *   submit?: string, autofocus?: boolean, disabled?: boolean,
 *   run?: () => unknown}[]}} options `content`: a template, or a function that gives one, asked anew
 *   by refresh(); an action whose `run` gives false stays open; `submit` names the form it sends
 */
export function openDialog({ title, content, size = 'm', actions = [], dismissible = true, kind }) {
  const element = document.createElement('dialog');
  const id = `dialog-${++count}`;
  element.className = `dialog ${size} ${kind ?? ''}`;
  element.setAttribute('aria-labelledby', id);
  let settle;
  const closed = new Promise((done) => {
    settle = done;
  });
  const close = (value) => {
    settle(value);
    if (element.open) element.close();
  };
  const take = (action) => async (event) => {
    const button = event.currentTarget;
    button.setAttribute('aria-busy', 'true');
    try {
      if ((await action.run?.()) !== false) close(action.id);
    } finally {
      button.removeAttribute('aria-busy');
    }
  };
  const shown = () => (typeof actions === 'function' ? actions() : actions);
  const draw = () =>
    render(
      html`<div class="dialog_frame">
        <div class="dialog_head">
          <h2 id=${id} tabindex="-1">${title}</h2>
          ${
            dismissible
              ? html`<button
                  type="button"
                  class="button quiet round"
                  aria-label=${t('sdk.close')}
                  @click=${() => close()}
                >
                  ${icon('close')}
                </button>`
              : nothing
          }
        </div>
        <div class="dialog_body">${typeof content === 'function' ? content(close) : content}</div>
        ${
          shown().length
            ? html`<div class="dialog_foot">
                ${shown().map((action) => buttonOf(action, take(action)))}
              </div>`
            : nothing
        }
      </div>`,
      element,
    );
  draw();
  element.addEventListener('cancel', (event) => {
    if (event.target !== element) return;
    if (!dismissible) event.preventDefault();
  });
  // A press that began and ended beside the window puts it away; selecting text does not.
  let outside = false;
  element.addEventListener('pointerdown', (event) => {
    outside = event.target === element;
  });
  element.addEventListener('click', (event) => {
    if (dismissible && outside && event.target === element) close();
  });
  element.addEventListener('close', () => {
    settle(undefined);
    element.remove();
    render(nothing, element);
  });
  document.body.append(element);
  element.showModal();
  // Where nothing asks for the focus, the title takes it: the reader begins at the beginning.
  if (!element.querySelector('[autofocus]')) element.querySelector('h2').focus();
  return { closed, close, refresh: draw, element };
}

/**
 * Asks before something is done. With `reason`, words are asked for and given back.
 * @param {{title: string, text?: any, action?: string, danger?: boolean, cancel?: string,
 *   reason?: boolean | {label?: string, hint?: string, min?: number, max?: number}}} question
 * @returns {Promise<false | true | string>}
 */
export async function confirm({ title, text, action, danger, cancel, reason }) {
  const asked = reason === true ? {} : reason || undefined;
  const minimum = asked?.min ?? 1;
  let words = '';
  let short = false;
  const send = () => {
    short = Boolean(asked) && words.trim().length < minimum;
    if (!short) return true;
    dialog.refresh();
    dialog.element.querySelector('textarea').focus();
    return false;
  };
  const dialog = openDialog({
    title,
    size: 's',
    kind: danger ? 'danger' : '',
    content: () =>
      html`<div class="stack">
        ${typeof text === 'string' ? html`<p>${text}</p>` : (text ?? nothing)}
        ${
          asked
            ? html`<div class="field">
                <label for="confirm-reason">${asked.label ?? t('sdk.confirm.reason')}</label>
                <p class="hint" id="confirm-hint">
                  ${
                    asked.hint ??
                    (minimum > 1
                      ? t('sdk.confirm.at_least', { count: minimum })
                      : t('sdk.confirm.kept'))
                  }
                </p>
                <textarea
                  id="confirm-reason"
                  rows="3"
                  maxlength=${asked.max ?? 1000}
                  autofocus
                  aria-describedby="confirm-hint confirm-error"
                  aria-invalid=${short ? 'true' : nothing}
                  @input=${(event) => {
                    words = event.target.value;
                  }}
                ></textarea>
                <p class="error" id="confirm-error" role="alert">
                  ${short ? t('sdk.confirm.too_short', { count: minimum }) : nothing}
                </p>
              </div>`
            : nothing
        }
      </div>`,
    actions: [
      { id: 'cancel', label: cancel ?? t('sdk.cancel'), autofocus: danger && !asked },
      {
        id: 'yes',
        label: action ?? t('sdk.confirm.yes'),
        kind: danger ? 'danger' : 'primary',
        autofocus: !danger && !asked,
        run: send,
      },
    ],
  });
  if ((await dialog.closed) !== 'yes') return false;
  return asked ? words.trim() : true;
}
