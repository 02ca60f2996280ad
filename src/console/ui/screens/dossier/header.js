// Above the tabs: what tells one person from another, and what must not be overlooked.
import { AksisElement, date, html, icon, nothing, relative, t, time } from '/ui/sdk/1/aksis.js';

import { commune } from '../people/communes.js';
import { openGlass } from '../people/glass.js';
import { holderName } from '../people/holders.js';
import { ageOf, fieldName } from '../people/names.js';
import { registrationOf } from '../people/portfolio.js';

const initials = ({ first_names: first = '', birth_name: last = '', used_name: used }) =>
  ((first[0] ?? '') + ((used || last)[0] ?? '')).toUpperCase();

/** Field by field why it is not shown: by the role, never by chance. */
const maskedText = (record) =>
  t('people.masked', { fields: record.masked.map(fieldName).join(', ') });

class Header extends AksisElement {
  static properties = { dossier: { attribute: false }, record: { attribute: false } };

  #flags() {
    const { state, consents, masked } = this.record;
    const given = consents?.filter((one) => !one.withdrawn_at).length;
    const registered = registrationOf(this.record);
    return html`<div class="row flags">
      ${
        state?.state === 'archived'
          ? html`<aksis-status
              kind="neutral"
              icon="folder"
              .label=${t('people.archived')}
            ></aksis-status>`
          : nothing
      }
      ${
        state?.restricted
          ? html`<a href="/people/${this.record.id}?tab=rights"
              ><aksis-status kind="warn" icon="lock" .label=${t('people.restricted')}></aksis-status
            ></a>`
          : nothing
      }
      ${
        registered === 'none'
          ? nothing
          : html`<aksis-status
              kind=${registered === 'running' ? 'good' : 'neutral'}
              .label=${t(`people.registration.${registered}`)}
            ></aksis-status>`
      }
      ${
        consents
          ? html`<a class="small" href="/people/${this.record.id}?tab=rights"
              >${t('people.consent.count', { count: given })}</a
            >`
          : nothing
      }
      ${
        masked?.length
          ? html`<span class="small quiet row">${icon('eye')}${maskedText(this.record)}</span>`
          : nothing
      }
    </div>`;
  }

  #glass() {
    const glass = openGlass(this.record.id);
    if (!glass) return nothing;
    return html`<div class="notice warn">
      ${icon('key')}
      <div class="grow">
        <p class="strong">${t('people.glass.open_until', { time: time(glass.until) })}</p>
        <p class="small">${t('people.glass.your_reason')} ${glass.reason}</p>
      </div>
    </div>`;
  }

  render() {
    const { record } = this;
    if (record.bare)
      return html`<div class="notice">
        ${icon('info')}
        <p>${t('people.bare')}</p>
      </div>`;
    const referent = record.relations?.find(({ kind }) => kind === 'referent');
    const facts = [
      record.birth_date &&
        html`${t('people.years', { age: ageOf(record) })}
          <span class="quiet"
            >·
            ${t('people.born_on', { date: date(record.birth_date), sex: record.sex ?? '' })}</span
          >`,
      record.commune && html`${icon('pin')}${commune(record.commune)}`,
      record.relations &&
        html`${icon('person')}${
          referent
            ? t('people.referent_is', { name: holderName(referent) })
            : html`<span class="warn">${t('people.no_referent')}</span>`
        }`,
      html`<span class="mono">${record.reference}</span>`,
      html`<span class="quiet">${t('people.changed')} ${relative(record.updated_at)}</span>`,
    ].filter(Boolean);
    return html`${this.#glass()}
      <div class="dossier_head">
        <span class="initials_big" aria-hidden="true">${initials(record) || icon('person')}</span>
        <div class="stack tight grow">
          <ul class="head_facts" role="list">
            ${facts.map((one) => html`<li>${one}</li>`)}
          </ul>
          ${this.#flags()}
        </div>
      </div>`;
  }
}

customElements.define('aksis-dossier-header', Header);
