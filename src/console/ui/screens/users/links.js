// Outside identities by which somebody may sign in.
import { api, confirm, date, html, icon, relative, t, toast } from '/ui/sdk/1/aksis.js';

import { ask } from '../people/ask.js';

export function linksCard(user) {
  const { links, path } = user.data;
  const add = async () => {
    const done = await ask({
      title: t('administration.link.add'),
      text: t('administration.link.text'),
      action: t('administration.link.add'),
      fields: [
        {
          name: 'provider',
          label: t('administration.link.provider'),
          hint: t('administration.link.provider_hint'),
          max: 50,
          focus: true,
        },
        {
          name: 'subject',
          label: t('administration.link.subject'),
          hint: t('administration.link.subject_hint'),
          max: 255,
        },
      ],
      run: ({ provider, subject }) =>
        api.post(`${path}/oidc-links`, { provider: provider.trim(), subject: subject.trim() }),
    });
    if (!done) return;
    toast(t('administration.link.added'));
    user.reload();
  };
  const remove = async (one) => {
    if (
      await confirm({
        title: t('administration.link.remove'),
        text: t('administration.link.remove_text', { issuer: one.provider || one.issuer }),
        action: t('administration.link.remove'),
        danger: true,
      })
    )
      await user.act(
        () => api.delete(`${path}/oidc-links/${one.id}`),
        t('administration.link.removed'),
      );
  };
  return html`<section class="card stack">
    <h2 class="area_name">${icon('link')}${t('administration.link.title')}</h2>
    ${
      links.length
        ? html`<ul role="list" class="sheet_list">
            ${links.map(
              (one) =>
                html`<li>
                  <span class="grow wrap_any"
                    ><strong>${one.provider || one.issuer}</strong><br />
                    <span class="small quiet"
                      >${one.subject} · ${date(one.created_at)} ·
                      ${one.last_used_at ? html`${t('administration.link.used')} ${relative(one.last_used_at)}` : t('administration.link.unused')}</span
                    ></span
                  >
                  <button
                    type="button"
                    class="button small"
                    aria-label=${t('administration.link.remove_it', { issuer: one.provider || one.issuer })}
                    @click=${() => remove(one)}
                  >
                    ${t('administration.link.remove_short')}
                  </button>
                </li>`,
            )}
          </ul>`
        : html`<p class="quiet">${t('administration.link.none')}</p>`
    }
    <div class="buttons">
      <button type="button" class="button" @click=${add}>
        ${icon('plus')}${t('administration.link.add')}
      </button>
    </div>
  </section>`;
}
