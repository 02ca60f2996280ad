// Who read or changed the record, in plain words: what somebody may answer when the person asks.
import { AksisElement, api, hasText, html, icon, nothing, t } from '/ui/sdk/1/aksis.js';

import { actorName, loadColleagues } from '../people/holders.js';

const KINDS = { read: { icon: 'eye' }, change: { icon: 'edit', kind: 'good' },
  refused: { icon: 'lock', kind: 'warn' }, alarm: { icon: 'warning', kind: 'bad' } };

/** An operation in words; one nobody named yet by its area: "competences.profile.save". */
function operationText(id) {
  if (hasText(`people.operation.${id}`)) return t(`people.operation.${id}`);
  const area = id.split('.')[0];
  return hasText(`people.area.${area}`) ? t(`people.area.${area}`) : id;
}

const relationText = (relation) => (relation && hasText(`people.by.${relation}`)
  ? t(`people.by.${relation}`) : relation);

class Accesses extends AksisElement {
  static properties = { person: {}, accesses: { state: true }, next: { state: true },
    problem: { state: true }, from: { state: true } };

  #ends = new AbortController();

  connectedCallback() {
    super.connectedCallback();
    this.#ends = new AbortController();
    this.#read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.abort();
  }

  async #read(cursor) {
    const { signal } = this.#ends;
    this.problem = undefined;
    try {
      await loadColleagues();
      const { data } = await api.get(`/people/${this.person}/access-history`, { query: { limit: 100,
        cursor, from: this.from }, signal });
      this.accesses = cursor ? [...this.accesses, ...data.accesses] : data.accesses;
      this.next = data.next;
    } catch (problem) {
      if (!signal.aborted) this.problem = problem;
    }
  }

  /** Opening one page asks for many things: what one person did within a minute is one line. */
  #moments() {
    const moments = [];
    for (const one of this.accesses) {
      const last = moments.at(-1);
      const near = last && last.actor === one.actor && last.kind === one.kind
        && last.relation === one.relation
        && last.reason === one.reason && Date.parse(last.at) - Date.parse(one.at) < 60_000;
      if (near) last.operations.add(one.operation);
      else moments.push({ ...one, operations: new Set([one.operation]) });
    }
    return moments.map((one) => ({ at: one.at, type: one.kind, ...KINDS[one.kind],
      author: undefined,
      title: t(`people.access.${one.kind in KINDS ? one.kind : 'read'}`,
        { who: actorName(one.actor) }),
      text: [[...new Set([...one.operations].map(operationText))].join(', '),
        one.on_behalf_of && t('people.access.behalf', { who: actorName(one.on_behalf_of) }),
        relationText(one.relation) && t('people.access.because',
          { why: relationText(one.relation) }),
        one.reason && t('people.access.reason',
          { reason: one.reason })].filter(Boolean).join(' · ') }));
  }

  render() {
    if (this.problem) return html`<aksis-error .problem=${this.problem}
      .retry=${() => this.#read()}></aksis-error>`;
    if (!this.accesses) return html`<aksis-loading rows="6"></aksis-loading>`;
    const types = Object.fromEntries([...new Set(this.accesses.map(({ kind }) =>
      kind))].filter((kind) => kind in KINDS).map((kind) => [kind,
      t(`people.access.kind.${kind}`)]));
    return html`<aksis-card level="2" icon="eye" .heading=${t('people.tab.accesses')}
      .note=${t('people.access.text')}>
      <aksis-timeline .items=${this.#moments()} .types=${types}
        .empty=${{ title: t('people.access.none') }}></aksis-timeline>
      ${this.next ? html`<div class="buttons"><button type="button" class="button"
        @click=${() => this.#read(this.next)}>${icon('history')}${t('people.more_rows')}</button>
        </div>` : nothing}</aksis-card>`;
  }
}

customElements.define('aksis-dossier-accesses', Accesses);
