// Keeping the data and doing nothing with them: asked for by the person, or while a fact is
// contested.
import {
  AksisElement,
  api,
  can,
  html,
  icon,
  nothing,
  relative,
  t,
  toast,
} from '/ui/sdk/1/aksis.js';

import { ask } from '../people/ask.js';
import { actorName } from '../people/holders.js';

class Restriction extends AksisElement {
  static properties = {
    dossier: { attribute: false },
    record: { attribute: false },
    told: { state: true },
  };

  get state() {
    return this.told ?? this.record.state;
  }

  async #change(restrict) {
    const name = restrict ? 'restrict' : 'unrestrict';
    const answer = await ask({
      title: t(`people.${name}.title`),
      action: t(`people.${name}.action`),
      text: t(`people.${name}.text`),
      fields: [
        {
          name: 'reason',
          label: t('people.restrict.reason'),
          hint: t('people.restrict.reason_hint'),
          rows: 3,
          min: 3,
          focus: true,
        },
      ],
      run: async ({ reason }) =>
        (await api.post(`/people/${this.record.id}/${name}`, { reason: reason.trim() })).data,
    });
    if (!answer) return;
    this.told = answer;
    toast(t(`people.${name}.done`));
    this.dossier.read({ quiet: true });
  }

  render() {
    const { state } = this;
    const may = can('people.restrict');
    if (!may && !state) return nothing;
    const restricted = state?.restricted;
    return html`<aksis-card level="2" icon="lock" .heading=${t('people.restrict.heading')}
      ><div class="stack tight">
        ${
          state
            ? html`<p>
                <aksis-status
                  kind=${restricted ? 'warn' : 'good'}
                  .label=${t(restricted ? 'people.restricted' : 'people.restrict.none')}
                ></aksis-status>
              </p>`
            : nothing
        }
        ${
          state?.restriction_reason
            ? html`<p class="small quiet">
                ${relative(state.restriction_changed_at)} · ${state.restriction_reason} ·
                ${actorName(state.restriction_changed_by)}
              </p>`
            : nothing
        }
        ${
          state?.state === 'archived'
            ? html`<p class="small">${t('people.archived')} · ${state.state_reason}</p>`
            : nothing
        }
        <p class="quiet">${t('people.restrict.intro')}</p>
        ${
          may
            ? html`<div class="buttons">
                ${
                  restricted && state
                    ? nothing
                    : html`<button type="button" class="button" @click=${() => this.#change(true)}>
                        ${icon('lock')}${t('people.restrict.action')}
                      </button>`
                }
                ${
                  restricted || !state
                    ? html`<button type="button" class="button" @click=${() => this.#change(false)}>
                        ${t('people.unrestrict.action')}
                      </button>`
                    : nothing
                }
              </div>`
            : html`<p class="small">${t('people.restrict.who')}</p>`
        }
      </div></aksis-card
    >`;
  }
}

customElements.define('aksis-restriction', Restriction);
