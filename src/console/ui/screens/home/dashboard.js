// The dashboard: widgets on a grid of the style sheet. Whoever arranges it moves them by pointer
// (pointer.js), by keyboard, or on a phone one place up or down.
import { AksisElement, announce, can, html, nothing, repeat, t, toast } from '/ui/sdk/1/aksis.js';

import { openCatalogue, openRoles } from './catalogue.js';
import { Keeping } from './keeping.js';
import { firstKinds, kinds } from './kinds.js';
import { arranged, giveToRole, inOrder, proposed, stepped, withOneMore } from './layout.js';
import './widget.js';

const NARROW = '(max-width: 47.99rem)';
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 };
const ROW_REM = 4.75;
const GAP_REM = 1;

class Dashboard extends AksisElement {
  static properties = {
    items: { state: true },
    problem: { state: true },
    editing: { type: Boolean },
    picked: { state: true },
    narrow: { state: true },
  };

  #ends;
  #kinds = new Map();
  // Of the layout, but not here: a module that is off, a right that was taken away.
  #away = [];
  #before;
  #letGo;
  #keeping = new Keeping((items) => this.#take(items));

  connectedCallback() {
    super.connectedCallback();
    this.#ends = new AbortController();
    const { signal } = this.#ends;
    const width = matchMedia(NARROW);
    this.narrow = width.matches;
    width.addEventListener(
      'change',
      () => {
        this.narrow = width.matches;
      },
      { signal },
    );
    // What was moved last is kept even when the page goes.
    window.addEventListener('pagehide', () => this.#keeping.flush(), { signal });
    this.#read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#release();
    this.#ends.abort();
    this.#keeping.flush();
  }

  #read = async () => {
    this.problem = undefined;
    try {
      this.#take(await this.#keeping.read(this.#ends.signal));
    } catch (problem) {
      if (this.#ends.signal.aborted) return;
      if (problem.status === undefined) throw problem;
      // The day goes on with what the console proposes.
      this.problem = problem;
      this.#take(undefined);
    }
  };

  #take(items = proposed(firstKinds())) {
    this.#kinds = new Map(kinds().map((one) => [one.id, one]));
    this.#away = items.filter((it) => !this.#kinds.has(it.widget));
    const here = items.filter((it) => this.#kinds.has(it.widget));
    this.items = arranged(here);
  }

  willUpdate(changed) {
    // Names of widgets are in the language of the page.
    if (!changed.size) this.#kinds = new Map(kinds().map((one) => [one.id, one]));
  }

  #keep(items, { order = true } = {}) {
    // What is kept in reading order is the order of a phone.
    this.items = items;
    this.#keeping.keep([...(order ? inOrder(items) : items), ...this.#away]);
  }

  // Places are set by code, which gridstack shares while it works.
  updated() {
    for (const place of this.querySelectorAll('.place')) {
      const it = this.items.find((one) => one.key === place.dataset.key);
      for (const side of ['x', 'y', 'w', 'h'])
        place.style.setProperty(
          `--${side}`,
          side === 'x' || side === 'y' ? it[side] + 1 : it[side],
        );
    }
    this.#hold();
  }

  async #hold() {
    this.#release();
    if (!this.editing || this.narrow || this.picked || !this.items?.length) return;
    const held = (this.#letGo = () => {});
    const { moveByPointer } = await import('./pointer.js');
    const list = this.querySelector('.places');
    if (this.#letGo !== held || !list) return;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const boxes = this.items.map((it) => ({ ...this.#kinds.get(it.widget).size, ...it }));
    this.#letGo = moveByPointer(list, boxes, {
      row: ROW_REM * rem,
      gap: GAP_REM * rem,
      changed: (to) => {
        // Drawn by gridstack already: kept, not drawn again.
        for (const it of this.items) Object.assign(it, to.get(it.key));
        this.#keeping.keep([...inOrder(this.items), ...this.#away]);
      },
    });
  }

  #release() {
    this.#letGo?.();
    this.#letGo = undefined;
  }

  /** Called by the page's buttons. */
  async edit(on) {
    this.editing = on;
    this.picked = undefined;
    if (on) return;
    // In the document as on the screen.
    if (!this.narrow) this.items = inOrder(this.items);
    await this.#keeping.flush();
  }

  catalogue() {
    return openCatalogue(
      [...this.#kinds.values()],
      (kind) => this.items.some((it) => it.widget === kind.id),
      (kind) => {
        this.#keep(withOneMore(this.items, { widget: kind.id, w: kind.size.w, h: kind.size.h }));
        announce(t('home.add.added', { title: kind.title }));
      },
    );
  }

  async reset() {
    const before = this.items;
    const away = this.#away;
    try {
      this.#take(await this.#keeping.reset());
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      toast(problem.text, { kind: 'bad' });
      return;
    }
    toast(t(this.#keeping.origin === 'role' ? 'home.reset.role' : 'home.reset.built_in'), {
      action: {
        label: t('home.undo'),
        run: () => {
          this.#away = away;
          this.#keep(before);
        },
      },
    });
  }

  toRole() {
    return openRoles((role) => giveToRole(role, inOrder(this.items))).catch((problem) => {
      if (problem.status === undefined) throw problem;
      toast(problem.text, { kind: 'bad' });
    });
  }

  #takeOff(it) {
    const before = this.items;
    const { title } = this.#kinds.get(it.widget);
    const at = before.indexOf(it);
    this.#keep(arranged(before.filter((one) => one !== it)), { order: !this.narrow });
    toast(t('home.removed', { title }), {
      action: {
        label: t('home.undo'),
        run: () =>
          this.#keep(arranged([...this.items.slice(0, at), { ...it }, ...this.items.slice(at)]), {
            order: !this.narrow,
          }),
      },
    });
    this.updateComplete.then(() =>
      (
        this.querySelectorAll('aksis-widget')[Math.min(at, this.items.length - 1)]?.querySelector(
          '[data-tool=trash]',
        ) ?? document.querySelector('h1')
      )?.focus(),
    );
  }

  async #shift(it, by) {
    const items = [...this.items];
    const at = items.indexOf(it);
    items.splice(at, 1);
    items.splice(at + by, 0, it);
    // Where it stands on a wide screen is another matter.
    this.#keep(items, { order: false });
    await this.updateComplete;
    const widget = this.#widget(it.key);
    const button = (side) => widget.querySelector(`[data-tool=${side}]:not([disabled])`);
    (button(by < 0 ? 'up' : 'down') ?? button(by < 0 ? 'down' : 'up'))?.focus();
    announce(
      t('home.shifted', {
        title: this.#kinds.get(it.widget).title,
        place: at + by + 1,
        of: items.length,
      }),
    );
  }

  #widget(key) {
    return this.querySelector(`.place[data-key="${CSS.escape(key)}"] > aksis-widget`);
  }

  #pick(it) {
    this.#before = this.items;
    this.picked = it.key;
    announce(t('home.move.picked', { title: this.#kinds.get(it.widget).title }));
  }

  #drop(kept) {
    const it = this.items.find((one) => one.key === this.picked);
    const { title } = this.#kinds.get(it.widget);
    this.picked = undefined;
    if (kept) this.#keep(this.items);
    else this.items = this.#before;
    announce(t(kept ? 'home.move.dropped' : 'home.move.cancelled', { title }));
  }

  #key = (event, it) => {
    if (!event.target.matches('.grip')) return;
    const held = this.picked === it.key;
    const enter = event.key === 'Enter' || event.key === ' ';
    if (enter && !held) this.#pick(it);
    else if (enter || (held && event.key === 'Escape')) this.#drop(enter);
    else if (held && STEPS[event.key]) this.#step(it, event);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  // Going elsewhere puts it down.
  #left(event, it) {
    if (this.picked === it.key && event.target.matches('.grip')) this.#drop(true);
  }

  async #step(it, { key, shiftKey }) {
    const across = key === 'ArrowLeft' || key === 'ArrowRight';
    const side = shiftKey ? (across ? 'w' : 'h') : across ? 'x' : 'y';
    const { title, size } = this.#kinds.get(it.widget);
    this.items = stepped(this.items, it.key, { [side]: STEPS[key] }, size);
    const now = this.items.find((one) => one.key === it.key);
    announce(
      t(shiftKey ? 'home.move.sized' : 'home.move.moved', {
        title,
        column: now.x + 1,
        row: now.y + 1,
        width: now.w,
        height: now.h,
      }),
    );
    await this.updateComplete;
    this.#widget(it.key).scrollIntoView({ block: 'nearest' });
  }

  #place(it, index) {
    return html`<li
      class="place"
      data-key=${it.key}
      @keydown=${(event) => this.#key(event, it)}
      @focusout=${(event) => this.#left(event, it)}
    >
      <aksis-widget
        .kind=${this.#kinds.get(it.widget)}
        .item=${it}
        ?editing=${this.editing}
        ?narrow=${this.narrow}
        ?picked=${this.picked === it.key}
        ?first=${!index}
        ?last=${index === this.items.length - 1}
        @shift=${(event) => this.#shift(it, event.detail)}
        @take-off=${() => this.#takeOff(it)}
        @options=${({ detail }) =>
          this.#keep(
            this.items.map((one) => (one.key === it.key ? { ...one, options: detail } : one)),
          )}
      ></aksis-widget>
    </li>`;
  }

  #empty() {
    if (!this.#kinds.size)
      return html`<aksis-empty
        icon="home"
        .heading=${t('home.empty.nothing')}
        .text=${t('home.empty.nothing_text')}
        .action=${{ label: t('home.empty.profile'), href: '/profile' }}
      ></aksis-empty>`;
    return html`<aksis-empty
      icon="grid"
      .heading=${t('home.empty.title')}
      .text=${t('home.empty.text')}
      .action=${{
        label: t('home.add.open'),
        icon: 'plus',
        run: () => {
          this.say('arrange');
          this.catalogue();
        },
      }}
    ></aksis-empty>`;
  }

  render() {
    if (!this.items) return html`<aksis-loading shape="cards" rows="4"></aksis-loading>`;
    const how = this.narrow ? 'home.how.narrow' : 'home.how.wide';
    return html`${
      this.problem
        ? html`<div class="notice warn" role="status">
            <p class="grow">${t('home.not_read')}</p>
            <button type="button" class="link" @click=${this.#read}>${t('home.again')}</button>
          </div>`
        : nothing
    }
    ${this.editing ? html`<p class="notice" id="dashboard-how">${t(how)}</p>` : nothing}
    ${
      this.items.length
        ? html`<ul
            role="list"
            class="places ${this.editing ? 'arranging' : ''}"
            aria-label=${t('home.widgets')}
          >
            ${repeat(
              this.items,
              (it) => it.key,
              (it, index) => this.#place(it, index),
            )}
          </ul>`
        : this.#empty()
    }`;
  }
}

customElements.define('aksis-dashboard', Dashboard);

export const mayGive = () => can('ui.manage') && can('roles.manage');
