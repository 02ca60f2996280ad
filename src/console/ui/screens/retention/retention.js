// How long data are kept, on which ground; what archiving and erasing would do today, then doing
// it.
import { api, can, confirm, html, icon, nothing, number, t, toast } from '/ui/sdk/1/aksis.js';

import { Reading, screenOf } from '../reading.js';
import { ask } from '../people/ask.js';

/** "3 years", "13 months": as the law says it. */
const months = (count) =>
  count && count % 12 === 0
    ? t('administration.retention.years', { count: count / 12 })
    : t('administration.retention.months', { count });

class Retention extends Reading {
  async read(signal) {
    return (await api.get('/privacy/retention-rules', { signal })).data.rules;
  }

  async #edit(rule) {
    const done = await ask({
      title: t('administration.retention.edit', { name: rule.label }),
      text: t('administration.retention.edit_text'),
      action: t('sdk.save'),
      fields: [
        { name: 'label', label: t('administration.retention.label'), value: rule.label, max: 200 },
        {
          name: 'active_months',
          label: t('administration.retention.active_months'),
          type: 'number',
          least: 0,
          most: 1200,
          value: String(rule.active_months),
          focus: true,
        },
        {
          name: 'archive_months',
          label: t('administration.retention.archive_months'),
          hint: t('administration.retention.archive_hint'),
          type: 'number',
          least: 0,
          most: 1200,
          value: String(rule.archive_months),
        },
        {
          name: 'legal_ground',
          label: t('administration.retention.ground'),
          value: rule.legal_ground,
          max: 500,
        },
      ],
      run: ({ label, active_months: active, archive_months: archive, legal_ground: ground }) =>
        api.put(`/privacy/retention-rules/${rule.category}`, {
          label,
          scope: rule.scope,
          active_months: Number(active),
          archive_months: Number(archive),
          legal_ground: ground,
        }),
    });
    if (!done) return;
    this.preview = undefined;
    toast(t('administration.saved'));
    this.reload();
  }

  async #try() {
    this.busy = true;
    this.requestUpdate();
    await this.act(async () => {
      this.preview = (await api.post('/privacy/retention', { dry_run: true })).data;
    });
    this.busy = false;
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector('#retention-preview')?.focus();
  }

  async #run() {
    const sum = (name) => this.preview.categories.reduce((all, one) => all + one[name], 0);
    if (
      !(await confirm({
        title: t('administration.retention.run_title'),
        danger: true,
        action: t('administration.retention.run'),
        text: t('administration.retention.run_text', {
          archived: sum('archived'),
          erased: sum('erased'),
        }),
      }))
    )
      return;
    await this.act(async () => {
      const { data } = await api.post('/privacy/retention', { dry_run: false });
      this.preview = data;
    }, t('administration.retention.ran'));
  }

  #preview() {
    const { preview } = this;
    if (!preview) return nothing;
    const something = preview.categories.some(
      (one) => one.archived || one.erased || one.reactivated,
    );
    return html`<section class="card stack">
      <h2 class="area_name" id="retention-preview" tabindex="-1">
        ${icon('eye')}${t(preview.dry_run ? 'administration.retention.would' : 'administration.retention.did')}
      </h2>
      <p class="quiet">${t('administration.retention.looked_at', { count: preview.people })}</p>
      ${
        something
          ? html`<aksis-list
              plain
              local
              .key=${(row) => row.category}
              .rows=${preview.categories}
              .label=${t('administration.retention.would')}
              .columns=${[
                {
                  id: 'label',
                  label: t('administration.retention.category'),
                  primary: true,
                  value: (row) => row.label,
                },
                ...['archived', 'reactivated', 'erased'].map((id) => ({
                  id,
                  label: t(`administration.retention.${id}`),
                  align: 'end',
                  value: (row) => row[id],
                  render: (row) => number(row[id]),
                })),
              ]}
            ></aksis-list>`
          : html`<div class="notice good">
              ${icon('circle_check')}
              <p>${t('administration.retention.nothing')}</p>
            </div>`
      }
      ${preview.dry_run && something && can('privacy.manage') ? html`<div class="buttons"><button type="button" class="button danger" @click=${() => this.#run()}>${t('administration.retention.run')}</button></div>` : nothing}
    </section>`;
  }

  show(rules) {
    const may = can('privacy.manage');
    return html`<div class="stack">
      <p class="quiet prose">${t('administration.retention.intro')}</p>
      <ul role="list" class="grid halves">
        ${rules.map(
          (rule) =>
            html`<li class="card stack tight">
              <div class="row apart">
                <h2 class="area_name grow">${rule.label}</h2>
                ${may ? html`<button type="button" class="button small" aria-label=${t('administration.retention.edit', { name: rule.label })} @click=${() => this.#edit(rule)}>${icon('edit')}${t('administration.edit')}</button>` : nothing}
              </div>
              <aksis-facts
                .items=${[
                  { term: t('administration.retention.active'), value: months(rule.active_months) },
                  {
                    term: t('administration.retention.archive'),
                    value: rule.archive_months
                      ? months(rule.archive_months)
                      : t('administration.retention.no_archive'),
                  },
                  {
                    term: t('administration.retention.then'),
                    value: t(`administration.retention.scope.${rule.scope}`),
                  },
                  {
                    term: t('administration.retention.ground'),
                    value: rule.legal_ground,
                    wide: true,
                  },
                ]}
              ></aksis-facts>
            </li>`,
        )}
      </ul>
      ${may ? html`<div class="buttons"><button type="button" class="button primary" aria-busy=${this.busy ? 'true' : nothing} @click=${() => this.#try()}>${icon('eye')}${t('administration.retention.try')}</button></div>` : nothing}
      ${this.#preview()}
    </div>`;
  }
}

customElements.define('aksis-retention', Retention);
export default screenOf('aksis-retention');
