// The place of a module's tab or panel in a screen: it lives as long as it is shown.
import { AksisElement, html } from '/ui/sdk/1/aksis.js';

import { mount } from '../shell/contributions.js';

class Contribution extends AksisElement {
  static properties = { contribution: { attribute: false }, given: { attribute: false } };

  #takeOff;

  connectedCallback() {
    super.connectedCallback();
    this.updateComplete.then(() => {
      if (this.isConnected)
        this.#takeOff = mount(this.contribution, this.querySelector('div'), this.given);
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#takeOff?.();
  }

  render() {
    return html`<div></div>`;
  }
}

customElements.define('aksis-contribution', Contribution);
