// What holds small content: cards, pairs of terms and values, chips, the link to a person.
import { html, nothing } from 'lit';

import { t } from '../core/i18n.js';
import { AksisElement, define } from './element.js';
import { icon } from './icon.js';
import { action } from './states.js';

/**
 * `<aksis-card heading note icon level="2" flush .actions=[{label, href|run, icon}] |
 * template>…</aksis-card>`.
 * `flush` lets a list or a map reach the edges.
 */
class Card extends AksisElement {
  static properties = {
    heading: {},
    note: {},
    icon: {},
    level: { type: Number },
    href: {},
    flush: { type: Boolean, reflect: true },
    actions: { attribute: false },
  };

  #heading() {
    const inner = html`${icon(this.icon)}${this.href ? html`<a href=${this.href}>${this.heading}</a>` : html`<span>${this.heading}</span>`}`;
    if (this.level === 2) return html`<h2>${inner}</h2>`;
    return this.level === 4 ? html`<h4>${inner}</h4>` : html`<h3>${inner}</h3>`;
  }

  render() {
    if (!this.heading) return nothing;
    const actions = Array.isArray(this.actions)
      ? this.actions.map((it) => action(it, 'small'))
      : this.actions;
    return html`<div class="card_head">
      ${this.#heading()} ${actions ? html`<div class="buttons">${actions}</div>` : nothing}
      ${this.note ? html`<p class="card_note">${this.note}</p>` : nothing}
    </div>`;
  }
}

/**
 * `<aksis-facts .items=[{term, value, href, wide, hidden}]>`; a value that is not there says so.
 */
class Facts extends AksisElement {
  static properties = { items: { attribute: false } };

  #value({ value, href, missing }) {
    if (value === undefined || value === null || value === '')
      return html`<span class="quiet">${missing ?? t('el.facts.missing')}</span>`;
    return href ? html`<a href=${href}>${value}</a>` : value;
  }

  render() {
    return html`<dl class="facts">
      ${(this.items ?? [])
        .filter((it) => it && !it.hidden)
        .map(
          (it) =>
            html` <div class=${it.wide ? 'wide' : nothing}>
              <dt>${it.term}</dt>
              <dd>${this.#value(it)}</dd>
            </div>`,
        )}
    </dl>`;
  }
}

/**
 * `<aksis-chips .items=[{id, label, value, href}] removable label>`: events `remove` (detail: the
 * item) and `clear`.
 * After a removal the focus goes to the next chip, so that a keyboard is not thrown to the top.
 */
class Chips extends AksisElement {
  static properties = { items: { attribute: false }, removable: { type: Boolean }, label: {} };

  async #remove(item, index) {
    this.say('remove', item);
    await this.updateComplete;
    const buttons = [...this.querySelectorAll('.chip > button')];
    (buttons[Math.min(index, buttons.length - 1)] ?? this.querySelector('button'))?.focus();
  }

  render() {
    const items = this.items ?? [];
    if (!items.length) return nothing;
    const words = (it) =>
      html`${
        it.value === undefined
          ? it.label
          : html`<span><span class="quiet">${it.label}${t('el.colon')}</span> ${it.value}</span>`
      }`;
    return html`<ul class="chips" aria-label=${this.label ?? nothing}>
      ${items.map(
        (it, index) =>
          html`<li>
            ${
              this.removable
                ? html`<span class="chip"
                    >${words(it)}<button
                      type="button"
                      @click=${() => this.#remove(it, index)}
                      aria-label=${t('el.chips.remove', { name: it.value === undefined ? it.label : `${it.label} ${it.value}` })}
                    >
                      ${icon('close')}
                    </button></span
                  >`
                : it.href
                  ? html`<a class="chip" href=${it.href}>${words(it)}</a>`
                  : html`<span class="chip">${words(it)}</span>`
            }
          </li>`,
      )}
      ${
        this.removable && items.length > 1
          ? html`<li>
              <button type="button" class="button quiet small" @click=${() => this.say('clear')}>
                ${t('el.chips.clear')}
              </button>
            </li>`
          : nothing
      }
    </ul>`;
  }
}

/**
 * `<aksis-person-link .person={id, name, reference, elsewhere}>`: the name where it may be read,
 * else the reference.
 */
class PersonLink extends AksisElement {
  static properties = { person: { attribute: false }, tab: {} };

  render() {
    const it = this.person;
    if (!it) return nothing;
    const name =
      it.name || [it.given_name, it.used_name ?? it.birth_name].filter(Boolean).join(' ');
    return html`<a class="person_link" href="/people/${it.id}${this.tab ? `/${this.tab}` : ''}">
      ${name || t('el.person.hidden', { reference: it.reference ?? it.id })}</a
    >`;
  }
}

define('aksis-card', Card);
define('aksis-facts', Facts);
define('aksis-chips', Chips);
define('aksis-person-link', PersonLink);
