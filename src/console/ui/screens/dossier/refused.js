// A record that does not open: because one does not accompany the person, because it is gone,
// because nobody ever had this id, or because one opened too many. What can be done next stands
// beside the reason.
import { AksisElement, can, html, icon, nothing, t } from '/ui/sdk/1/aksis.js';

import { breakGlass } from '../people/glass.js';

class Refused extends AksisElement {
  static properties = { person: {}, problem: { attribute: false }, again: { attribute: false } };

  async #open() {
    if (await breakGlass(this.person)) this.again();
  }

  #closed() {
    const glass = can('people.break_glass');
    return html`<div class="card refused">
      <span class="disc">${icon('lock')}</span>
      <h2>${t('people.refused.closed')}</h2>
      <p class="quiet">${t('people.refused.closed_text')}</p>
      <ul class="consequences" role="list">
        <li>${icon('people')}<span>${t('people.refused.ask')}</span></li>
        <li>${icon('link')}<span>${t('people.refused.check')}</span></li>
        ${glass ? html`<li>${icon('key')}<span>${t('people.refused.glass')}</span></li>` : nothing}
      </ul>
      <div class="buttons">
        ${
          glass
            ? html`<button type="button" class="button primary" @click=${this.#open}>
                ${icon('key')}${t('people.glass.open')}
              </button>`
            : nothing
        } <a class="button" href="/people">${t('people.refused.back')}</a>
      </div>
    </div>`;
  }

  #gone() {
    return html`<div class="card refused">
      <span class="disc">${icon('compass')}</span>
      <h2>${t('people.refused.gone')}</h2>
      <p class="quiet">${t('people.refused.gone_text')}</p>
      <div class="buttons">
        <a class="button primary" href="/people">${t('people.refused.back')}</a>
      </div>
    </div>`;
  }

  /** The server ended the sessions of who opened that many: no reason opens anything now. */
  #stopped() {
    return html`<div class="card refused">
      <span class="disc">${icon('warning')}</span>
      <h2>${t('people.refused.volume')}</h2>
      <p class="quiet">${t('people.refused.volume_text')}</p>
    </div>`;
  }

  render() {
    if (this.problem.errors?.some(({ pointer }) => pointer === '/volume')) return this.#stopped();
    if (this.problem.status === 403) return this.#closed();
    if ([404, 410, 400].includes(this.problem.status)) return this.#gone();
    return html`<aksis-error .problem=${this.problem} .retry=${this.again}></aksis-error>`;
  }
}

customElements.define('aksis-dossier-refused', Refused);
