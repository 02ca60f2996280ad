// A new account: who, where, what they may do; then the link that is shown this once.
import { api, can, html, navigate, t, toast } from '/ui/sdk/1/aksis.js';

import { names, options, roleTitle } from '../administration/names.js';
import { showOnce } from '../administration/once.js';
import { Reading, screenOf } from '../reading.js';

export async function showInvitation(account, { url, expires_at: until }) {
  await showOnce({
    title: t('administration.invitation.title', { name: account.name }),
    text: t('administration.invitation.text', { name: account.name }),
    label: t('administration.invitation.link'),
    value: url,
    until,
  });
}

/** What the server takes, one line each; organisations and roles are those there are. */
const schema = (places, roles) => ({
  type: 'object',
  required: ['name', 'login'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 199 },
    login: { type: 'string', minLength: 1, maxLength: 100 },
    email: { type: 'string', maxLength: 199, format: 'email' },
    ...(places.length ? { organisation: { enum: places } } : {}),
    ...(roles.length ? { roles: { type: 'array', items: { enum: roles } } } : {}),
  },
});

class NewUser extends Reading {
  async read() {
    return names();
  }

  async #send({ roles = [], ...account }) {
    const made = (await api.post('/accounts', account)).data;
    const refused = [];
    for (const role of roles)
      await api.post(`/accounts/${made.account.id}/roles`, { role }).catch((problem) => {
        if (problem.status === undefined) throw problem;
        refused.push(problem.text);
      });
    if (refused.length) toast(refused[0], { kind: 'bad' });
    await names({ again: true });
    await showInvitation(made.account, made.invitation);
    return made.account;
  }

  show(all) {
    const places = options(
      all.organisations.filter((one) => !one.closed_at),
      (one) => one.name,
    );
    const roles = can('roles.manage') ? options(all.roles, roleTitle) : [];
    const fields = {
      name: { hint: t('administration.account.name_hint') },
      login: { hint: t('administration.account.login_hint') },
      organisation: { options: places, widget: 'select' },
      roles: { options: roles, hint: t('administration.account.roles_hint') },
    };
    const shape = schema(
      places.map((one) => one.value),
      roles.map((one) => one.value),
    );
    const label = (name) => t(`administration.account.${name}`);
    return html`<div class="narrow_page card">
      <aksis-form
        .schema=${shape}
        .fields=${fields}
        draft="new-account"
        .labels=${{ name: label('name'), login: label('login'), email: label('email'), organisation: label('organisation'), roles: label('roles') }}
        .layout=${[
          { title: t('administration.account.who'), fields: ['name', 'login', 'email'] },
          {
            title: t('administration.account.where'),
            fields: ['organisation', 'roles'].filter((one) => shape.properties[one]),
          },
        ]}
        .submit=${(value) => this.#send(value)}
        submit-label=${t('administration.account.invite')}
        .cancel=${'/administration/users'}
        @sent=${(event) => navigate(`/administration/users/${event.detail.id}`)}
      ></aksis-form>
    </div>`;
  }
}

customElements.define('aksis-new-user', NewUser);
export default screenOf('aksis-new-user');
