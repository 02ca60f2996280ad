// Follow-up groups: advisers who accompany people together; whoever is in one sees its people.
import {
  api,
  can,
  confirm,
  html,
  icon,
  loadStyle,
  nothing,
  render,
  session,
  t,
  toast,
} from '/ui/sdk/1/aksis.js';
import sheet from 'css:./people.css';

import { Reading } from '../reading.js';
import { ask } from './ask.js';
import { accountName, colleagues, holderName, holdersOf, loadHolders } from './holders.js';

class Groups extends Reading {
  waiting = 'cards';

  async read(signal) {
    await loadHolders({ again: true });
    const { data } = await api.get('/follow-up-groups', { signal });
    return data.groups.filter((one) => !one.closed_at);
  }

  async #create() {
    const made = await ask({
      title: t('people.group_.new'),
      text: t('people.group_.text'),
      fields: [
        { name: 'organisation', label: t('people.group_.agency'), options: holdersOf('agency') },
        {
          name: 'name',
          label: t('people.group_.name'),
          hint: t('people.group_.name_hint'),
          max: 200,
          focus: true,
        },
      ],
      action: t('people.group_.create'),
      run: async ({ organisation, name }) =>
        (await api.post('/follow-up-groups', { organisation, name: name.trim() })).data,
    });
    if (made) {
      toast(t('people.group_.made', { name: made.name }));
      this.reload();
    }
  }

  async #add(group) {
    const me = { value: session.account.id, label: accountName(session.account.id) };
    const options = [me, ...colleagues()].filter(({ value }) => !group.members.includes(value));
    const done = await ask({
      title: t('people.group_.add'),
      fields: [
        {
          name: 'account',
          label: t('people.group_.whom'),
          focus: true,
          ...(options.length ? { options } : { hint: t('people.deputy.id_hint') }),
        },
      ],
      action: t('people.group_.add'),
      size: 's',
      run: ({ account }) =>
        api.put(`/follow-up-groups/${group.id}/members/${encodeURIComponent(account.trim())}`, {}),
    });
    if (done) this.reload();
  }

  async #leave(group, member) {
    const name = accountName(member);
    if (
      await confirm({
        title: t('people.group_.leave_title', { name }),
        text: t('people.group_.leave_text'),
        action: t('people.group_.leave'),
      })
    )
      this.act(
        () => api.delete(`/follow-up-groups/${group.id}/members/${member}`),
        t('people.group_.left', { name }),
      );
  }

  async #close(group) {
    if (
      await confirm({
        title: t('people.group_.close_title', { name: group.name }),
        text: t('people.group_.close_text'),
        action: t('people.group_.close'),
        danger: true,
      })
    )
      this.act(
        () => api.post(`/follow-up-groups/${group.id}/close`, {}),
        t('people.group_.closed', { name: group.name }),
      );
  }

  #one(group) {
    const may = can('relations.manage');
    return html`<li>
      <article class="card stack tight">
        <div class="row apart">
          <h2 class="small_head">${icon('people')}${group.name}</h2>
          ${
            may
              ? html`<aksis-menu
                  small
                  icon-only
                  .label=${t('people.group_.menu', { name: group.name })}
                  .items=${[
                    { label: t('people.group_.add'), icon: 'plus', run: () => this.#add(group) },
                    null,
                    {
                      label: t('people.group_.close'),
                      icon: 'lock',
                      danger: true,
                      run: () => this.#close(group),
                    },
                  ]}
                ></aksis-menu>`
              : nothing
          }
        </div>
        <p class="small quiet">
          ${holderName({ kind: 'agency', holder: group.organisation })} ·
          ${t('people.group_.members', { count: group.members.length })}
        </p>
        ${
          group.members.length
            ? html`<aksis-chips
                ?removable=${may}
                .label=${t('people.group_.members_of', { name: group.name })}
                .items=${group.members.map((id) => ({ id, label: accountName(id) }))}
                @remove=${(event) => this.#leave(group, event.detail.id)}
              ></aksis-chips>`
            : may
              ? html`<div class="buttons">
                  <button type="button" class="button small" @click=${() => this.#add(group)}>
                    ${icon('plus')}${t('people.group_.add')}
                  </button>
                </div>`
              : nothing
        }
      </article>
    </li>`;
  }

  show(all) {
    const create = can('relations.manage')
      ? { label: t('people.group_.new'), icon: 'plus', run: () => this.#create() }
      : undefined;
    if (!all.length)
      return html`<aksis-empty
        icon="people"
        .heading=${t('people.group_.none')}
        .text=${t('people.group_.text')}
        .action=${create}
      ></aksis-empty>`;
    return html`<div class="stack narrow_page">
      <div class="row apart">
        <p class="quiet prose">${t('people.group_.text')}</p>
        ${
          create
            ? html`<button type="button" class="button primary" @click=${create.run}>
                ${icon('plus')}${create.label}
              </button>`
            : nothing
        }
      </div>
      <ul role="list" class="stack">
        ${all.map((one) => this.#one(one))}
      </ul>
    </div>`;
  }
}

customElements.define('aksis-groups', Groups);

export default async function groups(element) {
  await loadStyle(sheet);
  render(html`<aksis-groups></aksis-groups>`, element);
}
