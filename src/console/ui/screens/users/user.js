// One account: what waits for a decision first, then who, what they may do, where they are signed
// in.
import {
  api,
  can,
  confirm,
  date,
  html,
  icon,
  nothing,
  relative,
  session,
  t,
  toast,
} from '/ui/sdk/1/aksis.js';

import { names, organisationName, roleName, roleTitle } from '../administration/names.js';
import { showOnce } from '../administration/once.js';
import { Reading, screenOf } from '../reading.js';
import { ask } from '../people/ask.js';
import { alarmWords, settle } from './alarms.js';
import { editAccount } from './edit.js';
import { linksCard } from './links.js';
import { showInvitation } from './new_user.js';
import { sessionsCard } from './sessions.js';
import { stateOf } from './users.js';

class User extends Reading {
  async read(signal) {
    const path = `/accounts/${encodeURIComponent(this.context.params.account)}`;
    const one = await api.get(path, { signal });
    const [all, sessions, links, alarms] = await Promise.all([
      names(),
      api.get(`${path}/sessions`, { signal }),
      api.get(`${path}/oidc-links`, { signal }),
      api.get('/volume-alarms', { signal }),
    ]);
    this.context.setTitle(one.data.name);
    return {
      all,
      account: one.data,
      etag: one.etag,
      path,
      sessions: sessions.data.sessions,
      links: links.data.links,
      alarms: alarms.data.alarms.filter((it) => it.account === one.data.id),
    };
  }

  get own() {
    return this.data.account.id === session.account?.id;
  }

  async #reset(what) {
    const { account, path } = this.data;
    const link = await ask({
      title: t(`administration.reset.${what}`),
      text: t(`administration.reset.${what}_text`, { name: account.name }),
      fields: [
        {
          name: 'reason',
          label: t('administration.reason'),
          hint: t('administration.reason_hint'),
          rows: 3,
          min: 3,
          focus: true,
        },
      ],
      action: t('administration.reset.make'),
      run: async ({ reason }) =>
        (await api.post(`${path}/reset`, { what, reason: reason.trim() })).data,
    });
    if (!link) return;
    await showOnce({
      title: t('administration.reset.title', { name: account.name }),
      text: t('administration.reset.hand', { name: account.name }),
      label: t('administration.invitation.link'),
      value: link.url,
      until: link.expires_at,
    });
    this.reload();
  }

  async #invite() {
    const { account, path } = this.data;
    if (
      !(await confirm({
        title: t('administration.invitation.again'),
        text: t('administration.invitation.again_text'),
        action: t('administration.invitation.again'),
      }))
    )
      return;
    await this.act(async () =>
      showInvitation(account, (await api.post(`${path}/invitation`, {})).data),
    );
  }

  async #disable() {
    const { account, path, sessions } = this.data;
    const reason = await confirm({
      title: t('administration.disable.title', { name: account.name }),
      danger: true,
      action: t('administration.disable.do'),
      text: t('administration.disable.text', { count: sessions.length }),
      reason: { label: t('administration.reason'), min: 3, max: 500 },
    });
    if (reason)
      await this.act(
        () => api.post(`${path}/disable`, { reason }),
        t('administration.disable.done', { name: account.name }),
      );
  }

  async #enable() {
    const { account, path } = this.data;
    if (
      await confirm({
        title: t('administration.enable.title', { name: account.name }),
        text: t(`administration.enable.${account.state}`),
        action: t('administration.enable.do'),
      })
    )
      await this.act(
        () => api.post(`${path}/enable`, {}),
        t('administration.enable.done', { name: account.name }),
      );
  }

  async #give() {
    const { account, path, all } = this.data;
    const free = all.roles.filter((one) => !account.roles?.includes(one.id));
    const done = await ask({
      title: t('administration.role.give_to', { name: account.name }),
      text: t('administration.role.give_text'),
      fields: [
        {
          name: 'role',
          label: t('administration.account.role'),
          options: free.map((one) => ({ value: one.id, label: roleTitle(one) })),
          focus: true,
        },
      ],
      action: t('administration.role.give'),
      run: ({ role }) => api.post(`${path}/roles`, { role }),
    });
    if (done) {
      toast(t('administration.role.given'));
      this.reload();
    }
  }

  async #take(role) {
    const { account, path, all } = this.data;
    const name = roleName(all, role);
    if (
      await confirm({
        title: t('administration.role.take_title', { role: name, name: account.name }),
        text: t('administration.role.take_text'),
        action: t('administration.role.take'),
        danger: true,
      })
    )
      await this.act(() => api.delete(`${path}/roles/${role}`), t('administration.role.taken'));
  }

  #waiting({ account, alarms }) {
    const open = alarms.filter((one) => !one.settled_at);
    return html`${open.map(
      (one) =>
        html`<div class="notice bad">
          ${icon('warning')}
          <div class="stack tight grow">
            <p class="strong">${t('administration.alarm.title')}</p>
            <p>${alarmWords(one)} · ${relative(one.at)}</p>
            <div class="buttons">
              <button
                type="button"
                class="button primary"
                @click=${async () => (await settle(one, account)) && this.reload()}
              >
                ${t('administration.alarm.settle')}
              </button>
            </div>
          </div>
        </div>`,
    )}
    ${
      account.review_at
        ? html`<div class="notice warn">
            ${icon('warning')}
            <div class="stack tight grow">
              <p>${t('administration.account.review_text')} ${relative(account.review_at)}</p>
              ${account.state === 'disabled' ? nothing : html`<div class="buttons"><button type="button" class="button" @click=${() => this.#enable()}>${t('administration.account.reviewed')}</button></div>`}
            </div>
          </div>`
        : nothing
    }
    ${
      account.state === 'locked' && !open.length
        ? html`<div class="notice bad">
            ${icon('lock')}
            <div class="stack tight grow">
              <p>${t('administration.enable.locked')}</p>
              <div class="buttons">
                <button type="button" class="button primary" @click=${() => this.#enable()}>
                  ${t('administration.enable.do')}
                </button>
              </div>
            </div>
          </div>`
        : nothing
    }`;
  }

  #rolesCard({ account, all }) {
    const may = can('roles.manage');
    const held = account.roles ?? [];
    return html`<section class="card stack">
      <h2 class="area_name">${icon('shield')}${t('administration.account.roles')}</h2>
      ${
        held.length
          ? html`<ul role="list" class="sheet_list">
              ${held.map(
                (role) =>
                  html`<li>
                    <a class="grow" href="/administration/roles/${role}">${roleName(all, role)}</a>
                    ${
                      may
                        ? html`<button
                            type="button"
                            class="button small"
                            @click=${() => this.#take(role)}
                            aria-label=${t('administration.role.take_it', { role: roleName(all, role) })}
                          >
                            ${t('administration.role.take')}
                          </button>`
                        : nothing
                    }
                  </li>`,
              )}
            </ul>`
          : html`<p class="quiet">${t('administration.account.no_role_text')}</p>`
      }
      ${may && held.length < all.roles.length ? html`<div class="buttons"><button type="button" class="button" @click=${() => this.#give()}>${icon('plus')}${t('administration.role.give')}</button></div>` : nothing}
    </section>`;
  }

  #actions({ account }) {
    const items = [
      account.state === 'invited' && {
        label: t('administration.invitation.again'),
        icon: 'mail',
        run: () => this.#invite(),
      },
      account.state !== 'invited' && {
        label: t('administration.reset.password'),
        icon: 'key',
        run: () => this.#reset('password'),
      },
      account.state !== 'invited' && {
        label: t('administration.reset.factors'),
        icon: 'phone',
        run: () => this.#reset('factors'),
      },
      null,
      account.state === 'disabled'
        ? { label: t('administration.enable.do'), icon: 'check', run: () => this.#enable() }
        : {
            label: t('administration.disable.do'),
            icon: 'lock',
            danger: true,
            run: () => this.#disable(),
            refuse: this.own ? t('administration.disable.own') : undefined,
          },
    ].filter((one) => one !== false);
    return html`<button
        type="button"
        class="button"
        @click=${async () => (await editAccount(this.data)) && this.reload()}
      >
        ${icon('edit')}${t('administration.edit')}
      </button>
      <aksis-menu .label=${t('administration.actions')} .items=${items}></aksis-menu>`;
  }

  show(data) {
    const { account, all, alarms } = data;
    this.context.setActions(this.#actions(data));
    const settled = alarms.filter((one) => one.settled_at);
    return html`<div class="stack">
      ${this.#waiting(data)}
      <div class="grid halves">
        <section class="card stack">
          <div class="row apart">
            <h2 class="area_name">${icon('person')}${account.name}</h2>
            ${stateOf(account)}
          </div>
          <aksis-facts
            .items=${[
              { term: t('administration.account.login'), value: account.login },
              {
                term: t('administration.account.email'),
                value: account.email,
                href: account.email && `mailto:${account.email}`,
              },
              {
                term: t('administration.account.organisation'),
                value: organisationName(all, account.organisation),
                href:
                  account.organisation && can('organisations.read')
                    ? `/administration/organisations/${account.organisation}`
                    : undefined,
              },
              { term: t('administration.account.created'), value: date(account.created_at) },
            ]}
          ></aksis-facts>
          ${can('audit.read') ? html`<p><a href="/administration/audit?actor=account:${account.id}">${t('administration.account.in_audit')}</a></p>` : nothing}
        </section>
        ${this.#rolesCard(data)}${sessionsCard(this)}${linksCard(this)}
        ${
          settled.length
            ? html`<section class="card stack">
                <h2 class="area_name">${icon('bell')}${t('administration.alarm.past')}</h2>
                <ul role="list" class="sheet_list">
                  ${settled.map(
                    (one) =>
                      html`<li>
                        <span class="grow"
                          >${alarmWords(one)} · ${relative(one.at)}<br /><span class="quiet"
                            >${one.finding}</span
                          ></span
                        >
                      </li>`,
                  )}
                </ul>
              </section>`
            : nothing
        }
      </div>
    </div>`;
  }
}

customElements.define('aksis-user', User);
export default screenOf('aksis-user');
