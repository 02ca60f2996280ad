// How the console looks to one person.
import { AksisElement, html, icon, locale, preferences, session, t } from '/ui/sdk/1/aksis.js';

const CHOICES = {
  theme: ['system', 'light', 'dark', 'contrast'],
  density: ['comfortable', 'compact'],
  motion: ['system', 'less'],
  language: ['fr', 'en'],
};

class Looks extends AksisElement {
  #quiet;

  connectedCallback() {
    super.connectedCallback();
    this.#quiet = preferences.onChange(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#quiet();
  }

  #choice(name, values) {
    const now = name === 'language' ? locale() : (preferences.get(name) ?? values[0]);
    return html`<div class="field">
      <label for="looks-${name}">${t(`session.looks.${name}`)}</label>
      <select id="looks-${name}" @change=${(event) => preferences.set(name, event.target.value)}>
        ${values.map(
          (value) =>
            html`<option value=${value} .selected=${value === now}>
              ${name === 'theme' ? t(`shell.theme.${value}`) : t(`session.${name}.${value}`)}
            </option>`,
        )}
      </select>
    </div>`;
  }

  render() {
    return html`<section class="card">
      <div class="stack">
        <h2>${icon('person')}${session.account?.name}</h2>
        <p class="quiet">${t('session.login_is', { login: session.account?.login })}</p>
        <div class="pairs">
          ${Object.entries(CHOICES).map(([name, values]) => this.#choice(name, values))}
        </div>
      </div>
    </section>`;
  }
}

customElements.define('aksis-profile-looks', Looks);
