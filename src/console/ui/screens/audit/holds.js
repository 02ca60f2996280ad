// Holds: what a procedure keeps in the log beyond its time.
import {
  api,
  can,
  confirm,
  html,
  icon,
  nothing,
  relative,
  router,
  t,
  toast,
} from '/ui/sdk/1/aksis.js';

import { actorName, names } from '../administration/names.js';
import { Reading, screenOf } from '../reading.js';
import { ask } from '../people/ask.js';

class Holds extends Reading {
  connectedCallback() {
    super.connectedCallback();
    router.onChange(() => this.reload(), { signal: this.signal });
  }

  async read(signal) {
    const every = router.query.get('show') === 'all';
    const [all, { data }] = await Promise.all([
      names(),
      api.get('/audit/holds', { query: { all: every }, signal }),
    ]);
    return { all, every, holds: data.holds };
  }

  async add() {
    let kind = 'person';
    const fields = () => [
      {
        name: 'what',
        label: t('administration.hold.what'),
        value: kind,
        change: (value) => {
          kind = value;
        },
        options: ['person', 'entries'].map((value) => ({
          value,
          label: t(`administration.hold.of_${value}`),
        })),
      },
      ...(kind === 'person'
        ? [
            {
              name: 'person',
              label: t('administration.audit.person_id'),
              hint: t('administration.hold.person_hint'),
              max: 64,
            },
          ]
        : [
            { name: 'first', label: t('administration.hold.first'), type: 'number', least: 0 },
            { name: 'last', label: t('administration.hold.last'), type: 'number', least: 0 },
          ]),
      {
        name: 'reason',
        label: t('administration.reason'),
        hint: t('administration.hold.reason_hint'),
        rows: 3,
        min: 3,
        max: 500,
      },
    ];
    const done = await ask({
      title: t('administration.hold.add'),
      text: t('administration.hold.text'),
      fields,
      action: t('administration.hold.add'),
      run: ({ person, first, last, reason }) =>
        api.post('/audit/holds', {
          reason: reason.trim(),
          ...(kind === 'person'
            ? { person: person.trim().split('/').at(-1) }
            : { first: Number(first), last: Number(last) }),
        }),
    });
    if (!done) return;
    toast(t('administration.hold.added'));
    this.reload();
  }

  async #release(one) {
    if (
      await confirm({
        title: t('administration.hold.release_title'),
        text: t('administration.hold.release_text'),
        action: t('administration.hold.release'),
        danger: true,
      })
    )
      await this.act(
        () => api.post(`/audit/holds/${one.id}/release`, {}),
        t('administration.hold.released'),
      );
  }

  show({ all, every, holds }) {
    return html`<div class="stack narrow_page">
      <p class="quiet prose">${t('administration.hold.intro')}</p>
      <aksis-tabs
        .label=${t('nav.administration.holds')}
        .active=${every ? 'all' : 'open'}
        .tabs=${[
          {
            id: 'open',
            label: t('administration.hold.running'),
            href: '/administration/audit/holds',
          },
          {
            id: 'all',
            label: t('administration.hold.all'),
            href: '/administration/audit/holds?show=all',
          },
        ]}
      ></aksis-tabs>
      ${
        holds.length
          ? html`<ul role="list" class="stack">
              ${holds.map(
                (one) =>
                  html`<li class="card row apart">
                    <div class="grow">
                      <p class="strong">${one.reason}</p>
                      <p class="small quiet">
                        ${one.person ? html`<a href="/administration/audit?person=${one.person}">${t('administration.audit.this_person', { id: one.person.slice(-6) })}</a>` : t('administration.hold.range', { first: one.first, last: one.last })}
                        · ${actorName(all, one.made_by)},
                        ${relative(one.made_at)}${one.released_at ? html` · ${t('administration.hold.ended')} ${relative(one.released_at)}` : nothing}
                      </p>
                    </div>
                    ${!one.released_at && can('audit.hold') ? html`<button type="button" class="button small" @click=${() => this.#release(one)}>${t('administration.hold.release')}</button>` : nothing}
                  </li>`,
              )}
            </ul>`
          : html`<aksis-empty
              icon="lock"
              .heading=${t('administration.hold.none')}
              .text=${t('administration.hold.none_text')}
            ></aksis-empty>`
      }
    </div>`;
  }
}

customElements.define('aksis-holds', Holds);
export default screenOf('aksis-holds', ({ setActions }) =>
  setActions(
    can('audit.hold')
      ? html`<button
          type="button"
          class="button primary"
          @click=${() => document.querySelector('aksis-holds').add()}
        >
          ${icon('plus')}${t('administration.hold.add')}
        </button>`
      : nothing,
  ),
);
