// Alarms of mass reading: who opened far more records than usual, and what was decided.
import { api, can, html, icon, relative, router, setQuery, t, toast } from '/ui/sdk/1/aksis.js';

import { actorName, names } from '../administration/names.js';
import { Reading, ifAllowed, screenOf } from '../reading.js';
import { ask } from '../people/ask.js';

export const alarmWords = (one) =>
  t('administration.alarm.words', {
    opened: one.opened,
    refused: one.refused,
    shown: one.shown,
    allowed: one.allowed,
  });

const PROGRAM = 'client:';

/** Who it is about, and where: an account, or a program under "client:ID". */
function readerOf(one, { all, clients }) {
  if (!one.account.startsWith(PROGRAM))
    return {
      name: actorName(all, `account:${one.account}`),
      href: `/administration/users/${one.account}`,
    };
  const client = clients.find(({ id }) => id === one.account.slice(PROGRAM.length));
  return {
    name: client?.name ?? actorName(all, one.account),
    href: client && '/administration/clients',
  };
}

/** Asks for the finding and the decision. */
export async function settle(one, reader) {
  const of = one.account.startsWith(PROGRAM) ? '_program' : '';
  const done = await ask({
    title: t('administration.alarm.settle_of', { name: reader.name }),
    text: alarmWords(one),
    action: t('administration.alarm.settle'),
    fields: [
      {
        name: 'decision',
        label: t('administration.alarm.decision'),
        focus: true,
        value: 'keep',
        options: [
          { value: 'keep', label: t(`administration.alarm.keep${of}`) },
          { value: 'release', label: t(`administration.alarm.release${of}`) },
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
    const [all, { data }, clients] = await Promise.all([
      names(),
      api.get('/volume-alarms', { signal }),
      ifAllowed(can('clients.manage'), () => api.get('/clients', { signal })),
    ]);
    return { all, alarms: data.alarms, clients: clients?.data.items ?? [] };
  }

  connectedCallback() {
    super.connectedCallback();
    router.onChange(() => this.requestUpdate(), { signal: this.signal });
  }

  #one(one) {
    const { all } = this.data;
    const reader = readerOf(one, this.data);
    return html`<li class="card stack tight">
      <div class="row apart">
        <h2 class="area_name">
          ${icon('bell')}${reader.href ? html`<a href=${reader.href}>${reader.name}</a>` : reader.name}
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
                @click=${async () => (await settle(one, reader)) && this.reload()}
              >
                ${t('administration.alarm.settle')}
              </button>
            </div>`
      }
    </li>`;
  }

  show({ alarms }) {
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
              ${rows.map((one) => this.#one(one))}
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
