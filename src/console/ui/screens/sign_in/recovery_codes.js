// Ten recovery codes, shown this once: printed, copied or saved, and only then left.
import { AksisElement, html, icon, saveFile, t, toast } from '/ui/sdk/1/aksis.js';

class RecoveryCodes extends AksisElement {
  static properties = {
    codes: { attribute: false },
    done: { attribute: false },
    noted: { state: true },
  };

  async #copy() {
    await navigator.clipboard.writeText(this.codes.join('\n'));
    toast(t('sign_in.copied'));
  }

  #save() {
    const words = [t('sign_in.codes.file'), location.origin, '', ...this.codes, ''].join('\r\n');
    saveFile('aksis-codes.txt', 'text/plain', words);
  }

  render() {
    return html`<div class="stack">
      <div class="notice warn">
        ${icon('warning')}
        <p>${t('sign_in.codes.once')}</p>
      </div>
      <ol class="codes mono">
        ${this.codes.map((code) => html`<li>${code}</li>`)}
      </ol>
      <div class="buttons no_print">
        <button type="button" class="button" @click=${() => print()}>
          ${icon('print')}${t('sign_in.codes.print')}
        </button>
        <button type="button" class="button" @click=${this.#copy}>
          ${icon('file')}${t('sign_in.copy')}
        </button>
        <button type="button" class="button" @click=${this.#save}>
          ${icon('download')}${t('sign_in.codes.save')}
        </button>
      </div>
      <label class="choice no_print"
        ><input
          type="checkbox"
          @change=${(event) => {
            this.noted = event.target.checked;
          }}
        />
        <span>${t('sign_in.codes.noted')}</span></label
      >
      <button
        type="button"
        class="button primary wide no_print"
        ?disabled=${!this.noted}
        @click=${() => this.done()}
      >
        ${t('sign_in.continue')}
      </button>
    </div>`;
  }
}

customElements.define('aksis-recovery-codes', RecoveryCodes);
