// Organisations: whom people can be entrusted to, whom one works with; as a list, or by who depends
// on whom.
import { api, can, html, icon, nothing, router, t } from '/ui/sdk/1/aksis.js';

import { names } from '../administration/names.js';
import { Reading, screenOf } from '../reading.js';
import { KINDS, editOrganisation } from './edit.js';

const ASKED = ['kind', 'q', 'closed'];

async function page({ cursor, limit, query, signal }) {
  const asked = Object.fromEntries(
    ASKED.filter((name) => query[name]).map((name) => [name, query[name]]),
  );
  const { data } = await api.get('/organisations', { query: { ...asked, cursor, limit }, signal });
  return { rows: data.organisations, next: data.next };
}

export const territoryOf = (one) =>
  one.territory_kind
    ? `${t(`administration.territory.${one.territory_kind}`)} ${one.territory_code ?? ''}`.trim()
    : '';
const kindOf = (one) => t(`administration.organisation.kind.${one.kind}`);
const closed = (one) =>
  one.closed_at
    ? html` <span class="status">${t('administration.organisation.is_closed')}</span>`
    : nothing;

class Organisations extends Reading {
  connectedCallback() {
    super.connectedCallback();
    router.onChange(() => this.requestUpdate(), { signal: this.signal });
  }

  async read() {
    return names({ again: true });
  }

  #columns(all) {
    const parent = (row) => all.organisations.find((one) => one.id === row.parent)?.name ?? '';
    return [
      {
        id: 'name',
        label: t('administration.organisation.name'),
        primary: true,
        value: (row) => row.name,
        render: (row) => html`${row.name}${closed(row)}`,
      },
      { id: 'kind', label: t('administration.organisation.kind'), value: kindOf },
      { id: 'parent', label: t('administration.organisation.parent'), value: parent },
      { id: 'territory', label: t('administration.organisation.territory'), value: territoryOf },
      {
        id: 'siret',
        label: t('administration.organisation.siret'),
        hidden: true,
        value: (row) => row.siret,
      },
    ];
  }

  #branch(rows, parent) {
    const below = rows.filter(
      (one) =>
        (one.parent || '') === parent ||
        (!parent && one.parent && !rows.some((it) => it.id === one.parent)),
    );
    if (!below.length) return nothing;
    return html`<ul class=${parent ? '' : 'tree'}>
      ${below.map(
        (one) =>
          html`<li>
            <div class="tree_row">
              ${icon('building')}<a href="/administration/organisations/${one.id}">${one.name}</a>
              <span class="small quiet">${kindOf(one)}</span>${closed(one)}
            </div>
            ${this.#branch(rows, one.id)}
          </li>`,
      )}
    </ul>`;
  }

  show(all) {
    const tree = router.query.get('show') === 'tree';
    return html`<div class="stack">
      <aksis-tabs
        .label=${t('nav.administration.organisations')}
        .active=${tree ? 'tree' : 'list'}
        .tabs=${[
          {
            id: 'list',
            label: t('administration.organisation.list'),
            href: '/administration/organisations',
          },
          {
            id: 'tree',
            label: t('administration.organisation.tree'),
            href: '/administration/organisations?show=tree',
          },
        ]}
      ></aksis-tabs>
      ${
        tree
          ? html`<div class="card">
              ${this.#branch(
                all.organisations.filter((one) => !one.closed_at),
                '',
              )}
            </div>`
          : html`<aksis-filters
                .filters=${[
                  { id: 'q', label: t('administration.organisation.find'), type: 'text' },
                  {
                    id: 'kind',
                    label: t('administration.organisation.kind'),
                    type: 'select',
                    options: KINDS.map((value) => ({
                      value,
                      label: t(`administration.organisation.kind.${value}`),
                    })),
                  },
                  {
                    id: 'closed',
                    label: t('administration.organisation.with_closed'),
                    type: 'flag',
                  },
                ]}
              ></aksis-filters>
              <aksis-list
                name="organisations"
                export-name=${t('nav.administration.organisations')}
                .label=${t('nav.administration.organisations')}
                .columns=${this.#columns(all)}
                .load=${page}
                .noun=${(count) => t('administration.state.organisations', { count })}
                .href=${(row) => `/administration/organisations/${row.id}`}
                .empty=${{ icon: 'building', title: t('administration.organisation.none') }}
              ></aksis-list>`
      }
    </div>`;
  }

  async create() {
    if (!(await editOrganisation(undefined, await names()))) return;
    await this.reload();
    this.querySelector('aksis-list')?.reload();
  }
}

customElements.define('aksis-organisations', Organisations);
export default screenOf('aksis-organisations', ({ setActions }) =>
  setActions(
    can('organisations.manage')
      ? html`<button
          type="button"
          class="button primary"
          @click=${() => document.querySelector('aksis-organisations').create()}
        >
          ${icon('plus')}${t('administration.organisation.add')}
        </button>`
      : nothing,
  ),
);
