// Changing one's password.
import { AksisElement, api, html, icon, session, t, toast } from '/ui/sdk/1/aksis.js';

import { errorOf, passwordField, refusal, sendButton, sends, unplaced } from '../sign_in/fields.js';

class Password extends AksisElement {
  static properties = { open: { state: true }, busy: { state: true }, problem: { state: true } };

  #send = sends(this, async (values) => {
    await api.post('/session/password', {
      old: values['old-password'],
      new: values['new-password'],
    });
    this.open = false;
    toast(t('session.password.changed'));
    session.load();
  });

  #form() {
    return html`<form class="stack" @submit=${this.#send}>
      <span class="hidden_text" aria-hidden="true"
        ><input
          type="text"
          autocomplete="username"
          tabindex="-1"
          readonly
          .value=${session.account?.login ?? ''}
      /></span>
      ${passwordField({
        id: 'old-password',
        label: t('sign_in.password_present'),
        focus: true,
        error: errorOf(this.problem, 'old'),
      })}
      ${passwordField({
        id: 'new-password',
        label: t('sign_in.password_new'),
        hint: t('sign_in.password_hint'),
        fresh: true,
        error: errorOf(this.problem, 'new'),
      })}
      ${refusal(unplaced(this.problem, ['old', 'new']))}
      ${sendButton(this, t('session.password.change'))}
    </form>`;
  }

  render() {
    return html`<section class="card">
      <div class="stack">
        <h2>${icon('lock')}${t('session.password.title')}</h2>
        <p class="quiet">${t('session.password.text')}</p>
        ${
          this.open
            ? this.#form()
            : html`<div class="buttons">
                <button
                  type="button"
                  class="button"
                  @click=${async () => {
                    this.open = true;
                    await this.updateComplete;
                    this.querySelector('#old-password').focus();
                  }}
                >
                  ${t('session.password.change')}
                </button>
              </div>`
        }
      </div>
    </section>`;
  }
}

customElements.define('aksis-profile-password', Password);
