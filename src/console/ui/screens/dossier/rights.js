// What the person may ask of us: consents, their data, a restriction, the end of it all; and the
// NIR, shown for a purpose that is written down.
import { AksisElement, can, html, nothing } from '/ui/sdk/1/aksis.js';

import './consents.js';
import './own_data.js';
import './restriction.js';
import './nir.js';

class Rights extends AksisElement {
  static properties = { dossier: { attribute: false }, record: { attribute: false } };

  render() {
    const it = { dossier: this.dossier, record: this.record };
    return html`<div class="grid halves">
      ${
        can('consents.read')
          ? html`<aksis-consents .dossier=${it.dossier} .record=${it.record}></aksis-consents>`
          : nothing
      }
      <div class="stack">
        <aksis-own-data .record=${it.record}></aksis-own-data>
        <aksis-restriction .dossier=${it.dossier} .record=${it.record}></aksis-restriction>
        <aksis-nir .record=${it.record}></aksis-nir>
      </div>
    </div>`;
  }
}

customElements.define('aksis-dossier-rights', Rights);
