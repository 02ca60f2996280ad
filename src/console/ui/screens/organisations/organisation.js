// One organisation: what it is, what depends on it, who works there.
import { api, can, confirm, date, html, icon, nothing, t } from '/ui/sdk/1/aksis.js';

import { names, organisationName } from '../administration/names.js';
import { Reading, ifAllowed, screenOf } from '../reading.js';
import { editOrganisation } from './edit.js';
import { territoryOf } from './organisations.js';

class Organisation extends Reading {
  async read(signal) {
    const id = encodeURIComponent(this.context.params.organisation);
    const [one, all, staff] = await Promise.all([
      api.get(`/organisations/${id}`, { signal }),
      names(),
      ifAllowed(can('accounts.manage'), () =>
        api.all('/accounts', { query: { organisation: this.context.params.organisation }, signal }),
      ),
    ]);
    this.context.setTitle(one.data.name);
    return { one: one.data, etag: one.etag, all, staff };
  }

  async #close() {
    const { one, staff } = this.data;
    if (
      await confirm({
        title: t('administration.organisation.close_title', { name: one.name }),
        text: t('administration.organisation.close_text', { count: staff?.length ?? 0 }),
        action: t('administration.organisation.close'),
        danger: true,
      })
    )
      await this.act(
        async () => {
          await api.post(`/organisations/${one.id}/close`, {});
          await names({ again: true });
        },
        t('administration.organisation.closed', { name: one.name }),
      );
  }

  show({ one, all, staff, etag }) {
    const below = all.organisations.filter((it) => it.parent === one.id);
    this.context.setActions(
      can('organisations.manage') && !one.closed_at
        ? html`<button
              type="button"
              class="button"
              @click=${async () => (await editOrganisation(one, all, etag)) && this.reload()}
            >
              ${icon('edit')}${t('administration.edit')}</button
            ><button type="button" class="button danger" @click=${() => this.#close()}>
              ${t('administration.organisation.close')}
            </button>`
        : nothing,
    );
    return html`<div class="stack">
      ${
        one.closed_at
          ? html`<div class="notice">
              ${icon('lock')}
              <p>${t('administration.organisation.closed_on', { date: date(one.closed_at) })}</p>
            </div>`
          : nothing
      }
      <div class="grid halves">
        <section class="card stack">
          <h2 class="area_name">
            ${icon('building')}${t(`administration.organisation.kind.${one.kind}`)}
          </h2>
          <aksis-facts
            .items=${[
              {
                term: t('administration.organisation.parent'),
                value: organisationName(all, one.parent),
                href: one.parent && `/administration/organisations/${one.parent}`,
              },
              { term: t('administration.organisation.territory'), value: territoryOf(one) },
              { term: t('administration.organisation.siret'), value: one.siret },
              { term: t('administration.organisation.since'), value: date(one.created_at) },
            ]}
          ></aksis-facts>
        </section>
        ${
          staff
            ? html`<section class="card stack">
                <h2 class="area_name">
                  ${icon('people')}<a href="/administration/users?organisation=${one.id}"
                    >${t('administration.organisation.staff', { count: staff.length })}</a
                  >
                </h2>
                <ul role="list" class="sheet_list">
                  ${staff.slice(0, 8).map((it) => html`<li><a href="/administration/users/${it.id}">${it.name}</a></li>`)}
                </ul>
              </section>`
            : nothing
        }
        ${
          below.length
            ? html`<section class="card stack">
                <h2 class="area_name">${icon('list')}${t('administration.organisation.below')}</h2>
                <ul role="list" class="sheet_list">
                  ${below.map((it) => html`<li><a href="/administration/organisations/${it.id}">${it.name}</a></li>`)}
                </ul>
              </section>`
            : nothing
        }
      </div>
    </div>`;
  }
}

customElements.define('aksis-organisation', Organisation);
export default screenOf('aksis-organisation');
