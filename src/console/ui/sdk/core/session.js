// Who is signed in, and what they may do.
import { api } from './api.js';
import { signal } from './signal.js';

const changed = signal();
// Whether somebody was signed in here: the cookie cannot be seen, and asking without one counts as a
// stranger's knock, of which a whole office behind one address has few.
const MARK = 'aksis.signed_in';
const SCOPES = ['own', 'agency', 'territory', 'national', 'all'];

export const session = {
  /** "unknown" until asked, then "none", "half" (a second factor is wanted) or "full". */
  stage: 'unknown',
  /** @type {{id: string, login: string, name: string} | undefined} */
  account: undefined,
  /** @type {{permission: string, scope: string}[]} */
  grants: [],
  /** What the account can show besides its password: totp, passkey, recovery. */
  factors: [],
  /** The session itself, as the server tells it. */
  current: undefined,
  /** Without a request for so long, the session ends. */
  idleSeconds: undefined,
  /** With which drafts are sealed: drafts.js. */
  draftKey: undefined,
  onChange: changed.add,

  /** Whether it is worth asking who is signed in. */
  expected() {
    try {
      return localStorage.getItem(MARK) !== null;
    } catch {
      return true;
    }
  },

  /** Asks the server anew. */
  async load() {
    try {
      take((await api.get('/session')).data);
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      take(undefined);
    }
    return session.stage;
  },

  /** What was typed in this tab and never sent is not for whoever comes next. */
  forgetTyped() {
    try {
      sessionStorage.clear();
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  },

  /** @returns {Promise<string | undefined>} where to sign out at the identity provider too */
  async signOut() {
    const { data } = await api.delete('/session');
    session.forgetTyped();
    take(undefined);
    return data?.continue_at;
  },
};

function take(told) {
  session.stage = told?.session?.stage ?? 'none';
  session.account = told?.account;
  session.grants = told?.grants ?? [];
  session.factors = told?.factors ?? [];
  session.current = told?.session;
  session.idleSeconds = told?.idle_s;
  session.draftKey = told?.draft_key;
  try {
    if (told) localStorage.setItem(MARK, '1');
    else localStorage.removeItem(MARK);
  } catch {
    // A browser that keeps nothing is asked each time.
  }
  changed.tell(session);
}

// "events.*" holds "events.read", "*" everything, as on the server.
const holds = (held, asked) =>
  held === asked || held === '*' || (held.endsWith('.*') && asked.startsWith(held.slice(0, -1)));

/** Whether the account holds this permission, or one of a list, whatever its scope; none asked for: yes. */
export function can(permission) {
  return (
    !permission ||
    [permission]
      .flat()
      .some((asked) => session.grants.some((grant) => holds(grant.permission, asked)))
  );
}

/** The widest scope of a permission: "own", "agency", "territory", "national", "all"; undefined: not held. */
export function scopeOf(permission) {
  const held = session.grants.filter((grant) => holds(grant.permission, permission));
  return SCOPES.findLast((scope) => held.some((grant) => grant.scope === scope));
}
