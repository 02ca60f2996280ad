// Events that a module refused at every attempt: giving them again, or giving them up.
import { api, can, confirm, html, icon, nothing, relative, t, toast } from '/ui/sdk/1/aksis.js';

import { Reading, screenOf } from '../reading.js';

class Events extends Reading {
  async read(signal) {
    return (await api.get('/events/set-aside', { query: { limit: 200 }, signal })).data;
  }

  async #replay(path, body) {
    await this.act(async () => {
      const { data } = await api.post(path, body);
      toast(
        data.refused
          ? t('administration.event.refused', {
              count: data.refused,
              why: data.errors[0]?.message ?? '',
            })
          : t('administration.event.delivered', { count: data.delivered }),
        { kind: data.refused ? 'bad' : 'good' },
      );
    });
  }

  async #drop(one) {
    const reason = await confirm({
      title: t('administration.event.drop_title', { type: one.type }),
      text: t('administration.event.drop_text', { subscriber: one.subscriber }),
      action: t('administration.event.drop'),
      danger: true,
      reason: { label: t('administration.reason'), min: 3, max: 500 },
    });
    if (reason)
      await this.act(
        () =>
          api.post(`/events/set-aside/${encodeURIComponent(one.id)}/drop`, {
            reason,
            subscriber: one.subscriber,
          }),
        t('administration.event.dropped'),
      );
  }

  #one(one) {
    return html`<li class="card stack tight">
      <h2 class="area_name">${icon('bell')}<span class="mono wrap_any">${one.type}</span></h2>
      <p>
        ${t('administration.event.refused_by', { subscriber: one.subscriber })}
        <span class="quiet">· ${relative(one.set_aside_at)}</span>
      </p>
      <p class="bad wrap_any">${one.error}</p>
      <details>
        <summary>${t('administration.event.data')}</summary>
        <pre class="mono small wrap_any">${JSON.stringify(one.data, null, 2)}</pre>
      </details>
      ${
        can('events.manage')
          ? html`<div class="buttons">
              <button
                type="button"
                class="button primary"
                @click=${() => this.#replay(`/events/set-aside/${encodeURIComponent(one.id)}/replay`, { subscriber: one.subscriber })}
              >
                ${icon('refresh')}${t('administration.event.replay')}
              </button>
              <button type="button" class="button danger" @click=${() => this.#drop(one)}>
                ${t('administration.event.drop')}
              </button>
            </div>`
          : nothing
      }
    </li>`;
  }

  show({ events, total }) {
    return html`<div class="stack narrow_page">
      <div class="row apart">
        <p class="quiet prose">${t('administration.event.intro')}</p>
        ${
          total > 1 && can('events.manage')
            ? html`<button
                type="button"
                class="button primary"
                @click=${async () =>
                  (await confirm({
                    title: t('administration.event.replay_all', { count: total }),
                    text: t('administration.event.replay_all_text'),
                    action: t('administration.event.replay'),
                  })) && this.#replay('/events/set-aside/replay', {})}
              >
                ${icon('refresh')}${t('administration.event.replay_all', { count: total })}
              </button>`
            : nothing
        }
      </div>
      ${
        events.length
          ? html`<ul role="list" class="stack">
              ${events.map((one) => this.#one(one))}
            </ul>`
          : html`<aksis-empty
              icon="circle_check"
              .heading=${t('administration.event.none')}
              .text=${t('administration.event.none_text')}
            ></aksis-empty>`
      }
    </div>`;
  }
}

customElements.define('aksis-set-aside', Events);
export default screenOf('aksis-set-aside');
