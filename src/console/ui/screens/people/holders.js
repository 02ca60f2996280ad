// Who accompanies, by their names. Accounts are known by what the answers name, by the lists of
// colleagues and of accounts for who may read them, and as oneself; the others are of elsewhere.
import { api, can, hasText, session, t } from '/ui/sdk/1/aksis.js';

const accounts = new Map();
const organisations = new Map();
const groups = new Map();
let asked;

/** Remembers what an answer named: {id, name}. */
export function meet(one) {
  if (one?.id && one.name) accounts.set(one.id, one.name);
}

async function readAll(path, into) {
  for (const one of await api.all(path)) into.set(one.id, one.name);
}

/** Asks once; what may not be read, or fails, is left out. */
export function loadHolders({ again = false } = {}) {
  if (asked && !again) return asked;
  if (session.account) meet(session.account);
  const quietly = (promise) =>
    promise.catch(() => {
      asked = undefined;
    });
  asked = Promise.all([
    can('organisations.read') && quietly(readAll('/organisations', organisations)),
    can('accounts.manage') && quietly(readAll('/accounts', accounts)),
    can('relations.read') && quietly(readAll('/colleagues', accounts)),
    can('relations.read') &&
      quietly(
        api.get('/follow-up-groups').then(({ data }) => {
          for (const one of data.groups) groups.set(one.id, one.name);
        }),
      ),
  ]);
  return asked;
}

const short = (id) => id.slice(-4);

export function accountName(id) {
  if (!id) return '';
  if (id === session.account?.id) return t('people.holder.me', { name: session.account.name });
  return accounts.get(id) ?? t('people.holder.colleague', { id: short(id) });
}

/** An author as the server writes one: "account:…", "client:…", "host", "local". */
export function actorName(actor) {
  const [kind, id] = (actor ?? '').split(/:(.*)/s);
  if (kind === 'account') return accountName(id);
  if (!id && accounts.has(kind)) return accountName(kind);
  return hasText(`people.actor.${kind}`) ? t(`people.actor.${kind}`) : actor;
}

/** The holder of a relation. */
export function holderName({ kind, holder, holder_name: told }) {
  if (kind === 'agency')
    return organisations.get(holder) ?? told ?? t('people.holder.agency', { id: short(holder) });
  if (kind === 'group')
    return groups.get(holder) ?? told ?? t('people.holder.group', { id: short(holder) });
  if (told) meet({ id: holder, name: told });
  return accountName(holder);
}

const options = (names) =>
  [...names]
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label));

/** Whom a relation of this kind may be given to, as far as they are known. */
export function holdersOf(kind) {
  if (kind === 'agency') return options(organisations);
  if (kind === 'group') return options(groups);
  return options(accounts).map((one) => ({ ...one, label: accountName(one.value) }));
}

export const colleagues = () =>
  holdersOf('referent').filter(({ value }) => value !== session.account?.id);
