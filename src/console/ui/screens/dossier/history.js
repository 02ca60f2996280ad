// Where each value of the record comes from, and what it replaced.
import { AksisElement, api, html, list, relative, t } from '/ui/sdk/1/aksis.js';

import { actorName } from '../people/holders.js';
import { coded, fieldName } from '../people/names.js';

const GROUPS = {
  identity: [
    'birth_name',
    'used_name',
    'first_names',
    'birth_date',
    'birth_place',
    'sex',
    'nationality',
    'nir',
  ],
  contact: ['contacts'],
  address: ['address', 'postcode', 'commune'],
};
const groupOf = (field) =>
  Object.keys(GROUPS).find((name) => GROUPS[name].includes(field)) ?? 'registration';

/** Contacts are kept as their list; what reads is the values alone. */
function shown(field, value) {
  if (field !== 'contacts')
    return coded(field === 'registration_category' ? 'category' : field, value);
  try {
    return JSON.parse(value)
      .map((one) => one.value)
      .join(', ');
  } catch {
    return value;
  }
}

/** "Prénoms, date de naissance et commune" */
export const fieldsText = (changes) =>
  list(
    changes.map((one, i) => {
      const name = fieldName(one.field);
      return i ? name[0].toLowerCase() + name.slice(1) : name;
    }),
  );

class History extends AksisElement {
  static properties = {
    person: {},
    record: { attribute: false },
    told: { state: true },
    problem: { state: true },
  };

  #ends = new AbortController();
  #of;

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.abort();
  }

  willUpdate() {
    if (this.#of === this.record.etag) return;
    this.#of = this.record.etag;
    this.#read();
  }

  async #read() {
    this.problem = undefined;
    try {
      this.told = (
        await api.get(`/people/${this.person}/history`, { signal: this.#ends.signal })
      ).data;
    } catch (problem) {
      if (!this.#ends.signal.aborted) this.problem = problem;
    }
  }

  /** What one person saved in one go is one moment. */
  #moments() {
    const moments = new Map();
    for (const one of this.told.changes) {
      const key = `${one.changed_at} ${one.changed_by} ${one.source} ${groupOf(one.field)}`;
      moments.set(key, [...(moments.get(key) ?? []), one]);
    }
    return [...moments.values()].map((them) => {
      const before = them.filter((one) => one.before);
      return {
        at: them[0].changed_at,
        type: groupOf(them[0].field),
        icon: 'edit',
        author: actorName(them[0].changed_by),
        source: t(`people.source.${them[0].source}`),
        title: fieldsText(them),
        text: before.length
          ? before
              .map((one) =>
                t('people.history.before', {
                  field: fieldName(one.field),
                  value: shown(one.field, one.before),
                }),
              )
              .join(' · ')
          : undefined,
      };
    });
  }

  #provenance() {
    const fields = this.told.fields.filter(({ field }) => !this.record.masked?.includes(field));
    return html`<aksis-list
      local
      plain
      .label=${t('people.history.provenance')}
      .rows=${fields}
      .key=${(row) => row.field}
      .columns=${[
        {
          id: 'field',
          label: t('people.history.field'),
          primary: true,
          value: (row) => fieldName(row.field),
        },
        {
          id: 'source',
          label: t('people.history.source'),
          value: (row) => t(`people.source.${row.source}`),
        },
        {
          id: 'changed_by',
          label: t('people.history.by'),
          value: (row) => actorName(row.changed_by),
        },
        {
          id: 'changed_at',
          label: t('people.history.at'),
          value: (row) => row.changed_at,
          render: (row) => relative(row.changed_at),
        },
      ]}
    ></aksis-list>`;
  }

  render() {
    if (this.problem)
      return html`<aksis-error
        .problem=${this.problem}
        .retry=${() => this.#read()}
      ></aksis-error>`;
    if (!this.told) return html`<aksis-loading rows="6"></aksis-loading>`;
    const changed = new Set(this.told.changes.map(({ field }) => groupOf(field)));
    const types = Object.fromEntries(
      ['identity', 'contact', 'address', 'registration']
        .filter((id) => changed.has(id))
        .map((id) => [id, t(`people.group.${id}`)]),
    );
    return html`<div class="stack">
      <aksis-card level="2" icon="history" .heading=${t('people.history.title')}>
        <aksis-timeline
          .items=${this.#moments()}
          .types=${types}
          .empty=${{ title: t('people.history.none') }}
        ></aksis-timeline
      ></aksis-card>
      <aksis-card
        level="2"
        icon="file"
        .heading=${t('people.history.provenance')}
        .note=${t('people.history.provenance_text')}
        >${this.#provenance()}</aksis-card
      >
    </div>`;
  }
}

customElements.define('aksis-dossier-history', History);
