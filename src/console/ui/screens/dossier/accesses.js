// Who read or changed the record, in plain words: what somebody may answer when the person asks.
import { api, hasText, html, icon, nothing, t } from '/ui/sdk/1/aksis.js';

import { actorName, loadHolders } from '../people/holders.js';
import { Reading } from '../reading.js';

const KINDS = {
  read: { icon: 'eye' },
  change: { icon: 'edit', kind: 'good' },
  refused: { icon: 'lock', kind: 'warn' },
  alarm: { icon: 'warning', kind: 'bad' },
};

/** An operation in words; one nobody named yet by its area: "competences.profile.save". */
function operationText(id) {
  if (hasText(`people.operation.${id}`)) return t(`people.operation.${id}`);
  const area = id.split('.')[0];
  return hasText(`people.area.${area}`) ? t(`people.area.${area}`) : id;
}

const relationText = (relation) =>
  relation && hasText(`people.by.${relation}`) ? t(`people.by.${relation}`) : relation;

class Accesses extends Reading {
  static properties = { person: {} };

  async read(signal, cursor) {
    await loadHolders();
    const { data } = await api.get(`/people/${this.person}/access-history`, {
      query: { limit: 100, cursor },
      signal,
    });
    return cursor ? { ...data, accesses: [...this.data.accesses, ...data.accesses] } : data;
  }

  /** Opening one page asks for many things: what one person did within a minute is one line. */
  #moments(accesses) {
    const moments = [];
    for (const one of accesses) {
      const last = moments.at(-1);
      const near =
        last &&
        last.actor === one.actor &&
        last.kind === one.kind &&
        last.relation === one.relation &&
        last.reason === one.reason &&
        Date.parse(last.at) - Date.parse(one.at) < 60_000;
      if (near) last.operations.add(one.operation);
      else moments.push({ ...one, operations: new Set([one.operation]) });
    }
    return moments.map((one) => ({
      at: one.at,
      type: one.kind,
      ...KINDS[one.kind],
      title: t(`people.access.${one.kind in KINDS ? one.kind : 'read'}`, {
        who: actorName(one.actor),
      }),
      text: [
        [...new Set([...one.operations].map(operationText))].join(', '),
        one.on_behalf_of && t('people.access.behalf', { who: actorName(one.on_behalf_of) }),
        relationText(one.relation) &&
          t('people.access.because', { why: relationText(one.relation) }),
        one.reason && t('people.access.reason', { reason: one.reason }),
      ]
        .filter(Boolean)
        .join(' · '),
    }));
  }

  show({ accesses, next }) {
    const types = Object.fromEntries(
      [...new Set(accesses.map(({ kind }) => kind))]
        .filter((kind) => kind in KINDS)
        .map((kind) => [kind, t(`people.access.kind.${kind}`)]),
    );
    return html`<aksis-card
      level="2"
      icon="eye"
      .heading=${t('people.tab.accesses')}
      .note=${t('people.access.text')}
    >
      <aksis-timeline
        .items=${this.#moments(accesses)}
        .types=${types}
        .empty=${{ title: t('people.access.none') }}
      ></aksis-timeline>
      ${
        next
          ? html`<div class="buttons">
              <button type="button" class="button" @click=${() => this.reload(next)}>
                ${icon('history')}${t('people.more_rows')}
              </button>
            </div>`
          : nothing
      }</aksis-card
    >`;
  }
}

customElements.define('aksis-dossier-accesses', Accesses);
