// Where one is signed in, and ending it elsewhere.
import { api, confirm, html, icon, nothing, relative, t } from '/ui/sdk/1/aksis.js';

import { Reading } from '../reading.js';
import { deviceOf } from './device.js';

class Sessions extends Reading {
  async read(signal) {
    const { sessions } = (await api.get('/sessions', { signal })).data;
    return sessions.sort((a, b) => Number(b.current ?? false) - Number(a.current ?? false));
  }

  async #others() {
    const sure = await confirm({
      title: t('session.end_others'),
      text: t('session.end_others_text'),
      action: t('session.end_others'),
    });
    if (sure) await this.act(() => api.post('/sessions/end-others', {}), t('session.others_ended'));
  }

  #one(one) {
    const name = deviceOf(one.user_agent) || '?';
    return html`<li class="held">
      ${icon('device')}
      <div class="grow">
        <strong>${name}</strong>
        ${one.current ? html` <span class="status good">${t('session.this_one')}</span>` : nothing}
        <p class="small quiet">
          ${one.peer} · ${t('session.seen')} ${relative(one.seen_at)}
          ${one.stage === 'half' ? html` · ${t('session.half')}` : nothing}
        </p>
      </div>
      ${
        one.current
          ? nothing
          : html`<button
              type="button"
              class="button small"
              aria-label=${t('session.end_it', { name })}
              @click=${() => this.act(() => api.delete(`/sessions/${one.id}`), t('session.ended'))}
            >
              ${t('session.end')}
            </button>`
      }
    </li>`;
  }

  show(sessions) {
    return html`<ul role="list" class="held_list">
        ${sessions.map((one) => this.#one(one))}
      </ul>
      ${
        sessions.length > 1
          ? html`<div class="buttons">
              <button type="button" class="button danger" @click=${this.#others}>
                ${t('session.end_others')}
              </button>
            </div>`
          : nothing
      }`;
  }

  render() {
    return html`<section class="card">
      <div class="stack">
        <h2>${icon('device')}${t('session.sessions')}</h2>
        <p class="quiet">${t('session.sessions_text')}</p>
        ${super.render()}
      </div>
    </section>`;
  }
}

customElements.define('aksis-profile-sessions', Sessions);
