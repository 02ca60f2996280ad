// Alarms of mass reading: who opened far more records than usual, and what was decided.
import { api, html, icon, relative, router, setQuery, t, toast } from '/ui/sdk/1/aksis.js';

import { actorName, names } from '../administration/names.js';
import { Reading, screenOf } from '../reading.js';
import { ask } from '../people/ask.js';

export const alarmWords = (one) =>
  t('administration.alarm.words', {
    opened: one.opened,
    refused: one.refused,
    allowed: one.allowed,
  });

/** Asks for the finding and the decision. */
export async function settle(one, account) {
  const done = await ask({
    title: t('administration.alarm.settle_of', { name: account.name }),
    text: alarmWords(one),
    action: t('administration.alarm.settle'),
    fields: [
      {
        name: 'decision',
        label: t('administration.alarm.decision'),
        focus: true,
        value: 'keep',
        options: [
          { value: 'keep', label: t('administration.alarm.keep') },
          { value: 'release', label: t('administration.alarm.release') },
        ],
      },
      {
        name: 'finding',
        label: t('administration.alarm.finding'),
        hint: t('administration.alarm.finding_hint'),
        rows: 4,
        min: 3,
        max: 500,
      },
    ],
    run: ({ decision, finding }) =>
      api.post(`/volume-alarms/${one.id}/settle`, {
        finding: finding.trim(),
        release: decision === 'release',
      }),
  });
  if (done) toast(t('administration.alarm.settled'));
  return Boolean(done);
}

class Alarms extends Reading {
  async read(signal) {
    const [all, { data }] = await Promise.all([names(), api.get('/volume-alarms', { signal })]);
    return { all, alarms: data.alarms };
  }

  connectedCallback() {
    super.connectedCallback();
    router.onChange(() => this.requestUpdate(), { signal: this.signal });
  }

  #one(one, all) {
    const account = { id: one.account, name: actorName(all, `account:${one.account}`) };
    return html`<li class="card stack tight">
      <div class="row apart">
        <h2 class="area_name">
          ${icon('bell')}<a href="/administration/users/${one.account}">${account.name}</a>
        </h2>
        <aksis-status
          kind=${one.settled_at ? 'good' : 'warn'}
          .label=${t(one.settled_at ? 'administration.alarm.done' : 'administration.alarm.waits')}
        ></aksis-status>
      </div>
      <p>${alarmWords(one)} <span class="quiet">· ${relative(one.at)}</span></p>
      ${
        one.settled_at
          ? html`<p class="small quiet">
              ${one.finding} – ${actorName(all, one.settled_by)}, ${relative(one.settled_at)}
            </p>`
          : html`<div class="buttons">
              <button
                type="button"
                class="button primary"
                @click=${async () => (await settle(one, account)) && this.reload()}
              >
                ${t('administration.alarm.settle')}
              </button>
            </div>`
      }
    </li>`;
  }

  show({ all, alarms }) {
    const every = router.query.get('show') === 'all';
    const rows = alarms.filter((one) => every || !one.settled_at);
    return html`<div class="stack narrow_page">
      <p class="quiet prose">${t('administration.alarm.intro')}</p>
      <aksis-tabs
        .label=${t('nav.administration.alarms')}
        .active=${every ? 'all' : 'open'}
        .tabs=${[
          { id: 'open', label: t('administration.alarm.open'), href: '/administration/alarms' },
          {
            id: 'all',
            label: t('administration.alarm.all'),
            href: '/administration/alarms?show=all',
          },
        ]}
      ></aksis-tabs>
      ${
        rows.length
          ? html`<ul role="list" class="stack">
              ${rows.map((one) => this.#one(one, all))}
            </ul>`
          : html`<aksis-empty
              icon="circle_check"
              .heading=${t(every ? 'administration.alarm.never' : 'administration.alarm.none')}
              .text=${t('administration.alarm.none_text')}
              .action=${every || !alarms.length ? undefined : { label: t('administration.alarm.see_all'), run: () => setQuery({ show: 'all' }) }}
            ></aksis-empty>`
      }
    </div>`;
  }
}

customElements.define('aksis-alarms', Alarms);
export default screenOf('aksis-alarms');
