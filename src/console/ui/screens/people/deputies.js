// Absences: who stands in for whom, until when, and naming somebody with dates.
import {
  api,
  can,
  confirm,
  date,
  html,
  icon,
  loadStyle,
  nothing,
  render,
  session,
  t,
  toast,
} from '/ui/sdk/1/aksis.js';
import sheet from 'css:./people.css';

import { Reading } from '../reading.js';
import { ask } from './ask.js';
import { accountName, colleagues, loadHolders } from './holders.js';

const DAY = 86_400_000;
const LONGEST = 92;
const today = () => new Date(new Date().setHours(0, 0, 0, 0));
const iso = (day) =>
  `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(
    2,
    '0',
  )}-${String(day.getDate()).padStart(2, '0')}`;
const after = (days) => iso(new Date(today().getTime() + days * DAY + DAY / 2));
const daysFrom = (from, to) =>
  Math.round((new Date(`${to}T12:00`) - new Date(`${from}T12:00`)) / DAY);

function stateOf(one) {
  const now = Date.now();
  if (one.ended_at) return 'stopped';
  if (Date.parse(one.from) > now) return 'coming';
  return Date.parse(one.until) > now ? 'running' : 'past';
}

class Deputies extends Reading {
  async read(signal) {
    await loadHolders();
    return (await api.get('/deputies', { signal })).data.deputies;
  }

  async #name() {
    const known = colleagues();
    const who = {
      name: 'deputy',
      label: t('people.deputy.who'),
      focus: true,
      ...(known.length ? { options: known } : { hint: t('people.deputy.id_hint') }),
    };
    const away =
      can('relations.manage') && known.length
        ? [
            {
              name: 'account',
              label: t('people.deputy.away'),
              options: [{ value: '', label: accountName(session.account.id) }, ...known],
              required: false,
            },
          ]
        : [];
    const made = await ask({
      title: t('people.deputy.title'),
      text: t('people.deputy.text'),
      fields: [
        ...away,
        who,
        {
          name: 'from',
          label: t('people.deputy.from'),
          type: 'date',
          value: after(0),
          least: after(0),
          most: after(365),
        },
        {
          name: 'to',
          label: t('people.deputy.to'),
          type: 'date',
          value: after(7),
          least: after(0),
          hint: t('people.deputy.to_hint', { count: LONGEST }),
        },
        {
          name: 'reason',
          label: t('people.deputy.reason'),
          hint: t('people.deputy.reason_hint'),
          rows: 2,
          min: 3,
        },
      ],
      action: t('people.deputy.action'),
      run: async ({ account, deputy, from, to, reason }) =>
        (
          await api.post('/deputies', {
            ...(account ? { account } : {}),
            deputy: deputy.trim(),
            in_days: Math.max(0, daysFrom(after(0), from)),
            days: daysFrom(from, to) + 1,
            reason: reason.trim(),
          })
        ).data,
    });
    if (!made) return;
    toast(t('people.deputy.made', { who: accountName(made.deputy) }));
    this.reload();
  }

  async #end(one) {
    const sure = await confirm({
      title: t('people.deputy.end_title'),
      action: t('people.deputy.end'),
      danger: true,
      text: t('people.deputy.end_text', { who: accountName(one.deputy) }),
    });
    if (sure)
      await this.act(() => api.post(`/deputies/${one.id}/end`, {}), t('people.deputy.ended'));
  }

  #one(one) {
    const state = stateOf(one);
    const kind = { running: 'good', coming: 'info', past: 'neutral', stopped: 'neutral' }[state];
    const names = { deputy: accountName(one.deputy), account: accountName(one.account) };
    return html`<li class="card row apart">
      <div class="grow">
        <p class="strong">${t('people.deputy.for', names)}</p>
        <p class="small quiet">
          ${t('people.deputy.dates', {
            from: date(one.from),
            to: date(new Date(Date.parse(one.until) - 1000)),
          })}
          · ${one.reason}
        </p>
      </div>
      <div class="row">
        <aksis-status kind=${kind} .label=${t(`people.deputy.${state}`)}></aksis-status> ${
          ['running', 'coming'].includes(state)
            ? html`<button
                type="button"
                class="button small"
                @click=${() => this.#end(one)}
                aria-label=${t('people.deputy.end_of', names)}
              >
                ${t('people.deputy.end')}
              </button>`
            : nothing
        }
      </div>
    </li>`;
  }

  show(all) {
    const name = { label: t('people.deputy.title'), icon: 'plus', run: () => this.#name() };
    if (!all.length)
      return html`<aksis-empty
        icon="people"
        .heading=${t('people.deputy.none')}
        .text=${t('people.deputy.none_text')}
        .action=${name}
      ></aksis-empty>`;
    return html`<div class="stack narrow_page">
      <div class="row apart">
        <p class="quiet prose">${t('people.deputy.text')}</p>
        <button type="button" class="button primary" @click=${name.run}>
          ${icon('plus')}${name.label}
        </button>
      </div>
      <ul role="list" class="stack tight">
        ${all.map((one) => this.#one(one))}
      </ul>
    </div>`;
  }
}

customElements.define('aksis-deputies', Deputies);

export default async function deputies(element) {
  await loadStyle(sheet);
  render(html`<aksis-deputies></aksis-deputies>`, element);
}
