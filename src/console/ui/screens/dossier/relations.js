// Who accompanies the person, since when and why; whom they are entrusted to next.
import { api, can, date, html, icon, nothing, t } from '/ui/sdk/1/aksis.js';

import { actorName, holderName } from '../people/holders.js';
import { endRelation, startRelation } from '../people/relation_dialogs.js';
import { Reading } from '../reading.js';

const ICONS = { referent: 'person', group: 'people', agency: 'building', instructor: 'scale' };
const ORDER = ['referent', 'agency', 'group', 'instructor'];

class Relations extends Reading {
  static properties = { dossier: { attribute: false }, record: { attribute: false } };

  async read(signal) {
    const [relations, deputies] = await Promise.all([
      api.get(`/people/${this.record.id}/relations`, { query: { ended: true }, signal }),
      api.get('/deputies', { signal }).catch(() => ({ data: { deputies: [] } })),
    ]);
    return { all: relations.data.relations, deputies: deputies.data.deputies };
  }

  async #changed(promise) {
    if (!(await promise)) return;
    this.reload();
    this.dossier.read({ quiet: true });
  }

  #deputy(one) {
    if (one.kind !== 'referent') return nothing;
    const now = Date.now();
    const standing = this.data.deputies.find(
      (it) =>
        it.account === one.holder &&
        !it.ended_at &&
        Date.parse(it.from) <= now &&
        Date.parse(it.until) > now,
    );
    return standing
      ? html`<p class="small row">
          ${icon('refresh')}${t('people.deputy.stands_in', {
            who: holderName({ kind: 'referent', holder: standing.deputy }),
            date: date(standing.until),
          })}
        </p>`
      : nothing;
  }

  #present(one) {
    return html`<li class="held">
      ${icon(ICONS[one.kind])}
      <div class="grow">
        <p>
          <strong>${holderName(one)}</strong>
          <span class="quiet">· ${t(`people.relation.${one.kind}`)}</span>
        </p>
        <p class="small quiet">${t('people.since', { date: date(one.from) })} · ${one.reason}</p>
        ${this.#deputy(one)}
      </div>
      ${
        can('relations.manage')
          ? html`<button
              type="button"
              class="button small"
              @click=${() => this.#changed(endRelation(this.record.id, one))}
              aria-label=${t('people.relation.end_of', { who: holderName(one) })}
            >
              ${t('people.relation.end')}
            </button>`
          : nothing
      }
    </li>`;
  }

  #past(ended) {
    if (!ended.length) return nothing;
    return html`<aksis-card level="2" icon="history" .heading=${t('people.relation.past')}
      ><aksis-timeline
        .items=${ended.map((one) => ({
          at: one.until,
          icon: ICONS[one.kind],
          title: `${holderName(one)} · ${t(`people.relation.${one.kind}`)}`,
          text: t('people.relation.from_to', {
            from: date(one.from),
            to: date(one.until),
            why: one.end_reason || one.reason,
          }),
          author: actorName(one.ended_by),
        }))}
      ></aksis-timeline
    ></aksis-card>`;
  }

  show({ all }) {
    const present = all
      .filter((one) => !one.until)
      .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
    const start = {
      label: t('people.action.entrust'),
      icon: 'plus',
      run: () => this.#changed(startRelation([this.record])),
    };
    const actions = [
      ...(can('relations.manage') ? [start] : []),
      { label: t('nav.deputies'), href: '/people/deputies', icon: 'calendar' },
    ];
    return html`<div class="stack">
      <aksis-card
        level="2"
        icon="people"
        .heading=${t('people.relation.present')}
        .note=${t('people.relation.note')}
        .actions=${actions}
      >
        ${
          present.length
            ? html`<ul role="list" class="held_list">
                ${present.map((one) => this.#present(one))}
              </ul>`
            : html`<aksis-empty
                icon="person"
                .heading=${t('people.relation.nobody')}
                .action=${can('relations.manage') ? start : undefined}
              ></aksis-empty>`
        } </aksis-card
      >${this.#past(all.filter((one) => one.until))}
    </div>`;
  }
}

customElements.define('aksis-dossier-relations', Relations);
