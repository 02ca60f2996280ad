// Something long in steps: where one is, what comes, and back without losing anything.
import { html, nothing } from 'lit';

import { t } from '../core/i18n.js';
import { AksisElement, define } from './element.js';
import { icon } from './icon.js';

/**
 * `<aksis-stepper .steps=[{id, label, render(), check: async()=>false|string|undefined, next}]
 * active .finish=async()=>… finish-label>`.
 * `check` holds the step back: with a sentence it is shown, with `false` the step shows its own.
 * The last step is usually a
 * preview. `next: null` leaves the buttons to the step (a form that sends itself calls
 * `forward()`). Event `step`.
 */
class Stepper extends AksisElement {
  static properties = {
    steps: { attribute: false },
    active: {},
    finish: { attribute: false },
    finishLabel: { attribute: 'finish-label' },
    busy: { state: true },
    refused: { state: true },
  };

  get #at() {
    return Math.max(
      0,
      (this.steps ?? []).findIndex((it) => it.id === this.active),
    );
  }

  async go(index) {
    this.refused = undefined;
    this.active = this.steps[index].id;
    this.say('step', this.active);
    await this.updateComplete;
    this.querySelector('.step_title')?.focus();
  }

  async forward() {
    if (this.busy) return;
    this.busy = true;
    try {
      const at = this.#at;
      const refused = await this.steps[at].check?.();
      this.refused = typeof refused === 'string' ? refused : undefined;
      if (refused === false || this.refused) return;
      if (at + 1 < this.steps.length) await this.go(at + 1);
      else await this.finish?.();
    } catch (problem) {
      if (problem?.status === undefined) throw problem;
      this.refused = problem.text;
    } finally {
      this.busy = false;
    }
  }

  render() {
    const steps = this.steps ?? [];
    const at = this.#at;
    const step = steps[at];
    if (!step) return nothing;
    const last = at + 1 === steps.length;
    return html`<div class="stepper">
      <ol class="steps" role="list" aria-label=${t('el.stepper.steps')}>
        ${steps.map(
          (it, i) =>
            html` <li
              class=${i < at ? 'done' : i === at ? 'now' : ''}
              aria-current=${i === at ? 'step' : nothing}
            >
              <span class="step_mark">${i < at ? icon('check') : i + 1}</span>
              ${i < at ? html`<button type="button" class="link" @click=${() => this.go(i)}>${it.label}</button>` : html`<span>${it.label}</span>`}
              <span class="hidden_text">${i < at ? t('el.stepper.done') : ''}</span>
            </li>`,
        )}
      </ol>
      <h2 class="step_title" tabindex="-1">
        <span class="small quiet">${t('el.stepper.at', { at: at + 1, of: steps.length })}</span>
        ${step.label}
      </h2>
      ${
        this.refused
          ? html`<div class="notice bad" role="alert">
              ${icon('error')}
              <p>${this.refused}</p>
            </div>`
          : nothing
      }
      <div class="step_body">${step.render?.()}</div>
      <div class="buttons form_end">
        ${at > 0 ? html`<button type="button" class="button" @click=${() => this.go(at - 1)}>${icon('left')}${t('el.stepper.back')}</button>` : nothing}
        ${
          step.next === null
            ? nothing
            : html`<button
                type="button"
                class="button primary"
                aria-busy=${this.busy ? 'true' : nothing}
                @click=${() => this.forward()}
              >
                ${step.next ?? (last ? (this.finishLabel ?? t('el.stepper.finish')) : t('el.stepper.next'))}${last ? nothing : icon('right')}
              </button>`
        }
      </div>
    </div>`;
  }
}

define('aksis-stepper', Stepper);
