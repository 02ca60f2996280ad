// Where one is: the path and its query, and the ways to another place. Plain links are enough.
import { signal } from './signal.js';

const changed = signal();
const guards = new Set();
const NOT_OURS = /^\/(api|ui)\//;
let place = history.state?.place ?? 0;
let shown = { path: location.pathname, query: new URLSearchParams(location.search) };
let asking = false;

const stateOf = (at) => ({ place: at });
history.replaceState(stateOf(place), '');

/** `kind`: "path" when another screen is wanted, "query" when the same one has another query. */
function show() {
  const kind = location.pathname === shown.path ? 'query' : 'path';
  shown = { path: location.pathname, query: new URLSearchParams(location.search) };
  changed.tell({ kind, path: shown.path, query: router.query });
}

export const router = {
  get path() {
    return shown.path;
  },
  /** A copy: what is changed in it changes nothing; setQuery does. */
  get query() {
    return new URLSearchParams(shown.query);
  },
  /** `fn({kind: "path"|"query", path, query})` after each change. */
  onChange: changed.add,
};

/** Whether everybody who holds typed things lets go of them. */
async function mayLeave() {
  if (asking) return false;
  asking = true;
  try {
    for (const guard of [...guards]) if (!(await guard())) return false;
    return true;
  } finally {
    asking = false;
  }
}

/**
 * Asks `fn` before another screen is shown; false (or a promise of it) stays. `fn.dirty?.()` tells
 * whether closing the tab would lose something. Gives what takes the guard off.
 * @param {(() => boolean | Promise<boolean>) & {dirty?: () => boolean}} fn
 */
export function guardLeave(fn, { signal: ends } = {}) {
  guards.add(fn);
  const remove = () => guards.delete(fn);
  ends?.addEventListener('abort', remove, { once: true });
  return remove;
}

/** Goes to an address of the console. */
export async function navigate(to, { replace = false } = {}) {
  const url = new URL(to, location.href);
  if (url.origin !== location.origin || NOT_OURS.test(url.pathname)) return location.assign(url);
  if (url.pathname !== shown.path && !(await mayLeave())) return undefined;
  if (replace) history.replaceState(stateOf(place), '', url);
  else history.pushState(stateOf(++place), '', url);
  return show();
}

/** One step back; to `otherwise` for who came here first. */
export function back(otherwise = '/') {
  if (place > 0) history.back();
  else navigate(otherwise, { replace: true });
}

/** Changes members of the query: null takes one off, a list repeats it. */
export function setQuery(changes, { replace = true } = {}) {
  const query = router.query;
  for (const [name, value] of Object.entries(changes)) {
    query.delete(name);
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== null && one !== undefined && one !== '') query.append(name, one);
  }
  const text = String(query);
  if (text === String(shown.query)) return;
  const url = shown.path + (text ? `?${text}` : '');
  if (replace) history.replaceState(stateOf(place), '', url);
  else history.pushState(stateOf(++place), '', url);
  show();
}

addEventListener('popstate', async (event) => {
  // A link to a part of the same page (#…) changes no screen.
  if (
    location.pathname === shown.path &&
    location.search.replace(/^\?/, '') === String(shown.query)
  )
    return;
  const to = event.state?.place ?? 0;
  const step = to - place;
  if (location.pathname !== shown.path && guards.size) {
    const wanted = location.href;
    // Back to where the typed things are, while the person is asked.
    history.go(-step);
    await new Promise((done) => addEventListener('popstate', done, { once: true }));
    if (await mayLeave()) {
      guards.clear();
      if (step) history.go(step);
      else navigate(wanted);
    }
    return;
  }
  place = to;
  show();
});

addEventListener('beforeunload', (event) => {
  if ([...guards].some((guard) => guard.dirty?.())) event.preventDefault();
});

document.addEventListener('click', (event) => {
  if (
    event.defaultPrevented ||
    event.button ||
    event.ctrlKey ||
    event.metaKey ||
    event.shiftKey ||
    event.altKey
  )
    return;
  const link = event.target.closest?.('a[href]');
  if (!link || link.target || link.hasAttribute('download')) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || NOT_OURS.test(url.pathname)) return;
  if (url.hash && url.pathname === location.pathname && url.search === location.search) return;
  event.preventDefault();
  navigate(url.href);
});

/** Parts of a path after a pattern: `match("/people/:person", path)` → `{person}` or undefined. */
export function match(pattern, path) {
  const names = pattern.split('/').filter(Boolean);
  const parts = path.split('/').filter(Boolean);
  if (names.length !== parts.length) return undefined;
  const params = {};
  for (const [i, name] of names.entries()) {
    if (!name.startsWith(':')) {
      if (name !== parts[i]) return undefined;
      continue;
    }
    try {
      params[name.slice(1)] = decodeURIComponent(parts[i]);
    } catch {
      return undefined;
    }
  }
  return params;
}
