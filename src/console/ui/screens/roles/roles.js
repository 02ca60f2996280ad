// The roles, and who may do what: each right in a row, each role in a column.
import { api, can, html, icon, nothing, t } from '/ui/sdk/1/aksis.js';

import { roleTitle } from '../administration/names.js';
import { Reading, ifAllowed, screenOf } from '../reading.js';
import { areasOf, fieldName, rightName, scopeIn, scopeName } from '../administration/rights.js';

/** Roles, modules for the names of their rights, and how many hold each role. */
export async function readRoles(signal) {
  const [roles, modules] = await Promise.all([
    api.get('/roles', { signal }),
    ifAllowed(can('modules.read'), () => api.get('/modules', { signal })),
  ]);
  return { roles: roles.data.roles, modules: modules?.data.modules ?? [] };
}

export async function holdersOf(role, signal) {
  if (!can('accounts.manage')) return undefined;
  const { data } = await api.get('/accounts', { query: { role, limit: 200 }, signal });
  return { count: data.accounts.length, more: Boolean(data.next), accounts: data.accounts };
}

/** How many hold it; beyond a page of them, at least as many. */
export const holdersWords = ({ count, more }) =>
  t(more ? 'administration.role.holders_more' : 'administration.role.holders', { count });

class Roles extends Reading {
  waiting = 'cards';

  async read(signal) {
    const known = await readRoles(signal);
    const holders = await Promise.all(known.roles.map((one) => holdersOf(one.id, signal)));
    return { ...known, holders };
  }

  #card(role, holders) {
    return html`<li class="card area">
      <h2 class="area_name">
        ${icon('shield')}<a href="/administration/roles/${role.id}">${roleTitle(role)}</a>
      </h2>
      <p class="small quiet grow">
        ${role.masked.length ? t('administration.role.masks', { fields: role.masked.map(fieldName).join(', ') }) : t('administration.role.masks_none')}
      </p>
      <div class="row apart">
        ${holders ? html`<a href="/administration/users?role=${role.id}">${holdersWords(holders)}</a>` : nothing}
        <a
          href="/administration/roles/${role.id}?show=seen"
          aria-label=${t('administration.role.see_as_it', { role: roleTitle(role) })}
          >${t('administration.role.see_as')}</a
        >
      </div>
    </li>`;
  }

  #matrix({ roles, modules }) {
    return html`<div class="matrix_frame" role="region" tabindex="0" aria-labelledby="matrix-title">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">${t('administration.role.right')}</th>
            ${roles.map((role) => html`<th scope="col"><a href="/administration/roles/${role.id}">${roleTitle(role)}</a></th>`)}
          </tr>
        </thead>
        ${areasOf(
          roles.flatMap((one) => one.grants),
          modules,
        ).map(
          (area) =>
            html`<tbody>
              <tr>
                <th class="matrix_area" scope="rowgroup" colspan=${roles.length + 1}>
                  ${t(`administration.area.${area.id}`)}
                </th>
              </tr>
              ${area.permissions.map(
                (permission) =>
                  html`<tr>
                    <th scope="row">${rightName(permission, modules)}</th>
                    ${roles.map((role) => {
                      const scope = scopeIn(role.grants, permission);
                      return scope
                        ? html`<td class="strong">${scopeName(scope)}</td>`
                        : html`<td class="quiet">
                            <span aria-hidden="true">–</span
                            ><span class="hidden_text">${t('administration.no')}</span>
                          </td>`;
                    })}
                  </tr>`,
              )}
            </tbody>`,
        )}
      </table>
    </div>`;
  }

  show(data) {
    return html`<div class="stack wide">
      <p class="quiet prose">${t('administration.role.intro')}</p>
      <ul role="list" class="grid areas">
        ${data.roles.map((role, i) => this.#card(role, data.holders[i]))}
      </ul>
      <section class="stack">
        <h2 id="matrix-title">${t('administration.role.matrix')}</h2>
        ${this.#matrix(data)}
      </section>
    </div>`;
  }
}

customElements.define('aksis-roles', Roles);
export default screenOf('aksis-roles', ({ setActions }) =>
  setActions(
    html`<a class="button primary" href="/administration/roles/new"
      >${icon('plus')}${t('administration.role.new')}</a
    >`,
  ),
);
