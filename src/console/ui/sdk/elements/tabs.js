// Tabs: links when each has an address (the browser's back works), else the pattern of ARIA with
// arrow keys.
import { html, nothing } from 'lit';

import { AksisElement, define } from './element.js';
import { icon } from './icon.js';

/**
 * `<aksis-tabs label active .tabs=[{id, label, count, icon, href, render()}]>`; event `tab`
 * (detail: the id). Instead
 * of `render`, children with `data-tab="id"` are shown and hidden.
 */
class Tabs extends AksisElement {
  static properties = { tabs: { attribute: false }, active: { reflect: true }, label: {} };

  willUpdate() {
    const tabs = this.tabs ?? [];
    if (!tabs.some((it) => it.id === this.active)) this.active = tabs[0]?.id;
  }

  updated(changes) {
    for (const panel of this.querySelectorAll(':scope > [data-tab]')) {
      panel.hidden = panel.dataset.tab !== this.active;
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', this.idOf(panel.dataset.tab));
    }
    // What is active may lie outside of a narrow row.
    if (changes.has('active'))
      this.querySelector('.tab.active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  show(id, focus = false) {
    this.active = id;
    this.say('tab', id);
    if (focus) this.updateComplete.then(() => this.querySelector('.tab.active')?.focus());
  }

  #key(event) {
    const at = this.tabs.findIndex((it) => it.id === this.active);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.tabs.length - 1 }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    this.show(this.tabs.at(to % this.tabs.length).id, true);
  }

  #words(it) {
    return html`${icon(it.icon)}${it.label}${it.count === undefined ? nothing : html`<span class="badge">${it.count}</span>`}`;
  }

  render() {
    const tabs = this.tabs ?? [];
    if (tabs[0]?.href)
      return html`<nav class="tabs" aria-label=${this.label ?? nothing}>
        ${tabs.map(
          (it) =>
            html` <a
              class="tab ${it.id === this.active ? 'active' : ''}"
              href=${it.href}
              aria-current=${it.id === this.active ? 'page' : nothing}
              >${this.#words(it)}</a
            >`,
        )}
      </nav>`;
    const shown = tabs.find((it) => it.id === this.active);
    return html`<div
        class="tabs"
        role="tablist"
        aria-label=${this.label ?? nothing}
        @keydown=${this.#key}
      >
        ${tabs.map(
          (it) =>
            html`<button
              type="button"
              role="tab"
              id=${this.idOf(it.id)}
              class="tab ${it === shown ? 'active' : ''}"
              aria-selected=${it === shown}
              aria-controls=${it.render ? this.idOf('panel') : nothing}
              tabindex=${it === shown ? 0 : -1}
              @click=${() => this.show(it.id)}
            >
              ${this.#words(it)}
            </button>`,
        )}
      </div>
      ${
        shown?.render
          ? html`<div
              role="tabpanel"
              id=${this.idOf('panel')}
              tabindex="0"
              aria-labelledby=${this.idOf(shown.id)}
            >
              ${shown.render()}
            </div>`
          : nothing
      }`;
  }
}

define('aksis-tabs', Tabs);
