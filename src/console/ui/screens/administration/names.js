// Accounts, organisations and roles by their names: asked once, and again when something changed.
import { api, can, hasText, locale, session, t } from '/ui/sdk/1/aksis.js';

let known;

/** What failed is left out, and asked for again the next time. */
const quietly = async (allowed, ask) => {
  if (!allowed) return [];
  return ask().catch(() => {
    known = undefined;
    return [];
  });
};

/**
 * What may not be read is empty.
 * @returns {Promise<{accounts: object[], organisations: object[], roles: object[]}>}
 */
export function names({ again = false } = {}) {
  if (known && !again) return known;
  known = Promise.all([
    quietly(can('accounts.manage'), () => api.all('/accounts')),
    quietly(can('organisations.read'), () =>
      api.all('/organisations', { query: { closed: true } }),
    ),
    quietly(can('roles.manage'), async () => (await api.get('/roles')).data.roles),
  ]).then(([accounts, organisations, roles]) => ({ accounts, organisations, roles }));
  return known;
}

export const roleTitle = (role) => (locale() === 'en' ? role.title_en : role.title_fr) || role.id;
export const roleName = ({ roles }, id) => {
  const role = roles.find((one) => one.id === id);
  return role ? roleTitle(role) : id;
};
export const organisationName = ({ organisations }, id) =>
  id ? (organisations.find((one) => one.id === id)?.name ?? id.slice(-6)) : '';

/** Who did something, as the server writes it: "account:…", "client:…", "host", "local". */
export function actorName(all, actor) {
  const [kind, id] = (actor ?? '').split(/:(.*)/s);
  const account = id ?? kind;
  if (account && account === session.account?.id)
    return t('administration.actor.me', { name: session.account.name });
  const found = all.accounts.find((one) => one.id === account);
  if (found) return found.name;
  if (id)
    return t(
      hasText(`administration.actor.${kind}`)
        ? `administration.actor.${kind}`
        : 'administration.actor.other',
      { id: id.slice(-6) },
    );
  return hasText(`administration.actor.${kind}`)
    ? t(`administration.actor.${kind}`, { id: '' })
    : actor;
}

export const options = (rows, label) =>
  rows
    .map((one) => ({ value: one.id, label: label(one) }))
    .sort((a, b) => a.label.localeCompare(b.label));
