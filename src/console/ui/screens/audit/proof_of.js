// The proof that one entry is in the log, for whoever checks it elsewhere.
import { AksisElement, api, html, icon, t } from '/ui/sdk/1/aksis.js';

class Proof extends AksisElement {
  static properties = { index: { type: Number }, proof: { state: true }, problem: { state: true } };

  #file;

  disconnectedCallback() {
    super.disconnectedCallback();
    if (this.#file) URL.revokeObjectURL(this.#file);
  }

  async #ask() {
    const ask = async () => (await api.get('/audit/proof', { query: { index: this.index } })).data;
    try {
      // An entry of the last minute stands under no checkpoint yet: one is signed for it.
      this.proof = await ask().catch(async (problem) => {
        if (![400, 404, 422].includes(problem.status)) throw problem;
        await api.post('/audit/checkpoints', {});
        return ask();
      });
      this.#file = URL.createObjectURL(
        new Blob([JSON.stringify(this.proof, null, 2)], { type: 'application/json' }),
      );
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.problem = problem;
    }
  }

  render() {
    if (this.problem) return html`<p class="bad">${this.problem.text}</p>`;
    if (!this.proof)
      return html`<div class="buttons">
        <button type="button" class="button small" @click=${() => this.#ask()}>
          ${icon('shield')}${t('administration.proof.ask')}
        </button>
      </div>`;
    const { size, root, leaf, proof } = this.proof;
    return html`<div class="notice good">
        ${icon('circle_check')}
        <div class="stack tight grow">
          <p>${t('administration.proof.words', { index: this.index, size })}</p>
          <aksis-facts
            .items=${[
              {
                term: t('administration.proof.leaf'),
                value: html`<span class="mono wrap_any small">${leaf}</span>`,
                wide: true,
              },
              {
                term: t('administration.proof.root'),
                value: html`<span class="mono wrap_any small">${root}</span>`,
                wide: true,
              },
              { term: t('administration.proof.steps'), value: proof.length },
            ]}
          ></aksis-facts>
          <p>
            <a href=${this.#file} download="aksis-proof-${this.index}.json"
              >${t('administration.proof.download')}</a
            >
          </p>
        </div>
      </div>`;
  }
}

customElements.define('aksis-audit-proof', Proof);
