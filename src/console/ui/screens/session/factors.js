// What one shows besides the password: passkeys, authenticator apps, recovery codes.
import {
  api,
  confirm,
  date,
  html,
  icon,
  nothing,
  openDialog,
  relative,
  session,
  t,
  toast,
} from '/ui/sdk/1/aksis.js';

import { Reading } from '../reading.js';
import '../sign_in/enrol.js';
import '../sign_in/recovery_codes.js';
import { passkeysHere } from '../sign_in/passkeys.js';

const FEW_CODES = 3;

class Factors extends Reading {
  async read(signal) {
    const [held, keys] = await Promise.all([
      api.get('/session/factors', { signal }),
      api.get('/account/passkeys', { signal }),
    ]);
    return {
      apps: held.data.factors.filter((one) => one.kind === 'totp'),
      codes: held.data.recovery_codes_left,
      passkeys: keys.data.passkeys,
    };
  }

  /** What one holds is part of the session. */
  async #change(run, said) {
    await this.act(run, said);
    session.load();
  }

  #add(kind) {
    const dialog = openDialog({
      title: t(`session.add.${kind}`),
      content: (close) =>
        html`<aksis-enrol
          only=${kind}
          .cancel=${() => close()}
          .done=${(data) => {
            close();
            toast(t(`session.added.${kind}`));
            this.reload();
            session.load();
            if (data?.recovery_codes?.length) this.#showCodes(data.recovery_codes);
          }}
        ></aksis-enrol>`,
    });
    return dialog;
  }

  #showCodes(codes) {
    openDialog({
      title: t('sign_in.title.codes'),
      dismissible: false,
      content: (close) =>
        html`<aksis-recovery-codes .codes=${codes} .done=${close}></aksis-recovery-codes>`,
    });
  }

  async #renew() {
    const sure = await confirm({
      title: t('session.codes.renew'),
      text: t('session.codes.renew_text'),
      action: t('session.codes.renew'),
    });
    if (!sure) return;
    await this.#change(async () => {
      this.#showCodes((await api.post('/session/recovery-codes', {})).data.recovery_codes);
    });
  }

  async #remove(path, name) {
    const sure = await confirm({
      title: t('session.remove.title', { name }),
      text: t('session.remove.text'),
      action: t('session.remove'),
      danger: true,
    });
    if (sure) await this.#change(() => api.delete(path), t('session.removed'));
  }

  #rename(key) {
    let name = key.name;
    const form = 'rename-passkey';
    const dialog = openDialog({
      title: t('session.rename'),
      size: 's',
      content: (close) =>
        html`<form
          id=${form}
          class="stack"
          @submit=${async (event) => {
            event.preventDefault();
            close();
            await this.#change(
              () => api.patch(`/account/passkeys/${key.id}`, { name }),
              t('session.renamed'),
            );
          }}
        >
          <div class="field">
            <label for="passkey-new-name">${t('sign_in.passkey.name')}</label>
            <input
              id="passkey-new-name"
              required
              maxlength="100"
              autofocus
              .value=${name}
              @input=${(event) => {
                name = event.target.value;
              }}
            />
          </div>
        </form>`,
      actions: [
        { id: 'no', label: t('sdk.cancel') },
        { id: 'yes', label: t('sdk.save'), kind: 'primary', submit: form },
      ],
    });
    return dialog;
  }

  /** The last factor stays: it says so instead of offering what would be refused. */
  #removal(path, name) {
    if (this.data.passkeys.length + this.data.apps.length === 1)
      return html`<span class="small quiet last_factor">${t('session.last_one')}</span>`;
    return html`<button
      type="button"
      class="button quiet round small"
      aria-label=${t('session.remove_it', { name })}
      @click=${() => this.#remove(path, name)}
    >
      ${icon('trash')}
    </button>`;
  }

  #passkey(key) {
    const used = key.last_used_at
      ? html`${t('session.used')} ${relative(key.last_used_at)}`
      : t('session.unused');
    return html`<li class="held">
      ${icon('key')}
      <div class="grow">
        <strong>${key.name}</strong>
        <p class="small quiet">
          ${t('session.since', { date: date(key.created_at) })} · ${used}
          ${key.backed_up ? html` · ${t('session.backed_up')}` : nothing}
        </p>
        ${key.suspected_at ? html`<p class="small bad">${t('session.suspected')}</p>` : nothing}
      </div>
      <div class="buttons">
        <button
          type="button"
          class="button quiet round small"
          @click=${() => this.#rename(key)}
          aria-label=${t('session.rename_it', { name: key.name })}
        >
          ${icon('edit')}
        </button>
        ${this.#removal(`/account/passkeys/${key.id}`, key.name)}
      </div>
    </li>`;
  }

  #app(app) {
    const name = app.label || t('session.app');
    return html`<li class="held">
      ${icon('phone')}
      <div class="grow">
        <strong>${name}</strong>
        <p class="small quiet">${t('session.since', { date: date(app.created_at) })}</p>
      </div>
      ${this.#removal(`/session/factors/${app.id}`, name)}
    </li>`;
  }

  show({ passkeys, apps, codes }) {
    return html`<h3>${t('session.passkeys')}</h3>
      ${
        passkeys.length
          ? html`<ul role="list" class="held_list">
              ${passkeys.map((key) => this.#passkey(key))}
            </ul>`
          : html`<p class="quiet">${t('session.passkeys_none')}</p>`
      }
      ${
        passkeysHere()
          ? html`<div class="buttons">
              <button type="button" class="button" @click=${() => this.#add('passkey')}>
                ${icon('plus')}${t('session.add.passkey')}
              </button>
            </div>`
          : html`<p class="small quiet">${t('session.passkeys_not_here')}</p>`
      }
      <h3>${t('session.apps')}</h3>
      <ul role="list" class="held_list">
        ${apps.map((app) => this.#app(app))}
      </ul>
      <div class="buttons">
        <button type="button" class="button" @click=${() => this.#add('totp')}>
          ${icon('plus')}${t('session.add.totp')}
        </button>
      </div>
      <h3>${t('session.codes')}</h3>
      <p class=${codes <= FEW_CODES ? 'warn strong' : 'quiet'}>
        ${t('session.codes_left', { count: codes })}
      </p>
      <div class="buttons">
        <button type="button" class="button" @click=${this.#renew}>
          ${icon('refresh')}${t('session.codes.renew')}
        </button>
      </div>`;
  }

  render() {
    return html`<section class="card">
      <div class="stack">
        <h2>${icon('shield')}${t('session.factors')}</h2>
        <p class="quiet">${t('session.factors_text')}</p>
        ${super.render()}
      </div>
    </section>`;
  }
}

customElements.define('aksis-profile-factors', Factors);
