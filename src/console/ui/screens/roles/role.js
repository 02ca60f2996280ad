// One role: what it allows, what somebody with it sees, changing it with a preview of what changes.
import { api, confirm, html, icon, navigate, nothing, router, t } from '/ui/sdk/1/aksis.js';

import { roleTitle } from '../administration/names.js';
import { Reading, screenOf } from '../reading.js';
import { areasOf, fieldName, rightName, scopeIn, scopeName } from '../administration/rights.js';
import './edit.js';
import { holdersOf, holdersWords, readRoles } from './roles.js';
import { seen } from './seen.js';

const NEW = { id: '', title_fr: '', title_en: '', grants: [], masked: [], version: 0 };

class Role extends Reading {
  connectedCallback() {
    super.connectedCallback();
    router.onChange(() => this.requestUpdate(), { signal: this.signal });
  }

  async read(signal) {
    const id = this.context.params.role;
    const known = await readRoles(signal);
    if (!id) {
      const from = known.roles.find((one) => one.id === router.query.get('from'));
      return {
        ...known,
        role: from ? { ...NEW, grants: from.grants, masked: from.masked } : NEW,
        holders: undefined,
      };
    }
    const [{ data: role }, holders] = await Promise.all([
      api.get(`/roles/${encodeURIComponent(id)}`, { signal }),
      holdersOf(id, signal),
    ]);
    this.context.setTitle(roleTitle(role));
    return { ...known, role, holders };
  }

  async #remove() {
    const { role } = this.data;
    const sure = await confirm({
      title: t('administration.role.remove_title', { role: roleTitle(role) }),
      text: t('administration.role.remove_text'),
      action: t('administration.role.remove'),
      danger: true,
    });
    if (sure)
      await this.act(async () => {
        await api.delete(`/roles/${role.id}`);
        await navigate('/administration/roles');
      }, t('administration.role.removed'));
  }

  #rights({ role, modules }) {
    const areas = areasOf(role.grants, modules)
      .map((area) => ({
        ...area,
        held: area.permissions.filter((one) => scopeIn(role.grants, one)),
      }))
      .filter((area) => area.held.length);
    if (!areas.length)
      return html`<aksis-empty
        icon="shield"
        .heading=${t('administration.role.nothing')}
        .action=${{ label: t('administration.edit'), href: `/administration/roles/${role.id}?show=edit` }}
      ></aksis-empty>`;
    return html`<div class="grid halves">
      ${areas.map(
        (area) =>
          html`<section class="card stack tight">
            <h2 class="area_name">${t(`administration.area.${area.id}`)}</h2>
            <ul role="list" class="sheet_list">
              ${area.held.map((one) => html`<li><span class="grow">${rightName(one, modules)}</span><span class="badge">${scopeName(scopeIn(role.grants, one))}</span></li>`)}
            </ul>
          </section>`,
      )}
      <section class="card stack tight">
        <h2 class="area_name">${icon('eye')}${t('administration.role.masked')}</h2>
        ${role.masked.length ? html`<aksis-chips .items=${role.masked.map((id) => ({ id, label: fieldName(id) }))}></aksis-chips>` : html`<p class="quiet">${t('administration.role.masks_none')}</p>`}
      </section>
    </div>`;
  }

  show(data) {
    const { role, holders } = data;
    const path = `/administration/roles/${role.id || 'new'}`;
    const asked = role.id ? (router.query.get('show') ?? 'rights') : 'edit';
    if (role.id)
      this.context.setActions(
        html`<aksis-menu
          .label=${t('administration.actions')}
          .items=${[
            {
              label: t('administration.role.copy'),
              icon: 'file',
              href: `/administration/roles/new?from=${role.id}`,
            },
            null,
            {
              label: t('administration.role.remove'),
              icon: 'trash',
              danger: true,
              run: () => this.#remove(),
              refuse: role.built_in
                ? t('administration.role.built_in')
                : holders?.count
                  ? t('administration.role.held')
                  : undefined,
            },
          ]}
        ></aksis-menu>`,
      );
    return html`<div class="stack">
      ${
        role.id
          ? html`<p class="quiet">
                ${holders ? html`<a href="/administration/users?role=${role.id}">${holdersWords(holders)}</a> · ` : nothing}
                <span class="mono">${role.id}</span
                >${role.built_in ? ` · ${t('administration.role.of_start')}` : ''}
              </p>
              <aksis-tabs
                .label=${roleTitle(role)}
                .active=${asked}
                .tabs=${['rights', 'seen', 'edit'].map((id) => ({ id, label: t(`administration.role.tab.${id}`), href: id === 'rights' ? path : `${path}?show=${id}` }))}
              ></aksis-tabs>`
          : nothing
      }
      ${
        asked === 'edit'
          ? html`<aksis-role-edit
              .role=${role}
              .modules=${data.modules}
              .roles=${data.roles}
              .holders=${holders}
              .done=${() => this.reload()}
            ></aksis-role-edit>`
          : asked === 'seen'
            ? seen(data)
            : this.#rights(data)
      }
    </div>`;
  }
}

customElements.define('aksis-role', Role);
export default screenOf('aksis-role');
