// What happened, newest first, by month; older things are folded until they are wanted.
import { html, nothing } from 'lit';

import { date, dateTime, relative, when } from '../core/formats.js';
import { locale, t } from '../core/i18n.js';
import { AksisElement, define } from './element.js';
import { icon } from './icon.js';

const FIRST = 15;
const monthOf = (at) =>
  new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric' }).format(when(at));

/**
 * `<aksis-timeline .items=[{at, title, text, type, kind, icon, href, author, source, actions}]
 * .types={appointment: "Rendez-vous"} .empty>`:
 * with `types`, chips choose what is shown; `kind` (good, warn, bad) colours the point, its icon
 * tells the same.
 */
class Timeline extends AksisElement {
  static properties = {
    items: { attribute: false },
    types: { attribute: false },
    empty: { attribute: false },
    label: {},
    shown: { state: true },
    off: { state: true },
  };

  constructor() {
    super();
    this.shown = FIRST;
    this.off = new Set();
  }

  #toggle(type) {
    this.off = new Set(this.off);
    if (!this.off.delete(type)) this.off.add(type);
    this.shown = FIRST;
  }

  async #older() {
    const before = this.shown;
    this.shown += FIRST;
    await this.updateComplete;
    this.querySelectorAll('.moment')[before]?.focus();
  }

  #moment(it) {
    const exact = /T/.test(it.at) ? dateTime(it.at) : date(it.at);
    return html`<li class="moment ${it.kind ?? ''}" tabindex="-1">
      <span class="moment_mark">${icon(it.icon ?? 'clock')}</span>
      <div class="moment_body">
        <p class="moment_when">
          <span>${exact}</span>
          <span class="quiet">${relative(it.at)}</span>
          ${it.source ? html`<span class="badge">${it.source}</span>` : nothing}
        </p>
        <p class="moment_title">${it.href ? html`<a href=${it.href}>${it.title}</a>` : it.title}</p>
        ${it.text ? html`<p class="moment_text">${it.text}</p>` : nothing}
        ${it.author ? html`<p class="small quiet">${t('el.timeline.by', { name: it.author })}</p>` : nothing}${it.actions ?? nothing}
      </div>
    </li>`;
  }

  render() {
    const items = [...(this.items ?? [])].sort((a, b) => when(b.at) - when(a.at));
    if (!items.length)
      return html`<aksis-empty
        icon="history"
        heading=${this.empty?.title ?? t('el.timeline.none')}
        .text=${this.empty?.text ?? ''}
        .action=${this.empty?.action}
      ></aksis-empty>`;
    const visible = items.filter((it) => !this.off.has(it.type));
    const months = new Map();
    for (const it of visible.slice(0, this.shown))
      months.set(monthOf(it.at), [...(months.get(monthOf(it.at)) ?? []), it]);
    const left = visible.length - this.shown;
    return html`${
      this.types
        ? html`<div class="chips timeline_types" role="group" aria-label=${t('el.timeline.show')}>
            ${Object.entries(this.types).map(
              ([type, label]) =>
                html` <button
                  type="button"
                  class="chip"
                  aria-pressed=${!this.off.has(type)}
                  @click=${() => this.#toggle(type)}
                >
                  ${label}
                  <span class="quiet">${items.filter((it) => it.type === type).length}</span>
                </button>`,
            )}
          </div>`
        : nothing
    }
    ${[...months].map(
      ([month, them]) =>
        html`<section class="month">
          <h3>${month}</h3>
          <ol role="list" aria-label=${month}>
            ${them.map((it) => this.#moment(it))}
          </ol>
        </section>`,
    )}
    ${visible.length ? nothing : html`<p class="quiet">${t('el.timeline.all_off')}</p>`}
    ${left > 0 ? html`<button type="button" class="button" @click=${this.#older}>${t('el.timeline.older', { count: left })}</button>` : nothing}`;
  }
}

define('aksis-timeline', Timeline);
