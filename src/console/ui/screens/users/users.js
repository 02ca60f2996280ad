// Accounts of the people who work here: who has one, what they may do, who waits for something.
import { api, html, icon, relative, t } from '/ui/sdk/1/aksis.js';

import { names, options, organisationName, roleName, roleTitle } from '../administration/names.js';
import { Reading, screenOf } from '../reading.js';

const STATES = { active: 'good', invited: 'info', locked: 'bad', disabled: 'neutral' };
export const stateOf = (account) =>
  html`<aksis-status
    kind=${STATES[account.state]}
    .label=${t(`administration.account.${account.state}`)}
  ></aksis-status>`;
const ASKED = ['state', 'organisation', 'role', 'q'];

async function page({ cursor, limit, query, signal }) {
  const asked = Object.fromEntries(
    ASKED.filter((name) => query[name]).map((name) => [name, query[name]]),
  );
  const { data } = await api.get('/accounts', { query: { ...asked, cursor, limit }, signal });
  return { rows: data.accounts, next: data.next };
}

class Users extends Reading {
  async read() {
    return names({ again: true });
  }

  #columns(all) {
    const roles = (row) => (row.roles ?? []).map((id) => roleName(all, id)).join(', ');
    return [
      {
        id: 'name',
        label: t('administration.account.name'),
        primary: true,
        value: (row) => row.name,
      },
      {
        id: 'login',
        label: t('administration.account.login'),
        hidden: 'narrow',
        value: (row) => row.login,
        render: (row) => html`<span class="mono">${row.login}</span>`,
      },
      {
        id: 'roles',
        label: t('administration.account.roles'),
        value: roles,
        render: (row) =>
          roles(row) || html`<span class="quiet">${t('administration.account.no_role')}</span>`,
      },
      {
        id: 'organisation',
        label: t('administration.account.organisation'),
        value: (row) => organisationName(all, row.organisation),
      },
      {
        id: 'state',
        label: t('administration.account.state'),
        value: (row) => t(`administration.account.${row.state}`),
        render: (row) =>
          html`${stateOf(row)}${row.review_at ? html` <span class="status warn">${icon('warning')}${t('administration.account.review')}</span>` : ''}`,
      },
      {
        id: 'created',
        label: t('administration.account.created'),
        hidden: true,
        value: (row) => row.created_at,
        render: (row) => relative(row.created_at),
      },
    ];
  }

  #filters(all) {
    return [
      {
        id: 'q',
        label: t('administration.account.find'),
        type: 'text',
        placeholder: t('administration.account.find_hint'),
      },
      {
        id: 'state',
        label: t('administration.account.state'),
        type: 'select',
        options: Object.keys(STATES).map((value) => ({
          value,
          label: t(`administration.account.${value}`),
        })),
      },
      {
        id: 'role',
        label: t('administration.account.role'),
        type: 'select',
        options: options(all.roles, roleTitle),
      },
      {
        id: 'organisation',
        label: t('administration.account.organisation'),
        type: 'select',
        options: options(all.organisations, (one) => one.name),
      },
    ].filter((one) => !one.options || one.options.length);
  }

  show(all) {
    return html`<div class="stack">
      <aksis-filters .filters=${this.#filters(all)}></aksis-filters>
      <aksis-list
        name="accounts"
        export-name=${t('administration.account.export')}
        .label=${t('nav.administration.users')}
        .columns=${this.#columns(all)}
        .load=${page}
        .noun=${(count) => t('administration.state.users', { count })}
        .href=${(row) => `/administration/users/${row.id}`}
        .empty=${{ icon: 'people', title: t('administration.account.none'), action: { label: t('nav.administration.user_new'), href: '/administration/users/new' } }}
      ></aksis-list>
    </div>`;
  }
}

customElements.define('aksis-users', Users);

export default screenOf('aksis-users', ({ setActions }) =>
  setActions(
    html`<a class="button" href="/administration/alarms"
        >${icon('bell')}${t('nav.administration.alarms')}</a
      >
      <a class="button primary" href="/administration/users/new"
        >${icon('plus')}${t('administration.account.add')}</a
      >`,
  ),
);
