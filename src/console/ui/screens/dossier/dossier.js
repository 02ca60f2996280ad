// The frame of a person's record: who it is, what can be done at once, and the tabs of the host
// and of modules. The tab stands in the query, so that changing it neither reads the person again
// nor leaves.
import {
  AksisElement,
  api,
  can,
  html,
  keyed,
  listen,
  loadStyle,
  navigate,
  onLocale,
  render,
  router,
  t,
  toast,
} from '/ui/sdk/1/aksis.js';
import sheet from 'css:./dossier.css';
import peopleSheet from 'css:../people/people.css';

import { fullName } from '../people/names.js';
import { loadHolders, meet } from '../people/holders.js';
import './header.js';
import './refused.js';
import { actionsOf } from './actions.js';
import { tabsOf } from './tabs.js';

class Dossier extends AksisElement {
  static properties = {
    person: {},
    record: { state: true },
    problem: { state: true },
    tab: { state: true },
  };

  #ends;

  connectedCallback() {
    super.connectedCallback();
    this.#ends = new AbortController();
    const { signal } = this.#ends;
    this.tab = router.query.get('tab') ?? undefined;
    router.onChange(
      ({ kind, query }) => {
        if (kind === 'query') this.tab = query.get('tab') ?? undefined;
      },
      { signal },
    );
    if (can('events.listen'))
      listen(
        ['core.person_changed', 'core.relation_changed', 'core.person_restricted'],
        ({ data }) => {
          if (data?.person === this.person) this.read({ quiet: true });
        },
        { signal },
      );
    onLocale(() => this.record && this.#head(), { signal });
    this.read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.abort();
  }

  /** Reads the person anew; `quiet` keeps what is shown until the answer is there. */
  async read({ quiet = false } = {}) {
    if (!quiet) this.record = this.problem = undefined;
    // Who protects people's data reads no record, and still has duties towards everybody.
    if (!can('people.read')) {
      this.record = { id: this.person, masked: [], contacts: [], identifiers: [], bare: true };
      this.#head();
      return;
    }
    const { signal } = this.#ends;
    const path = `/people/${encodeURIComponent(this.person)}`;
    const also = (permission, part) =>
      can(permission)
        ? api
            .get(`${path}/${part}`, { signal })
            .then(({ data }) => data)
            .catch(() => undefined)
        : undefined;
    try {
      const { data, etag } = await api.get(path, { signal });
      const [state, held, consents] = await Promise.all([
        also('people.read', 'state'),
        also('relations.read', 'relations'),
        also('consents.read', 'consents'),
        loadHolders(),
      ]);
      for (const one of held?.relations ?? [])
        if (one.holder_name) meet({ id: one.holder, name: one.holder_name });
      this.record = {
        ...data,
        etag,
        state,
        relations: held?.relations,
        consents: consents?.consents,
      };
      this.problem = undefined;
      this.#head();
    } catch (problem) {
      if (signal.aborted) return;
      if (problem.status === undefined) throw problem;
      if (quiet && this.record && problem.offline) return;
      this.problem = problem;
      this.record = undefined;
      this.context.setTitle(t('people.dossier'));
      this.context.setActions(undefined);
    }
  }

  #head() {
    const { record } = this;
    this.context.setTitle(record.bare ? t('people.dossier') : fullName(record));
    this.context.setActions(actionsOf(this));
  }

  async copyLink() {
    try {
      await navigator.clipboard.writeText(`${location.origin}/people/${this.person}`);
      toast(t('people.link_copied'));
    } catch {
      toast(t('people.link_failed', { link: `${location.origin}/people/${this.person}` }), {
        kind: 'info',
      });
    }
  }

  render() {
    if (this.problem)
      return html`<aksis-dossier-refused
        .person=${this.person}
        .problem=${this.problem}
        .again=${() => this.read()}
      ></aksis-dossier-refused>`;
    if (!this.record)
      return html`<div class="stack">
        <aksis-loading shape="cards" rows="1"></aksis-loading
        ><aksis-loading rows="6"></aksis-loading>
      </div>`;
    const tabs = tabsOf(this.record);
    const now = tabs.find(({ id }) => id === this.tab) ?? tabs[0];
    if (!now)
      return html`<aksis-empty
        icon="lock"
        .heading=${t('people.refused.role')}
        .text=${t('people.refused.role_text')}
      ></aksis-empty>`;
    const href = (id) =>
      `/people/${this.person}${id === tabs[0].id ? '' : `?tab=${encodeURIComponent(id)}`}`;
    return html`<div class="stack dossier">
      <aksis-dossier-header .dossier=${this} .record=${this.record}></aksis-dossier-header>
      <div>
        <aksis-tabs
          .label=${t('people.tabs')}
          .active=${now.id}
          .tabs=${tabs.map(({ id, label, icon: name }) => ({
            id,
            label,
            icon: name,
            href: href(id),
          }))}
        ></aksis-tabs>
        <section aria-label=${now.label}>
          ${keyed(`${now.id} ${this.person}`, now.render(this))}
        </section>
      </div>
    </div>`;
  }
}

customElements.define('aksis-dossier', Dossier);

export default async function dossier(element, context) {
  await Promise.all([loadStyle(sheet), loadStyle(peopleSheet)]);
  render(
    html`<aksis-dossier .person=${context.params.person} .context=${context}></aksis-dossier>`,
    element,
  );
}

/** Links of other screens name the tab in the path. */
export function tabAddress(element, { params }) {
  navigate(`/people/${params.person}?tab=${encodeURIComponent(params.tab)}`, { replace: true });
}
