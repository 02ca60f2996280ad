// The portfolio: whom one accompanies, whom the agency does, what to do with several at once.
import { AksisElement, can, html, icon, loadStyle, nothing, render, router, setQuery, t } from '/ui/sdk/1/aksis.js';
import sheet from 'css:./people.css';

import './search.js';
import { columnsOf, filtersOf } from './columns.js';
import { loadHolders } from './holders.js';
import { Portfolio, fits, mayCreate, scopes, sorted } from './portfolio.js';
import { endRelations, startRelation } from './relation_dialogs.js';

const SHORTCUTS = [{ id: 'still', query: { still: '3' }, icon: 'clock' },
  { id: 'nobody', query: { referent: 'nobody' }, icon: 'person' },
  { id: 'ended', query: { registration: 'ended' }, icon: 'calendar' },
  { id: 'restricted', query: { restricted: 'true' }, icon: 'lock' }];

class People extends AksisElement {
  static properties = { known: { state: true }, problem: { state: true }, searching: { state: true } };

  portfolio = new Portfolio();
  #leave;

  connectedCallback() {
    super.connectedCallback();
    this.#leave = router.onChange(({ kind }) => kind === 'query' && this.requestUpdate());
    this.#read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave();
  }

  async #read() {
    this.problem = undefined;
    try {
      await loadHolders();
      this.known = await this.portfolio.known();
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.problem = problem;
    }
  }

  get scope() {
    const all = scopes();
    const asked = router.query.get('scope');
    // "Mine" is everybody's first list; where no referent is told, all of the agency's.
    return all.includes(asked) ? asked : all[0];
  }

  #page = async ({ cursor, limit, sort, query }) => {
    const rows = await this.portfolio.rows();
    const fitting = sorted(rows.filter((row) => fits(row, { ...query, scope: this.scope })), sort || 'name');
    const from = Number(cursor ?? 0);
    const next = from + limit;
    return { rows: fitting.slice(from, next), total: fitting.length, next: next < fitting.length ? String(next) : undefined };
  };

  #tabs() {
    const all = scopes();
    if (all.length < 2 || !this.known?.referents) return nothing;
    const count = (scope) => this.known.rows.filter((row) => fits(row, { scope })).length;
    const href = (scope) => {
      const query = router.query;
      query.set('scope', scope);
      return `/people?${query}`;
    };
    return html`<aksis-tabs .label=${t('people.scope.label')} .active=${this.scope}
      .tabs=${all.map((id) => ({ id, label: t(`people.scope.${id}`), count: count(id), href: href(id) }))}></aksis-tabs>`;
  }

  #shortcuts() {
    const mine = this.known.rows.filter((row) => fits(row, { scope: this.scope }));
    const found = SHORTCUTS.filter(({ id }) => (id === 'still' ? this.known.changes : id === 'nobody' ? this.known.referents
      : id === 'ended' ? this.known.registration : this.known.restrictions))
      .map((it) => ({ ...it, count: mine.filter((row) => fits(row, it.query)).length })).filter(({ count }) => count);
    if (!found.length) return nothing;
    const on = ({ query }) => Object.entries(query).every(([name, value]) => router.query.getAll(name).includes(value));
    return html`<div class="shortcuts" role="group" aria-label=${t('people.shortcut.label')}>${found.map((it) => html`
      <button type="button" class="chip" aria-pressed=${on(it)} @click=${() => setQuery(Object.fromEntries(
        Object.entries(it.query).map(([name, value]) => [name, on(it) ? null : value])))}>
        ${icon(it.icon)}<span>${t(`people.shortcut.${it.id}`)}</span><span class="badge">${it.count}</span></button>`)}</div>`;
  }

  #bulk() {
    const refuse = (rows) => (can('relations.manage') ? rows.length > 200 ? t('people.bulk.too_many', { count: 200 }) : undefined
      : t('people.bulk.not_allowed'));
    const run = (what) => async (rows, { all, query }) => {
      const people = all ? (await this.portfolio.rows()).filter((row) => fits(row, { ...query, scope: this.scope })) : rows;
      if (!(await what(people))) return false;
      this.portfolio.forget();
      return this.#read();
    };
    return [{ id: 'start', label: t('people.bulk.start'), icon: 'plus', refuse, run: run(startRelation) },
      { id: 'end', label: t('people.bulk.end'), icon: 'minus', danger: true, refuse, run: run(endRelations) }];
  }

  #list() {
    if (this.problem) return html`<aksis-error .problem=${this.problem} .retry=${() => this.#read()}></aksis-error>`;
    if (!this.known) return html`<aksis-loading rows="8"></aksis-loading>`;
    return html`${this.#tabs()}${this.#shortcuts()}
      ${this.portfolio.partial ? html`<div class="notice">${icon('info')}<p>${t('people.partial', { count: this.known.rows.length })}</p></div>` : nothing}
      ${this.known.rows.length ? html`<aksis-filters .filters=${filtersOf(this.known)}></aksis-filters>` : nothing}
      <aksis-list name="people" export-name=${t('people.export_name')} .label=${t('people.title')} .columns=${columnsOf(this.known)}
        .load=${this.#page} default-sort="name" selectable .bulk=${this.#bulk()} .href=${(row) => `/people/${row.id}`}
        .empty=${{ icon: 'people', title: t('people.none'), text: t(mayCreate() ? 'people.none_create' : 'people.none_ask'),
          action: mayCreate() ? { label: t('people.new'), href: '/people/new', icon: 'plus' } : undefined }}></aksis-list>`;
  }

  render() {
    return html`<div class="stack"><aksis-people-search @searching=${(event) => {
      this.searching = event.detail;
    }}></aksis-people-search>
      <div class="stack" ?hidden=${this.searching}>${this.#list()}</div></div>`;
  }
}

customElements.define('aksis-people', People);

export default async function people(element, { setActions }) {
  await loadStyle(sheet);
  const more = [
    can('relations.read') && { label: t('nav.deputies'), icon: 'people', href: '/people/deputies' },
    can('relations.read') && { label: t('nav.groups'), icon: 'folder', href: '/people/groups' },
    can('people.supervise') && { label: t('nav.broken_glass'), icon: 'key', href: '/people/broken-glass' },
  ].filter(Boolean);
  setActions(html`${mayCreate() ? html`<a class="button primary" href="/people/new">${icon('plus')}${t('people.new')}</a>` : nothing}
    ${more.length ? html`<aksis-menu .label=${t('people.more')} .items=${more}></aksis-menu>` : nothing}`);
  render(html`<aksis-people></aksis-people>`, element);
}
