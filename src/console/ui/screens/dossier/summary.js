// The first tab: how to reach the person, where they live, their registration, who accompanies
// them, what they agreed to, and what changed last.
import {
  AksisElement,
  api,
  can,
  date,
  html,
  icon,
  nothing,
  relative,
  t,
  until,
} from '/ui/sdk/1/aksis.js';

import { commune } from '../people/communes.js';
import { countryName } from '../people/countries.js';
import { actorName, holderName } from '../people/holders.js';
import { coded, fieldName, identifierName } from '../people/names.js';
import { placeName } from '../people/person_schema.js';
import { registrationOf } from '../people/portfolio.js';
import { addressOf } from './actions.js';
import { fieldsText } from './history.js';

const LAST = 5;
const ICONS = { phone: 'phone', mobile: 'phone', email: 'mail' };

/** "06 39 98 00 01": pairs, as numbers are read aloud in France. */
const spaced = (value) =>
  /^0\d{9}$/.test(value) ? value.replace(/(\d{2})(?=\d)/g, '$1\u00a0') : value;

class Summary extends AksisElement {
  static properties = {
    dossier: { attribute: false },
    record: { attribute: false },
    history: { state: true },
  };

  #ends = new AbortController();
  #of;

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.abort();
  }

  willUpdate() {
    const mark = `${this.record.id} ${this.record.etag}`;
    if (mark === this.#of) return;
    this.#of = mark;
    api
      .get(`/people/${this.record.id}/history`, { signal: this.#ends.signal })
      .then(({ data }) => {
        this.history = data;
      })
      .catch((problem) => {
        if (!this.#ends.signal.aborted) this.history = { problem };
      });
  }

  #masked(field) {
    return this.record.masked?.includes(field);
  }

  /** A value, that it is hidden, or that there is none. */
  #fact(field, value, more = {}) {
    if (this.#masked(field))
      return {
        term: fieldName(field),
        value: html`<span class="row masked">${icon('lock')}${t('people.masked_one')}</span>`,
        ...more,
      };
    return { term: fieldName(field), value, ...more };
  }

  #contacts() {
    const { contacts = [] } = this.record;
    if (this.#masked('contacts'))
      return html`<p class="row masked">${icon('lock')}${t('people.masked_one')}</p>`;
    if (!contacts.length)
      return html`<p class="quiet">
        ${t('people.contact.none')}
        ${
          can('people.write')
            ? html`<a href="/people/${this.record.id}/edit#contacts">${t('people.contact.add')}</a>`
            : nothing
        }
      </p>`;
    const sorted = [...contacts].sort(
      (a, b) => Number(b.preferred) - Number(a.preferred) || Number(b.valid) - Number(a.valid),
    );
    return html`<ul class="contacts" role="list">
      ${sorted.map(
        (one) =>
          html`<li>
            ${icon(ICONS[one.kind])}
            <div class="grow">
              <a class=${one.valid ? '' : 'invalid'} href=${addressOf(one)}>${spaced(one.value)}</a>
              <span class="small quiet">${t(`people.contact.${one.kind}`)}</span>
              ${
                one.preferred
                  ? html`<aksis-status
                      kind="good"
                      icon="star"
                      .label=${t('people.contact.preferred')}
                    ></aksis-status>`
                  : nothing
              }
              ${
                one.valid
                  ? nothing
                  : html`<aksis-status
                      kind="warn"
                      .label=${t('people.contact.invalid')}
                    ></aksis-status>`
              }
            </div>
          </li>`,
      )}
    </ul>`;
  }

  #address() {
    const { address, postcode, commune: code } = this.record;
    if (!address && !postcode && !code) return undefined;
    return html`${
      address ? html`<span class="lines_kept">${address}</span><br />` : nothing
    }${postcode}
    ${commune(code)}`;
  }

  #identity() {
    const it = this.record;
    return [
      this.#fact('birth_name', it.birth_name),
      this.#fact('used_name', it.used_name, {
        hidden: !it.used_name && !this.#masked('used_name'),
      }),
      this.#fact('first_names', it.first_names),
      this.#fact('birth_date', it.birth_date && date(it.birth_date)),
      this.#fact(
        'birth_place',
        it.birth_place && html`${until(placeName(it.birth_place), it.birth_place)}`,
      ),
      this.#fact('sex', it.sex && t(`people.sex.${it.sex}`)),
      this.#fact('nationality', it.nationality && countryName(it.nationality)),
      this.#fact('nir', it.nir && html`<span class="mono">${it.nir}</span>`),
      ...(this.#masked('identifiers')
        ? [this.#fact('identifiers')]
        : (it.identifiers ?? []).map(({ kind, value }) => ({
            term: identifierName(kind),
            value: html`<span class="mono">${value}</span>`,
          }))),
    ];
  }

  #registration() {
    const it = this.record;
    if (registrationOf(it) === 'none')
      return html`<p class="quiet">${t('people.registration.none_text')}</p>`;
    return html`<aksis-facts
      .items=${[
        this.#fact(
          'registered_on',
          html`${date(it.registered_on)}
            <span class="quiet">(${relative(it.registered_on)})</span>`,
        ),
        this.#fact('registration_category', coded('category', it.registration_category)),
        this.#fact(
          'registration_ended_on',
          it.registration_ended_on && date(it.registration_ended_on),
          { hidden: !it.registration_ended_on },
        ),
        this.#fact('registration_end_reason', coded('end_reason', it.registration_end_reason), {
          hidden: !it.registration_end_reason,
        }),
      ]}
    ></aksis-facts>`;
  }

  #relations() {
    const { relations } = this.record;
    if (!relations) return nothing;
    return html`<aksis-card
      level="2"
      icon="people"
      .heading=${t('people.tab.relations')}
      .actions=${this.#all('relations', t('people.tab.relations'))}
    >
      ${
        relations.length
          ? html`<ul class="plain_list" role="list">
              ${relations.map(
                (one) =>
                  html`<li>
                    <span class="strong">${holderName(one)}</span>
                    <span class="small quiet"
                      >${t(`people.relation.${one.kind}`)}
                      ${t('people.since', { date: date(one.from) })}</span
                    >
                  </li>`,
              )}
            </ul>`
          : html`<p class="quiet">${t('people.relation.nobody')}</p>`
      }</aksis-card
    >`;
  }

  #consents() {
    const { consents } = this.record;
    if (!consents) return nothing;
    const given = consents.filter((one) => !one.withdrawn_at);
    return html`<aksis-card
      level="2"
      icon="shield"
      .heading=${t('people.consent.title')}
      .actions=${this.#all('rights', t('people.consent.title'))}
    >
      ${
        given.length
          ? html`<ul class="plain_list" role="list">
              ${given.map(
                (one) =>
                  html`<li>
                    <span
                      >${t('people.consent.given', {
                        purpose: coded('purpose', one.purpose),
                      })}</span
                    >
                    <span class="small quiet">${relative(one.given_at)}</span>
                  </li>`,
              )}
            </ul>`
          : html`<p class="quiet">${t('people.consent.none')}</p>`
      }</aksis-card
    >`;
  }

  /** A link beside a card's heading to the tab that holds it all. */
  #all(tab, heading) {
    return html`<a
      class="small nowrap"
      href="/people/${this.record.id}?tab=${tab}"
      aria-label="${t('people.see_all')} – ${heading}"
      >${t('people.see_all')}</a
    >`;
  }

  /** What was saved in one go is one line. */
  #latest() {
    const moments = new Map();
    for (const one of this.history?.changes ?? []) {
      const key = `${one.changed_at} ${one.changed_by}`;
      moments.set(key, [...(moments.get(key) ?? []), one]);
    }
    const changes = [...moments.values()].slice(0, LAST);
    return html`<aksis-card
      level="2"
      icon="history"
      .heading=${t('people.latest')}
      .actions=${this.#all('history', t('people.latest'))}
    >
      ${
        !this.history
          ? html`<aksis-loading rows="3"></aksis-loading>`
          : this.history.problem
            ? html`<p class="bad">${this.history.problem.text}</p>`
            : changes.length
              ? html`<ul class="plain_list" role="list">
                  ${changes.map(
                    (them) =>
                      html`<li>
                        <span>${fieldsText(them)}</span
                        ><span class="small quiet"
                          >${relative(them[0].changed_at)} · ${actorName(them[0].changed_by)}</span
                        >
                      </li>`,
                  )}
                </ul>`
              : html`<p class="quiet">${t('people.history.none')}</p>`
      }</aksis-card
    >`;
  }

  render() {
    return html`<div class="aside">
      <div class="stack">
        <aksis-card level="2" icon="phone" .heading=${t('people.group.contact')}
          >${this.#contacts()}
          <div class="address_block">
            <aksis-facts
              .items=${[this.#fact('address', this.#address(), { wide: true })]}
            ></aksis-facts></div
        ></aksis-card>
        <aksis-card level="2" icon="person" .heading=${t('people.group.identity')}
          ><aksis-facts .items=${this.#identity()}></aksis-facts
        ></aksis-card>
        <aksis-card level="2" icon="calendar" .heading=${t('people.group.registration')}
          >${this.#registration()}</aksis-card
        >
      </div>
      <div class="stack">${this.#relations()}${this.#consents()}${this.#latest()}</div>
    </div>`;
  }
}

customElements.define('aksis-dossier-summary', Summary);
