// The proof that one entry is in the log, for whoever checks it elsewhere.
import { AksisElement, api, html, icon, saveFile, t } from '/ui/sdk/1/aksis.js';

class Proof extends AksisElement {
  static properties = { index: { type: Number }, proof: { state: true }, problem: { state: true } };

  async #ask() {
    const ask = async () => (await api.get('/audit/proof', { query: { index: this.index } })).data;
    try {
      // An entry of the last minute stands under no checkpoint yet: one is signed for it.
      this.proof = await ask().catch(async (problem) => {
        if (![400, 404, 422].includes(problem.status)) throw problem;
        await api.post('/audit/checkpoints', {});
        return ask();
      });
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.problem = problem;
    }
  }

  #save() {
    const words = JSON.stringify(this.proof, null, 2);
    saveFile(`aksis-proof-${this.index}.json`, 'application/json', words);
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
        <div class="buttons">
          <button type="button" class="button small" @click=${() => this.#save()}>
            ${icon('download')}${t('administration.proof.download')}
          </button>
        </div>
      </div>
    </div>`;
  }
}

customElements.define('aksis-audit-proof', Proof);
