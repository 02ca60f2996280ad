// Where somebody is signed in, and ending it.
import { api, confirm, html, icon, nothing, relative, t } from '/ui/sdk/1/aksis.js';

import { deviceOf } from '../session/device.js';

const nameOf = (one) => deviceOf(one.user_agent) || t('administration.session.unknown');

export function sessionsCard(user) {
  const { sessions, path, account } = user.data;
  const end = async (one) => {
    if (
      await confirm({
        title: t('administration.session.end'),
        text: t('administration.session.end_text', { name: account.name }),
        action: t('administration.session.end'),
        danger: true,
      })
    )
      await user.act(
        () => api.delete(one ? `${path}/sessions/${one.id}` : `${path}/sessions`),
        t('administration.session.ended'),
      );
  };
  return html`<section class="card stack">
    <h2 class="area_name">${icon('device')}${t('administration.session.title')}</h2>
    ${
      sessions.length
        ? html`<ul role="list" class="sheet_list">
            ${sessions.map(
              (one) =>
                html`<li>
                  ${icon('device')}<span class="grow"
                    ><strong>${nameOf(one)}</strong>
                    ${one.current ? html` <span class="status good">${t('administration.session.this')}</span>` : nothing}
                    <br /><span class="small quiet"
                      >${one.peer} · ${t('administration.session.seen')}
                      ${relative(one.seen_at)}${one.stage === 'half' ? ` · ${t('administration.session.half')}` : ''}</span
                    ></span
                  >
                  <button
                    type="button"
                    class="button small"
                    aria-label=${t('administration.session.end_it', { device: nameOf(one) })}
                    @click=${() => end(one)}
                  >
                    ${t('administration.session.end_short')}
                  </button>
                </li>`,
            )}
          </ul>`
        : html`<p class="quiet">${t('administration.session.none')}</p>`
    }
    ${sessions.length > 1 ? html`<div class="buttons"><button type="button" class="button danger" @click=${() => end()}>${t('administration.session.end_all')}</button></div>` : nothing}
  </section>`;
}
