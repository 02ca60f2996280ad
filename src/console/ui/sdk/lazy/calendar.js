// What is planned: a list by day first, which everybody can read on a phone; a grid on request.
import { html, nothing } from 'lit';

import { date, time, when } from '../core/formats.js';
import { locale, t } from '../core/i18n.js';
import { navigate } from '../core/router.js';
import { AksisElement, define } from '../elements/element.js';
import { icon } from '../elements/icon.js';

const DAYS = { list: 14, week: 7 };

/** Monday of a day's week, or the first of its month, at midnight. */
function beginOf(view, day) {
  const begin = new Date(day.getFullYear(), day.getMonth(), view === 'month' ? 1 : day.getDate());
  if (view !== 'month') begin.setDate(begin.getDate() - ((begin.getDay() + 6) % 7));
  return begin;
}

function after(view, begin, steps = 1) {
  return view === 'month'
    ? new Date(begin.getFullYear(), begin.getMonth() + steps, 1)
    : new Date(begin.getFullYear(), begin.getMonth(), begin.getDate() + steps * DAYS[view]);
}

const keyOf = (day) => [day.getFullYear(), day.getMonth(), day.getDate()].join('-');

/**
 * `<aksis-calendar .events=[{id, title, start, end, href, kind, detail}] | .load=async({from, to,
 * signal})=>events view="list|week|month" .empty>`;
 * events `period` (detail: {from, to}) and `open` (detail: the event).
 */
class Agenda extends AksisElement {
  static properties = {
    events: { attribute: false },
    load: { attribute: false },
    view: {},
    empty: { attribute: false },
    label: {},
    begin: { state: true },
    loaded: { state: true },
    problem: { state: true },
    gridless: { state: true },
  };

  #abort;
  #grid;

  constructor() {
    super();
    this.view = 'list';
    this.begin = beginOf('list', new Date());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#abort?.abort();
    this.#leaveGrid();
  }

  #leaveGrid() {
    this.#grid?.then(
      (it) => it.destroy(),
      () => {},
    );
    this.#grid = undefined;
  }

  firstUpdated() {
    if (this.load) this.#load();
  }

  get #end() {
    return after(this.view, this.begin);
  }
  get #shown() {
    return [...(this.load ? (this.loaded ?? []) : (this.events ?? []))]
      .filter((it) => when(it.start) < this.#end && when(it.end ?? it.start) >= this.begin)
      .sort((a, b) => when(a.start) - when(b.start));
  }

  async #load() {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    this.problem = undefined;
    try {
      const events = await this.load({ from: this.begin, to: this.#end, signal: abort.signal });
      if (!abort.signal.aborted) this.loaded = events;
    } catch (problem) {
      if (!abort.signal.aborted) this.problem = problem;
    }
  }

  go(begin, view = this.view) {
    this.view = view;
    this.begin = begin;
    this.gridless = false;
    this.say('period', { from: begin, to: this.#end });
    if (this.load) this.#load();
  }

  async updated() {
    const element = this.querySelector('.calendar_grid');
    // A list, or an error in its place: another grid stands in another element.
    if (!element) return this.#leaveGrid();
    this.#grid ??= import('./calendar_grid.js').then(({ makeGrid }) =>
      makeGrid(element, (id) => this.#open(id)),
    );
    const asked = this.#grid;
    try {
      const grid = await asked;
      if (asked === this.#grid) grid.set(this.view, this.begin, this.#shown);
    } catch (error) {
      if (asked !== this.#grid) return undefined;
      // Its code did not come: the list says the same.
      console.warn(error);
      this.#grid = undefined;
      this.gridless = true;
    }
    return undefined;
  }

  #open(id) {
    const it = this.#shown.find((one) => String(one.id) === id);
    if (this.say('open', it) && it?.href) navigate(it.href);
  }

  get #period() {
    const last = new Date(this.#end - 1);
    if (this.view === 'month')
      return new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric' }).format(
        this.begin,
      );
    return new Intl.DateTimeFormat(locale(), {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    }).formatRange(this.begin, last);
  }

  #event(it) {
    const hours = /T/.test(it.start)
      ? `${time(it.start)}${it.end ? ` – ${time(it.end)}` : ''}`
      : t('el.calendar.day');
    return html`<li class="event ${it.kind ?? ''}">
      <time datetime=${it.start}>${hours}</time>
      <div>
        <p class="strong">${it.href ? html`<a href=${it.href}>${it.title}</a>` : it.title}</p>
        ${it.detail ? html`<p class="small quiet">${it.detail}</p>` : nothing}
      </div>
    </li>`;
  }

  #list() {
    const days = new Map();
    for (const it of this.#shown) {
      const day = new Date(Math.max(when(it.start), this.begin));
      days.set(keyOf(day), { day, events: [...(days.get(keyOf(day))?.events ?? []), it] });
    }
    if (!days.size)
      return html`<aksis-empty
        icon="calendar"
        heading=${this.empty?.title ?? t('el.calendar.none')}
        .text=${this.empty?.text ?? ''}
        .action=${this.empty?.action}
      ></aksis-empty>`;
    const weekday = new Intl.DateTimeFormat(locale(), { weekday: 'long' });
    const today = keyOf(new Date());
    return html`<div>
      ${[...days].map(
        ([key, { day, events }]) =>
          html`<section class="day ${key === today ? 'today' : ''}">
            <h4>
              ${weekday.format(day)}
              ${date(day)}${key === today ? html` <span class="badge accent">${t('el.calendar.today')}</span>` : nothing}
            </h4>
            <ul role="list">
              ${events.map((it) => this.#event(it))}
            </ul>
          </section>`,
      )}
    </div>`;
  }

  #body() {
    if (this.problem)
      return html`<aksis-error
        .problem=${this.problem}
        .retry=${() => this.#load()}
      ></aksis-error>`;
    if (this.load && !this.loaded) return html`<aksis-loading rows="6"></aksis-loading>`;
    if (this.gridless)
      return html`<p class="small quiet" role="status">${t('el.calendar.gridless')}</p>
        ${this.#list()}`;
    return this.view === 'list' ? this.#list() : html`<div class="calendar_grid"></div>`;
  }

  render() {
    const button = (name, label, run) =>
      html`<button type="button" class="button round" aria-label=${label} @click=${run}>
        ${icon(name)}
      </button>`;
    return html`<div class="calendar">
      <div class="calendar_bar">
        <div class="buttons">
          ${button('left', t('el.calendar.before'), () => this.go(after(this.view, this.begin, -1)))}
          ${button('right', t('el.calendar.after'), () => this.go(this.#end))}
          <button
            type="button"
            class="button"
            @click=${() => this.go(beginOf(this.view, new Date()))}
          >
            ${t('el.calendar.today')}
          </button>
          <h3 aria-live="polite">${this.#period}</h3>
        </div>
        <div class="segments" role="group" aria-label=${t('el.calendar.how')}>
          ${['list', 'week', 'month'].map(
            (view) =>
              html` <button
                type="button"
                class="button"
                aria-pressed=${this.view === view}
                @click=${() => this.go(beginOf(view, this.begin), view)}
              >
                ${t(`el.calendar.${view}`)}
              </button>`,
          )}
        </div>
      </div>
      ${this.#body()}
    </div>`;
  }
}

define('aksis-calendar', Agenda);
