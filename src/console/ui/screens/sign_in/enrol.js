// Adding a factor: an authenticator app, shown by a QR code and confirmed by its first code, or a
// passkey. `done({recovery_codes?})` once it serves.
import { AksisElement, api, html, icon, nothing, t, toast } from '/ui/sdk/1/aksis.js';

import { field, refusal, sendButton, sends } from './fields.js';
import { addPasskey, passkeysHere } from './passkeys.js';
import { qrCode } from './qr.js';

const CODE_LENGTH = 6;
const inFours = (secret) =>
  secret
    .replace(/=+$/, '')
    .match(/.{1,4}/g)
    .join(' ');

/** How one recognises the device later: its system is a good beginning. */
function deviceName() {
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac', 'Linux'].find((name) =>
    navigator.userAgent.includes(name),
  );
  return system ?? '';
}

class Enrol extends AksisElement {
  static properties = {
    only: {},
    done: { attribute: false },
    cancel: { attribute: false },
    kind: { state: true },
    app: { state: true },
    busy: { state: true },
    problem: { state: true },
  };

  async #begin() {
    this.problem = undefined;
    this.busy = true;
    try {
      this.app = (await api.post('/session/factors/totp', { label: deviceName() })).data;
      this.kind = 'totp';
      await this.updateComplete;
      this.querySelector('h3')?.focus();
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.problem = problem;
    } finally {
      this.busy = false;
    }
  }

  #confirm = sends(this, async (values) => {
    const code = values['first-code'].replace(/\s/g, '');
    this.done((await api.post(`/session/factors/totp/${this.app.id}/confirm`, { code })).data);
  });

  #passkey = sends(this, async (values) => {
    this.done(await addPasskey(values['passkey-name'] || t('sign_in.enrol.passkey')));
  });

  connectedCallback() {
    super.connectedCallback();
    if (this.only === 'totp') this.#begin();
    if (this.only === 'passkey') this.kind = 'passkey';
  }

  async #copy() {
    await navigator.clipboard.writeText(this.app.secret);
    toast(t('sign_in.copied'));
  }

  #choices() {
    return html`<p>${t('sign_in.enrol.why')}</p>
      ${refusal(this.problem)}
      <div class="ways">
        ${
          passkeysHere()
            ? html`<button
                type="button"
                class="way"
                @click=${() => {
                  this.kind = 'passkey';
                }}
              >
                ${icon('key', { large: true })}<span
                  ><strong>${t('sign_in.enrol.passkey')}</strong>
                  <span class="quiet">${t('sign_in.enrol.passkey_text')}</span></span
                >${icon('right')}
              </button>`
            : nothing
        }
        <button
          type="button"
          class="way"
          aria-busy=${this.busy ? 'true' : nothing}
          @click=${this.#begin}
        >
          ${icon('phone', { large: true })}<span
            ><strong>${t('sign_in.enrol.app')}</strong>
            <span class="quiet">${t('sign_in.enrol.app_text')}</span></span
          >${icon('right')}
        </button>
      </div>`;
  }

  #back() {
    const back = this.only
      ? this.cancel
      : () => {
          this.kind = this.app = this.problem = undefined;
        };
    return back
      ? html`<button type="button" class="link" @click=${back}>
          ${t(this.only ? 'sign_in.enrol.cancel' : 'sign_in.enrol.other')}
        </button>`
      : nothing;
  }

  #totp() {
    return html`<form class="stack" @submit=${this.#confirm}>
      <h3 tabindex="-1">${t('sign_in.totp.scan')}</h3>
      <p class="quiet">${t('sign_in.totp.scan_text')}</p>
      <div class="scan">
        ${qrCode(this.app.uri, t('sign_in.totp.qr'))}
        <div class="stack tight">
          <p class="small quiet">${t('sign_in.totp.by_hand')}</p>
          <p class="secret mono" data-secret=${this.app.secret}>${inFours(this.app.secret)}</p>
          <div class="buttons">
            <button type="button" class="button small" @click=${this.#copy}>
              ${t('sign_in.copy')}
            </button>
            <a class="button small" href=${this.app.uri}>${t('sign_in.totp.open')}</a>
          </div>
        </div>
      </div>
      ${field({
        id: 'first-code',
        label: t('sign_in.totp.first'),
        hint: t('sign_in.code.hint'),
        mode: 'numeric',
        autocomplete: 'one-time-code',
        max: CODE_LENGTH + 1,
        mono: true,
      })}
      ${refusal(this.problem)}${sendButton(this, t('sign_in.totp.confirm'))}${this.#back()}
    </form>`;
  }

  #key() {
    return html`<form class="stack" @submit=${this.#passkey}>
      <p>${t('sign_in.passkey.explain')}</p>
      ${field({
        id: 'passkey-name',
        label: t('sign_in.passkey.name'),
        hint: t('sign_in.passkey.name_hint'),
        value: deviceName(),
        max: 100,
        focus: true,
        required: false,
        autocomplete: 'off',
      })}
      ${refusal(this.problem)}${sendButton(this, t('sign_in.passkey.create'))}${this.#back()}
    </form>`;
  }

  render() {
    if (this.kind === 'totp' && this.app) return this.#totp();
    if (this.kind === 'passkey') return this.#key();
    if (this.only)
      return this.problem ? refusal(this.problem) : html`<aksis-loading></aksis-loading>`;
    return html`<div class="stack">${this.#choices()}</div>`;
  }
}

customElements.define('aksis-enrol', Enrol);
