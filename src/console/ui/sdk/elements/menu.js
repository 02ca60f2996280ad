// A menu of actions. What may not be done stays in it, with the reason under its name.
import { html, nothing } from 'lit';

import { AksisElement, define } from './element.js';
import { icon } from './icon.js';
import { keepPlaced } from './place.js';

/**
 * `<aksis-menu label icon iconOnly small .items=[{label, icon, run|href, danger, refuse, detail}
 * | null]>`; null is a line
 * between groups, `refuse` the reason why an item cannot be used now.
 */
class Menu extends AksisElement {
  static properties = {
    items: { attribute: false },
    label: {},
    icon: {},
    iconOnly: { type: Boolean, attribute: 'icon-only' },
    small: { type: Boolean },
    open: { state: true },
  };

  get #button() {
    return this.querySelector('button');
  }
  get #popover() {
    return this.querySelector('[popover]');
  }
  get #entries() {
    return [...this.querySelectorAll('[role=menuitem]')];
  }

  async show(last = false) {
    this.open = true;
    await this.updateComplete;
    this.#popover.showPopover();
    keepPlaced(this.#popover, this.#button);
    this.#entries.at(last ? -1 : 0)?.focus();
  }

  hide(focus = true) {
    if (this.#popover?.matches(':popover-open')) this.#popover.hidePopover();
    if (focus) this.#button.focus();
  }

  #key(event) {
    const entries = this.#entries;
    const at = entries.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      entries.at(to % entries.length)?.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
      }
      this.hide();
    } else if (event.key.length === 1 && /\S/.test(event.key)) {
      const letter = event.key.toLowerCase();
      const turn = [...entries.slice(at + 1), ...entries.slice(0, at + 1)];
      turn.find((it) => it.innerText.trim().toLowerCase().startsWith(letter))?.focus();
    }
  }

  #take(event, it) {
    if (it.refuse) return event.preventDefault();
    this.hide(!it.href);
    return it.run?.(event);
  }

  #entry(it) {
    if (!it) return html`<div role="separator"></div>`;
    const inner = html`${icon(it.icon)}<span
        >${it.label}${
          it.refuse || it.detail
            ? html`<small class="quiet">${it.refuse || it.detail}</small>`
            : nothing
        }</span
      >`;
    const looks = `menu_item ${it.danger ? 'danger' : ''}`;
    return it.href && !it.refuse
      ? html`<a
          role="menuitem"
          tabindex="-1"
          class=${looks}
          href=${it.href}
          @click=${(event) => this.#take(event, it)}
          >${inner}</a
        >`
      : html`<button
          type="button"
          role="menuitem"
          tabindex="-1"
          class=${looks}
          aria-disabled=${it.refuse ? 'true' : nothing}
          @click=${(event) => this.#take(event, it)}
        >
          ${inner}
        </button>`;
  }

  render() {
    return html`<button
        type="button"
        class="button ${this.small ? 'small' : ''} ${this.iconOnly ? 'quiet round' : ''}"
        aria-haspopup="menu"
        aria-expanded=${Boolean(this.open)}
        aria-controls=${this.open ? this.idOf('menu') : nothing}
        aria-label=${this.iconOnly ? this.label : nothing}
        @click=${() => (this.open ? this.hide() : this.show())}
        @keydown=${(event) => {
          if (!['ArrowDown', 'ArrowUp'].includes(event.key)) return;
          event.preventDefault();
          this.show(event.key === 'ArrowUp');
        }}
      >
        ${icon(this.icon ?? (this.iconOnly ? 'more' : undefined))}${
          this.iconOnly ? nothing : html`${this.label}${icon('down')}`
        }
      </button>
      ${
        this.open
          ? html`<div
              popover="auto"
              role="menu"
              class="menu"
              id=${this.idOf('menu')}
              aria-label=${this.label}
              @keydown=${this.#key}
              @toggle=${(event) => {
                if (event.newState === 'closed') this.open = false;
              }}
            >
              ${(this.items ?? []).map((it) => this.#entry(it))}
            </div>`
          : nothing
      }`;
  }
}

define('aksis-menu', Menu);
