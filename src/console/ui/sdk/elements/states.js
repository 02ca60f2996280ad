// What stands where content is not: nothing yet, nothing found, waiting, failed; and the status
// badge.
import { html, nothing } from 'lit';

import { t } from '../core/i18n.js';
import { AksisElement, define } from './element.js';
import { icon } from './icon.js';

/** A link or a button, from `{label, href | run, icon, primary}`. */
export function action(it, kind = '') {
  if (!it) return nothing;
  const looks = `button ${it.primary ? 'primary' : ''} ${it.danger ? 'danger' : ''} ${kind}`;
  return it.href
    ? html`<a class=${looks} href=${it.href}>${icon(it.icon)}${it.label}</a>`
    : html`<button type="button" class=${looks} @click=${it.run}>
        ${icon(it.icon)}${it.label}
      </button>`;
}

/**
 * `<aksis-empty icon heading text .action={label, href|run} kind="none|no_result">`. Two kinds:
 * nothing yet,
 * with what to do next, and no result, with what takes the filters off.
 */
class Empty extends AksisElement {
  static properties = { icon: {}, heading: {}, text: {}, kind: {}, action: { attribute: false } };

  render() {
    const none = this.kind === 'no_result';
    return html`<div class="empty ${none ? 'no_result' : ''}">
      <span class="disc">${icon(this.icon || (none ? 'search' : 'folder'))}</span>
      <p class="title">${this.heading ?? t(none ? 'el.empty.no_result' : 'el.empty.none')}</p>
      ${this.text ? html`<p>${this.text}</p>` : nothing}
      ${this.action ? html`<div class="buttons">${action({ primary: !none, ...this.action })}</div>` : nothing}
    </div>`;
  }
}

/** The words for what went wrong, in what an adviser can do about it. */
function wordsOf(problem) {
  const known = {
    0: 'network',
    403: 'forbidden',
    404: 'gone',
    409: 'refused',
    412: 'conflict',
    410: 'gone',
    429: 'busy',
    503: 'busy',
  };
  const kind = known[problem?.status] ?? 'other';
  // What names the thing by its id tells nobody anything; of a version nobody has, our words do.
  const told = ['gone', 'conflict'].includes(kind) ? '' : problem?.detail;
  return { title: t(`el.error.${kind}`), text: told || t(`el.error.${kind}_text`) };
}

/**
 * `<aksis-error .problem .retry=${() => …}>`: what happened, what to do, and the reference to
 * quote.
 */
class Failure extends AksisElement {
  static properties = { problem: { attribute: false }, retry: { attribute: false }, heading: {} };

  render() {
    const { title, text } = wordsOf(this.problem);
    const reference = this.problem?.requestId;
    return html`<div class="empty failed" role="alert">
      <span class="disc">${icon(this.problem?.status === 0 ? 'offline' : 'error')}</span>
      <p class="title">${this.heading ?? title}</p>
      <p>${text}</p>
      ${reference ? html`<p class="reference">${t('el.error.reference', { reference })}</p>` : nothing}
      ${
        this.retry
          ? html`<div class="buttons">
              ${action({ label: t('el.error.retry'), icon: 'refresh', run: () => this.retry() })}
            </div>`
          : nothing
      }
    </div>`;
  }
}

/**
 * `<aksis-loading rows="5" shape="lines|cards|block">`: the place of what comes, without a jump
 * when it does.
 */
class Loading extends AksisElement {
  static properties = { rows: { type: Number }, shape: {}, label: {} };

  render() {
    return html`<div class="skeleton ${this.shape ?? ''}" aria-hidden="true">
        ${Array.from({ length: this.shape === 'block' ? 1 : (this.rows ?? 4) }, () => html`<span></span>`)}
      </div>
      <span class="hidden_text" role="status">${this.label ?? t('el.loading')}</span>`;
  }
}

const KIND_ICONS = {
  good: 'circle_check',
  warn: 'warning',
  bad: 'error',
  info: 'info',
  wait: 'clock',
};

/** A badge whose icon tells what its colour tells: `status('good', 'Ouvert')`. */
const status = (kind, label, name = KIND_ICONS[kind]) =>
  html`<span class="status ${kind === 'wait' ? 'info' : (kind ?? '')}"
    >${icon(name)}${label}</span
  >`;

/** `<aksis-status kind="good|warn|bad|info|wait|neutral" label icon>` */
class Status extends AksisElement {
  static properties = { kind: {}, label: {}, icon: {} };

  render() {
    return status(this.kind, this.label, this.icon || undefined);
  }
}

define('aksis-empty', Empty);
define('aksis-error', Failure);
define('aksis-loading', Loading);
define('aksis-status', Status);
