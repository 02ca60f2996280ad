// The portfolio: whom one accompanies, whom the agency does, what to do with several at once.
import {
  AksisElement,
  can,
  html,
  icon,
  loadStyle,
  nothing,
  onLocale,
  render,
  router,
  session,
  setQuery,
  t,
  toast,
} from '/ui/sdk/1/aksis.js';
import sheet from 'css:./people.css';

import './search.js';
import { columns, filters } from './columns.js';
import { loadHolders } from './holders.js';
import { FIRST_SORT, countOf, mayCreate, page, sample, scopes } from './portfolio.js';
import { endRelations, startRelation } from './relation_dialogs.js';

const BULK_MOST = 200;
/** What deserves a look: the filter or the order that shows it. */
const SHORTCUTS = [
  { id: 'still', query: { sort: 'changed' }, icon: 'clock' },
  { id: 'unregistered', query: { registered: 'false' }, icon: 'calendar', counted: true },
];

class People extends AksisElement {
  static properties = {
    known: { state: true },
    counts: { state: true },
    searching: { state: true },
  };

  #ends;

  constructor() {
    super();
    this.known = { communes: [], referents: [] };
    this.counts = {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.#ends = new AbortController();
    router.onChange(({ kind }) => {
      if (kind !== 'query') return;
      this.requestUpdate();
      this.#count();
    }, this.#ends);
    this.#learn();
    this.#count();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.abort();
  }

  /** What the filters offer: the list stands without it. */
  async #learn() {
    await loadHolders();
    try {
      const known = await sample(this.#ends.signal);
      const me = session.account;
      this.known = {
        ...known,
        referents: known.referents.map((one) =>
          one.value === me?.id
            ? { ...one, label: t('people.holder.me', { name: one.label }) }
            : one,
        ),
      };
    } catch (problem) {
      if (problem.status === undefined && !this.#ends.signal.aborted) throw problem;
    }
  }

  async #count() {
    const { scope } = this;
    if (this.countedFor === scope) return;
    this.countedFor = scope;
    const counted = SHORTCUTS.filter((it) => it.counted);
    const counts = await Promise.all(
      counted.map((it) => countOf({ ...it.query, scope }, this.#ends.signal).catch(() => 0)),
    );
    this.counts = Object.fromEntries(counted.map((it, i) => [it.id, counts[i]]));
  }

  get scope() {
    const all = scopes();
    const asked = router.query.get('scope');
    return all.includes(asked) ? asked : all[0];
  }

  #page = ({ query, ...rest }) => page({ ...rest, query: { ...query, scope: this.scope } });

  #tabs() {
    const all = scopes();
    if (all.length < 2) return nothing;
    const href = (scope) => {
      const query = router.query;
      if (scope === all[0]) query.delete('scope');
      else query.set('scope', scope);
      return `/people${String(query) && '?'}${query}`;
    };
    return html`<aksis-tabs
      .label=${t('people.scope.label')}
      .active=${this.scope}
      .tabs=${all.map((id) => ({ id, label: t(`people.scope.${id}`), href: href(id) }))}
    ></aksis-tabs>`;
  }

  #shortcuts() {
    const on = ({ query }) =>
      Object.entries(query).every(([name, value]) => router.query.get(name) === value);
    const found = SHORTCUTS.filter((it) => !it.counted || this.counts[it.id] || on(it));
    return html`<div class="shortcuts" role="group" aria-label=${t('people.shortcut.label')}>
      ${found.map(
        (it) =>
          html` <button
            type="button"
            class="chip"
            aria-pressed=${on(it)}
            @click=${() =>
              setQuery(
                Object.fromEntries(
                  Object.entries(it.query).map(([name, value]) => [name, on(it) ? null : value]),
                ),
              )}
          >
            ${icon(it.icon)}<span>${t(`people.shortcut.${it.id}`)}</span>${
              it.counted ? html`<span class="badge">${this.counts[it.id]}</span>` : nothing
            }
          </button>`,
      )}
    </div>`;
  }

  async #everybody(query) {
    const people = [];
    let cursor;
    do {
      const got = await this.#page({ query, cursor, limit: BULK_MOST, sort: 'created' });
      people.push(...got.rows);
      cursor = got.next;
    } while (cursor && people.length < BULK_MOST);
    if (cursor) toast(t('people.bulk.first', { count: people.length }), { kind: 'info' });
    return people;
  }

  #bulk() {
    const refuse = () => (can('relations.manage') ? undefined : t('people.bulk.not_allowed'));
    const run =
      (what) =>
      async (rows, { all, query }) =>
        what(all ? await this.#everybody(query) : rows);
    return [
      { id: 'start', label: t('people.bulk.start'), icon: 'plus', refuse, run: run(startRelation) },
      {
        id: 'end',
        label: t('people.bulk.end'),
        icon: 'minus',
        danger: true,
        refuse,
        run: run(endRelations),
      },
    ];
  }

  #empty() {
    const mine = this.scope === 'mine' && scopes().length > 1;
    return {
      icon: 'people',
      title: t(mine ? 'people.none_mine' : 'people.none'),
      text: t(mayCreate() ? 'people.none_create' : 'people.none_ask'),
      action: mayCreate()
        ? { label: t('people.new'), href: '/people/new', icon: 'plus' }
        : undefined,
    };
  }

  render() {
    return html`<div class="stack">
      <aksis-people-search
        @searching=${(event) => {
          this.searching = event.detail;
        }}
      ></aksis-people-search>
      <div class="stack people_list" ?hidden=${this.searching}>
        ${this.#tabs()}${this.#shortcuts()}
        <aksis-filters .filters=${filters(this.known)}></aksis-filters>
        <aksis-list
          name="people"
          export-name=${t('people.export_name')}
          .label=${t('people.title')}
          .columns=${columns(this.scope)}
          .load=${this.#page}
          default-sort=${FIRST_SORT}
          .noun=${(count) => t('people.search.count', { count })}
          selectable
          .bulk=${this.#bulk()}
          .href=${(row) => `/people/${row.id}`}
          .empty=${this.#empty()}
        ></aksis-list>
      </div>
    </div>`;
  }
}

customElements.define('aksis-people', People);

export default async function people(element, { setActions, setTitle, signal }) {
  await loadStyle(sheet);
  const head = () => {
    const more = [
      can('relations.read') && {
        label: t('nav.deputies'),
        icon: 'calendar',
        href: '/people/deputies',
      },
      can('relations.read') && { label: t('nav.groups'), icon: 'folder', href: '/people/groups' },
      can('people.supervise') && {
        label: t('nav.broken_glass'),
        icon: 'key',
        href: '/people/broken-glass',
      },
    ].filter(Boolean);
    setTitle(t('people.title'));
    setActions(
      html`${
        more.length
          ? html`<aksis-menu .label=${t('people.more')} .items=${more}></aksis-menu>`
          : nothing
      }
      ${
        mayCreate()
          ? html`<a class="button primary" href="/people/new"
              >${icon('plus')}<span
                >${t('people.add')}<span class="hidden_text"> – ${t('people.new')}</span></span
              ></a
            >`
          : nothing
      }`,
    );
  };
  head();
  onLocale(head, { signal });
  render(html`<aksis-people></aksis-people>`, element);
}
