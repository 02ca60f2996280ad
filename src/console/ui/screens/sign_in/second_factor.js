// Showing a second factor: a code of an app, a passkey, or a recovery code. Once signed in
// ("again") recovery codes do not serve.
import { AksisElement, api, html, icon, nothing, t } from '/ui/sdk/1/aksis.js';

import { field, refusal, sendButton, sends } from './fields.js';
import { passkeysHere, usePasskey } from './passkeys.js';

const CODE_LENGTH = 6;

class SecondFactor extends AksisElement {
  static properties = {
    factors: { attribute: false },
    again: { type: Boolean },
    done: { attribute: false },
    way: { state: true },
    busy: { state: true },
    problem: { state: true },
  };

  get #way() {
    if (this.way) return this.way;
    return this.factors?.includes('totp') ? 'code' : 'passkey';
  }

  #code = sends(this, async (values) => {
    const code = values['factor-code'].replace(/\s/g, '');
    const path = this.again ? '/session/step-up' : '/session/totp';
    this.done((await api.post(path, { code })).data);
  });

  #recovery = sends(this, async (values) => {
    this.done((await api.post('/session/recovery', { code: values['recovery-code'].trim() })).data);
  });

  async #passkey() {
    this.problem = undefined;
    this.busy = true;
    try {
      this.done(await usePasskey());
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.problem = problem;
    } finally {
      this.busy = false;
    }
  }

  async #turn(way) {
    this.way = way;
    this.problem = undefined;
    await this.updateComplete;
    this.querySelector('input')?.focus();
  }

  #form() {
    if (this.#way === 'recovery')
      return html`<form class="stack" @submit=${this.#recovery}>
        ${field({
          id: 'recovery-code',
          label: t('sign_in.recovery.label'),
          hint: t('sign_in.recovery.hint'),
          max: 64,
          mono: true,
          focus: true,
          autocomplete: 'off',
        })}
        ${refusal(this.problem)}${sendButton(this, t('sign_in.continue'))}
      </form>`;
    if (this.#way === 'code')
      return html`<form class="stack" @submit=${this.#code}>
        ${field({
          id: 'factor-code',
          label: t('sign_in.code.label'),
          hint: t('sign_in.code.hint'),
          mode: 'numeric',
          autocomplete: 'one-time-code',
          max: CODE_LENGTH + 1,
          mono: true,
          focus: true,
        })}
        ${refusal(this.problem)}${sendButton(this, t(this.again ? 'sign_in.confirm' : 'sign_in.continue'))}
      </form>`;
    return refusal(this.problem);
  }

  render() {
    const has = (name) => this.factors?.includes(name);
    const passkey = has('passkey') && passkeysHere();
    return html`<div class="stack">
      ${this.#form()}
      ${
        passkey
          ? html`<button
              type="button"
              class="button wide ${this.#way === 'passkey' ? 'primary' : ''}"
              ?autofocus=${this.#way === 'passkey'}
              @click=${this.#passkey}
            >
              ${icon('key')}${t('sign_in.passkey.use')}
            </button>`
          : nothing
      }
      ${
        has('totp') && this.#way !== 'code'
          ? html`<button type="button" class="link" @click=${() => this.#turn('code')}>
              ${t('sign_in.code.instead')}
            </button>`
          : nothing
      }
      ${
        has('recovery') && !this.again && this.#way !== 'recovery'
          ? html`<button type="button" class="link" @click=${() => this.#turn('recovery')}>
              ${t('sign_in.recovery.instead')}
            </button>`
          : nothing
      }
    </div>`;
  }
}

customElements.define('aksis-second-factor', SecondFactor);
