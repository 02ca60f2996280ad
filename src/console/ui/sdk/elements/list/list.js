// The list every screen uses: a table at a desk, cards where it is narrow, the same state in both.
import { html, nothing } from 'lit';

import { announce } from '../../core/announce.js';
import { t } from '../../core/i18n.js';
import { preferences } from '../../core/preferences.js';
import { router, setQuery } from '../../core/router.js';
import { AksisElement, define } from '../element.js';
import '../menu.js';
import { bar } from './bar.js';
import { bulkBar, refusedRows } from './bulk.js';
import { cards } from './cards.js';
import { Rows } from './rows.js';
import { skeleton, table } from './table.js';

const NARROW = 640; // px of the list itself, so that a list in a widget is cards too
const OWN = new Set(['sort', 'cursor']);

/** The address's query as an object; a name that is repeated gives a list. */
const asObject = (query) =>
  Object.fromEntries(
    [...new Set(query.keys())]
      .filter((name) => !OWN.has(name))
      .map((name) => [name, query.getAll(name).length > 1 ? query.getAll(name) : query.get(name)]),
  );

/**
 * `<aksis-list>`; properties as in README.md. `label` names the table, `local` keeps the sort out
 * of the address,
 * `plain` leaves the tool bar away. Methods: `reload()`, `clearSelection()`.
 */
class List extends AksisElement {
  static properties = {
    columns: { attribute: false },
    load: { attribute: false },
    rows: { attribute: false },
    key: { attribute: false },
    href: { attribute: false },
    bulk: { attribute: false },
    empty: { attribute: false },
    noun: { attribute: false },
    selectable: { type: Boolean },
    name: {},
    label: {},
    exportName: { attribute: 'export-name' },
    limit: { type: Number },
    local: { type: Boolean },
    plain: { type: Boolean },
    defaultSort: { attribute: 'default-sort' },
    narrow: { state: true },
    chosen: { state: true },
    all: { state: true },
    refused: { state: true },
    ownSort: { state: true },
  };

  data = new Rows(this);
  #watch = new ResizeObserver(([entry]) => {
    this.narrow = entry.contentRect.width < NARROW;
  });
  #leave;
  #asked = '';

  constructor() {
    super();
    this.chosen = new Set();
  }

  connectedCallback() {
    super.connectedCallback();
    this.narrow = (this.clientWidth || innerWidth) < NARROW;
    this.#watch.observe(this);
    this.#leave = router.onChange(({ kind }) => {
      if (kind === 'query' && this.isConnected && !this.local) this.#load();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#watch.disconnect();
    this.#leave?.();
    this.data.stop();
    this.#asked = '';
  }

  get sort() {
    return (this.local ? this.ownSort : router.query.get('sort')) || this.defaultSort || '';
  }
  get order() {
    return { key: this.sort.replace(/^-/, ''), descending: this.sort.startsWith('-') };
  }
  get query() {
    return this.local ? {} : asObject(router.query);
  }
  get filtered() {
    return Object.keys(this.query).length > 0;
  }
  get saved() {
    return (this.name && preferences.get(`list.${this.name}`)) || {};
  }
  get shownColumns() {
    const out = ({ hidden: it }) => (it === 'narrow' ? this.narrow : it);
    const hidden = new Set(
      this.saved.hidden ?? (this.columns ?? []).filter(out).map((it) => it.id),
    );
    return (this.columns ?? []).filter((it) => it.primary || !hidden.has(it.id));
  }
  get chosenRows() {
    return this.data.rows.filter((row) => this.chosen.has(this.keyOf(row)));
  }
  keyOf(row) {
    return this.key ? this.key(row) : row.id;
  }

  save(changes) {
    if (this.name) preferences.set(`list.${this.name}`, { ...this.saved, ...changes });
    this.requestUpdate();
  }

  willUpdate(changes) {
    // A template gives a new `load` with each drawing: what is asked for decides, not the function.
    if (changes.has('rows') || !this.#asked) this.#load(changes.has('rows'));
  }

  #load(force = false) {
    if (!this.load && !this.rows) return;
    const wanted = `${this.sort} ${JSON.stringify(this.query)}`;
    if (!force && wanted === this.#asked) return;
    this.#asked = wanted;
    this.refused = undefined;
    this.clearSelection();
    this.data
      .fetch()
      .then(() => this.isConnected && this.data.state === 'done' && announce(this.summary));
  }

  reload() {
    this.clearSelection();
    return this.data.fetch();
  }

  clearSelection() {
    this.chosen = new Set();
    this.all = false;
  }

  /** Those of these rows that are shown. */
  choose(rows) {
    const shown = new Set(this.data.rows.map((row) => this.keyOf(row)));
    for (const row of rows) {
      const key = this.keyOf(row);
      if (shown.has(key)) this.chosen = new Set(this.chosen).add(key);
    }
  }

  get summary() {
    const { rows, total } = this.data;
    const words = (count) => this.noun?.(count) ?? t('el.list.results', { count });
    if (total === undefined) return t('el.list.first', { count: rows.length });
    return rows.length < total
      ? t('el.list.part', { shown: rows.length, all: words(total) })
      : words(total);
  }

  sortBy(key) {
    const { key: now, descending } = this.order;
    return this.sortTo(key === now && !descending ? `-${key}` : key);
  }

  sortTo(next) {
    if (!this.local) return setQuery({ sort: next });
    this.ownSort = next;
    return this.#load();
  }

  toggle(row, on) {
    const key = this.keyOf(row);
    this.chosen = new Set(this.chosen);
    if (on) this.chosen.add(key);
    else this.chosen.delete(key);
    this.all = false;
    announce(t('el.list.chosen', { count: this.chosen.size }));
  }

  togglePage(on) {
    this.chosen = new Set(on ? this.data.rows.map((row) => this.keyOf(row)) : []);
    this.all = false;
    announce(t('el.list.chosen', { count: this.chosen.size }));
  }

  /** The focus goes to the first of what came, or it would be lost with the button. */
  async more() {
    const before = this.data.rows.length;
    await this.data.fetch(true);
    await this.updateComplete;
    const row = this.querySelectorAll('[data-row]')[before];
    (row?.querySelector('a[href], button, input') ?? row)?.focus();
    announce(this.summary);
  }

  #nothing() {
    if (this.filtered)
      return html`<aksis-empty
        kind="no_result"
        text=${t('el.list.no_result')}
        .action=${{
          label: t('el.list.reset'),
          icon: 'close',
          run: () =>
            setQuery(Object.fromEntries(Object.keys(this.query).map((name) => [name, null]))),
        }}
      ></aksis-empty>`;
    const it = this.empty ?? {};
    return html`<aksis-empty
      icon=${it.icon ?? nothing}
      .heading=${it.title}
      .text=${it.text ?? ''}
      .action=${it.action}
    ></aksis-empty>`;
  }

  #body() {
    const { rows, state, problem } = this.data;
    if (state === 'failed' && !rows.length)
      return html`<aksis-error
        .problem=${problem}
        .retry=${() => this.data.retry()}
      ></aksis-error>`;
    if (state === 'loading') return skeleton(this);
    if (!rows.length) return this.#nothing();
    return this.narrow ? cards(this) : table(this);
  }

  #end() {
    const { next, state, rows } = this.data;
    if (state === 'failed' && rows.length)
      return html`<aksis-error
        .problem=${this.data.problem}
        .retry=${() => this.data.retry()}
      ></aksis-error>`;
    if (!next || state === 'again' || !rows.length) return nothing;
    return html`<div class="list_more">
      <button
        type="button"
        class="button"
        aria-busy=${state === 'more' ? 'true' : nothing}
        @click=${() => state !== 'more' && this.more()}
      >
        ${t('el.list.more')}
      </button>
    </div>`;
  }

  render() {
    return html`<div
      class="list ${this.data.state}"
      aria-busy=${['loading', 'again'].includes(this.data.state)}
    >
      ${this.plain ? nothing : bar(this)}
      ${this.refused ? refusedRows(this) : nothing}${this.#body()}${this.#end()}
      ${this.chosen.size ? bulkBar(this) : nothing}
    </div>`;
  }
}

define('aksis-list', List);
