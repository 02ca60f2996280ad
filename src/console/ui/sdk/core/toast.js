// Short news at the edge of the page. What asks for an answer, and what failed, stays until it is put
// away; the rest goes by itself, unless it is looked at.
import { html, nothing, render } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

import { icon } from '../elements/icon.js';
import { t } from './i18n.js';
import { announce } from './announce.js';

const STAYS_MS = 6000;
const MAX = 4;
const ICONS = { good: 'circle_check', info: 'info', warn: 'warning', bad: 'error' };
let shown = [];
let frame;
let next = 0;

function draw() {
  if (!frame) {
    frame = document.createElement('div');
    frame.className = 'toasts';
    frame.popover = 'manual';
    // A landmark of its own: it stands outside of the page's.
    frame.role = 'region';
    frame.ariaLabel = t('sdk.news');
    document.body.append(frame);
  }
  render(
    repeat(
      shown,
      (one) => one.id,
      (one) =>
        html` <div class="toast notice ${one.kind}" @pointerenter=${one.stop} @focusin=${one.stop}>
          ${icon(ICONS[one.kind] ?? 'info')}
          <p class="grow">${one.text}</p>
          ${
            one.action
              ? html`<button
                  type="button"
                  class="link"
                  @click=${() => {
                    drop(one);
                    one.action.run();
                  }}
                >
                  ${one.action.label}
                </button>`
              : nothing
          }
          <button
            type="button"
            class="button quiet round small"
            aria-label=${t('sdk.close')}
            @click=${() => drop(one)}
          >
            ${icon('close')}
          </button>
        </div>`,
    ),
    frame,
  );
  // In the top layer, so that an open dialog does not hide it.
  if (frame.matches(':popover-open')) frame.hidePopover();
  if (shown.length) frame.showPopover();
}

function drop(one) {
  one.stop();
  shown = shown.filter((other) => other !== one);
  draw();
}

/**
 * @param {string} text
 * @param {{kind?: "good"|"info"|"warn"|"bad", action?: {label: string, run: () => void}}} options
 * @returns {() => void} what takes it off
 */
export function toast(text, { kind = 'good', action } = {}) {
  let timer;
  const one = { id: next++, text, kind, action, stop: () => clearTimeout(timer) };
  shown = [...shown, one].slice(-MAX);
  draw();
  announce(text, { urgent: kind === 'bad' });
  if (!action && kind !== 'bad') timer = setTimeout(() => drop(one), STAYS_MS);
  return () => drop(one);
}
