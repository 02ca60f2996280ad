// Programs that call the API: which, with what rights, until when.
import {
  api,
  can,
  confirm,
  date,
  html,
  icon,
  nothing,
  number,
  relative,
  router,
  t,
} from '/ui/sdk/1/aksis.js';

import { actorName, names, organisationName } from '../administration/names.js';
import { Reading, screenOf } from '../reading.js';
import { grantWords } from '../administration/rights.js';

const SOON_MS = 30 * 86_400_000;
const STATES = { live: 'good', soon: 'warn', suspended: 'bad', expired: 'neutral', revoked: 'bad' };
function stateOf(one) {
  if (one.revoked_at) return 'revoked';
  const left = Date.parse(one.expires_at) - Date.now();
  if (one.suspended_at && left >= 0) return 'suspended';
  return left < 0 ? 'expired' : left < SOON_MS ? 'soon' : 'live';
}

class Clients extends Reading {
  waiting = 'cards';

  connectedCallback() {
    super.connectedCallback();
    router.onChange(() => this.requestUpdate(), { signal: this.signal });
  }

  async read(signal) {
    const [all, { data }] = await Promise.all([names(), api.get('/clients', { signal })]);
    return { all, clients: data.items.map((one) => ({ ...one, state: stateOf(one) })) };
  }

  async #revoke(one) {
    if (
      await confirm({
        title: t('administration.client.revoke_title', { name: one.name }),
        text: t('administration.client.revoke_text'),
        action: t('administration.client.revoke'),
        danger: true,
      })
    )
      await this.act(
        () => api.post(`/clients/${one.id}/revoke`, {}),
        t('administration.client.revoked', { name: one.name }),
      );
  }

  #one(one, all) {
    const live = ['live', 'soon', 'suspended'].includes(one.state);
    return html`<li class="card stack tight">
      <div class="row apart">
        <h2 class="area_name">${icon('plug')}${one.name}</h2>
        <aksis-status
          kind=${STATES[one.state]}
          .label=${t(one.state === 'revoked' ? 'administration.client.state_revoked' : `administration.client.${one.state}`)}
        ></aksis-status>
      </div>
      ${
        one.state === 'suspended'
          ? html`<p class="bad">
              ${t('administration.client.suspended_text')}
              ${can('accounts.manage') ? html`<a href="/administration/alarms">${t('administration.client.see_alarm')}</a>` : nothing}
            </p>`
          : nothing
      }
      <ul role="list" class="stack tight">
        ${one.grants.map((grant) => html`<li>${icon('check')} ${grantWords(grant)}</li>`)}
      </ul>
      <p class="small quiet">
        ${t('administration.client.made', { who: actorName(all, one.created_by), date: date(one.created_at) })}
        ·
        ${one.revoked_at ? html`${t('administration.client.revoked_on')} ${relative(one.revoked_at)}` : t('administration.client.until', { date: date(one.expires_at) })}
        ${one.organisation ? ` · ${organisationName(all, one.organisation)}` : ''} ·
        ${one.rate ? t('administration.client.rate', { count: number(one.rate) }) : t('administration.client.rate_default')}
      </p>
      ${
        live
          ? html`<div class="buttons">
              <button
                type="button"
                class="button danger small"
                aria-label=${t('administration.client.revoke_it', { name: one.name })}
                @click=${() => this.#revoke(one)}
              >
                ${t('administration.client.revoke')}
              </button>
            </div>`
          : nothing
      }
    </li>`;
  }

  show({ all, clients }) {
    const asked = router.query.get('state') ?? 'live';
    const shown = {
      live: (one) => ['live', 'soon', 'suspended'].includes(one.state),
      soon: (one) => one.state === 'soon',
      ended: (one) => ['expired', 'revoked'].includes(one.state),
    };
    const rows = clients.filter(shown[asked] ?? shown.live);
    return html`<div class="stack narrow_page">
      <p class="quiet prose">${t('administration.client.intro')}</p>
      <aksis-tabs
        .label=${t('nav.administration.clients')}
        .active=${asked}
        .tabs=${Object.keys(shown).map((id) => ({
          id,
          label: t(`administration.client.tab.${id}`),
          count: clients.filter(shown[id]).length,
          href: id === 'live' ? '/administration/clients' : `/administration/clients?state=${id}`,
        }))}
      ></aksis-tabs>
      ${
        rows.length
          ? html`<ul role="list" class="stack">
              ${rows.map((one) => this.#one(one, all))}
            </ul>`
          : html`<aksis-empty
              icon="plug"
              .heading=${t('administration.client.none')}
              .action=${{ label: t('nav.administration.client_new'), href: '/administration/clients/new', icon: 'plus' }}
            ></aksis-empty>`
      }
    </div>`;
  }
}

customElements.define('aksis-clients', Clients);
export default screenOf('aksis-clients', ({ setActions }) =>
  setActions(
    html`<a class="button primary" href="/administration/clients/new"
      >${icon('plus')}${t('administration.client.add')}</a
    >`,
  ),
);
