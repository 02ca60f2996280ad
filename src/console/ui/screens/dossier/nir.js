// The number of social security: read with a factor shown again and a purpose, kept in memory for
// a minute and nowhere else.
import { AksisElement, announce, api, can, html, icon, nothing, t } from '/ui/sdk/1/aksis.js';

import { ask } from '../people/ask.js';

const SHOWN_MS = 60_000;
const spaced = (nir) => nir.replace(/^(.)(..)(..)(..)(...)(...)(..)$/, '$1 $2 $3 $4 $5 $6 $7');

class Nir extends AksisElement {
  static properties = { record: { attribute: false }, nir: { state: true } };

  #later;

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#hide();
  }

  #hide() {
    clearTimeout(this.#later);
    this.nir = undefined;
  }

  /** A role may name the right and mask the field: the server alone knows which masks are on. */
  async #ask(reason) {
    try {
      return (await api.post(`/people/${this.record.id}/nir`, { reason })).data;
    } catch (problem) {
      if (problem.status !== 403 || problem.errors.length) throw problem;
      const text = t('people.nir.role');
      throw Object.assign(new Error(text), { status: 403, text, errors: [] });
    }
  }

  async #show() {
    const answer = await ask({
      title: t('people.nir.title'),
      text: t('people.nir.text'),
      action: t('people.nir.action'),
      size: 's',
      fields: [
        {
          name: 'reason',
          label: t('people.nir.purpose'),
          hint: t('people.nir.purpose_hint'),
          rows: 3,
          min: 10,
          focus: true,
        },
      ],
      run: ({ reason }) => this.#ask(reason.trim()),
    });
    if (!answer) return;
    this.nir = answer.nir;
    announce(t('people.nir.shown'));
    this.#later = setTimeout(() => this.#hide(), SHOWN_MS);
  }

  render() {
    if (this.record.bare) return nothing;
    const { masked = [], nir } = this.record;
    const hidden = masked.includes('nir');
    if (!hidden && !nir && !can('people.nir')) return nothing;
    return html`<aksis-card level="2" icon="key" .heading=${t('people.field.nir')}
      ><div class="stack tight">
        ${
          this.nir
            ? html`<p class="nir mono" role="status">${spaced(this.nir)}</p>
                <p class="small quiet">${t('people.nir.minute')}</p>
                <div class="buttons">
                  <button type="button" class="button" @click=${this.#hide}>
                    ${t('people.nir.hide')}
                  </button>
                </div>`
            : hidden
              ? html`<p class="row masked">${icon('lock')}${t('people.nir.masked')}</p>`
              : nir
                ? html`<p class="nir mono">${nir}</p>
                    <p class="small quiet">${t('people.nir.kept')}</p>
                    ${
                      can('people.nir')
                        ? html`<div class="buttons">
                            <button type="button" class="button" @click=${this.#show}>
                              ${icon('eye')}${t('people.nir.show')}
                            </button>
                          </div>`
                        : nothing
                    }`
                : html`<p class="quiet">${t('people.nir.none')}</p>`
        }
      </div></aksis-card
    >`;
  }
}

customElements.define('aksis-nir', Nir);
