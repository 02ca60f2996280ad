// What people's data are used for: what the law asks for, and what the person agreed to or took
// back.
import { api, can, html, icon, nothing, relative, t, toast } from '/ui/sdk/1/aksis.js';

import { ask } from '../people/ask.js';
import { actorName } from '../people/holders.js';
import { Reading } from '../reading.js';

class Consents extends Reading {
  static properties = { dossier: { attribute: false }, record: { attribute: false } };

  async read(signal) {
    const [purposes, consents] = await Promise.all([
      api.get('/purposes', { signal }),
      api.get(`/people/${this.record.id}/consents`, { signal }),
    ]);
    return { purposes: purposes.data.purposes, consents: consents.data.consents };
  }

  async #change(purpose, withdraw) {
    const name = withdraw ? 'withdraw' : 'give';
    const answer = await ask({
      title: t(`people.consent.${name}_title`, { purpose: purpose.label }),
      text: t(`people.consent.${name}_text`),
      fields: [
        {
          name: 'how',
          label: t(`people.consent.${name}_how`),
          hint: t('people.consent.how_hint'),
          rows: 3,
          min: 3,
          focus: true,
        },
      ],
      action: t(`people.consent.${name}`),
      run: async ({ how }) =>
        (
          await api.post(`/people/${this.record.id}/consents${withdraw ? '/withdraw' : ''}`, {
            purpose: purpose.code,
            how: how.trim(),
          })
        ).data,
    });
    if (!answer) return;
    this.data = { ...this.data, consents: answer.consents };
    toast(t(`people.consent.${name}_done`));
    this.dossier.read({ quiet: true });
  }

  #consented(purpose) {
    const all = this.data.consents
      .filter((one) => one.purpose === purpose.code)
      .sort((a, b) => b.given_at.localeCompare(a.given_at));
    const now = all.find((one) => !one.withdrawn_at);
    const last = all[0];
    const told = now
      ? html`${t('people.consent.since')} ${relative(now.given_at)} · ${now.how} ·
        ${actorName(now.by)}`
      : last
        ? html`${t('people.consent.taken_back')} ${relative(last.withdrawn_at)} ·
          ${last.withdrawn_how} · ${actorName(last.withdrawn_by)}`
        : t('people.consent.never');
    return html`<li class="held">
      <div class="grow">
        <p class="row">
          <strong>${purpose.label}</strong>
          <aksis-status
            kind=${now ? 'good' : 'neutral'}
            .label=${t(now ? 'people.consent.yes' : 'people.consent.no')}
          ></aksis-status>
        </p>
        <p class="small quiet">${told}</p>
      </div>
      ${
        can('consents.manage')
          ? html`<button
              type="button"
              class="button small nowrap"
              aria-label="${t(
                now ? 'people.consent.withdraw' : 'people.consent.give',
              )} : ${purpose.label}"
              @click=${() => this.#change(purpose, now)}
            >
              ${t(now ? 'people.consent.withdraw' : 'people.consent.give')}
            </button>`
          : nothing
      }
    </li>`;
  }

  show({ purposes }) {
    return html`<ul role="list" class="held_list">
        ${purposes.filter((it) => it.needs_consent).map((it) => this.#consented(it))}
      </ul>
      <h3 class="small_title">${t('people.consent.law')}</h3>
      <ul class="plain_list" role="list">
        ${purposes
          .filter((it) => !it.needs_consent)
          .map(
            (it) =>
              html`<li class="row">
                ${icon('check')}<span class="grow"
                  >${it.label}
                  <span class="small quiet">· ${t(`people.basis.${it.legal_basis}`)}</span></span
                >
              </li>`,
          )}
      </ul>`;
  }

  render() {
    return html`<aksis-card
      level="2"
      icon="shield"
      .heading=${t('people.consent.title')}
      .note=${t('people.consent.text')}
      >${super.render()}</aksis-card
    >`;
  }
}

customElements.define('aksis-consents', Consents);
