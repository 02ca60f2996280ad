// What somebody chose for themselves. Looks and language are kept in the browser too, since they hold
// before anybody is signed in; the rest is the account's and follows it to another browser.
import { api } from './api.js';
import { session } from './session.js';
import { signal } from './signal.js';

const LOCAL = new Set(['theme', 'language', 'density', 'motion']);
const changed = signal();
const values = new Map();

const kept = (name) => {
  try {
    return JSON.parse(localStorage.getItem(`aksis.${name}`)) ?? undefined;
  } catch {
    return undefined;
  }
};

for (const name of LOCAL) {
  const value = kept(name);
  if (value !== undefined) values.set(name, value);
}

function keep(name, value) {
  values.set(name, value);
  try {
    if (LOCAL.has(name)) localStorage.setItem(`aksis.${name}`, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing: it holds until the page is left.
  }
  changed.tell({ name, value });
}

export const preferences = {
  get: (name) => values.get(name),

  /** Holds at once; the server is told, and a failure is not worth a message. */
  async set(name, value) {
    keep(name, value);
    if (session.stage !== 'full') return;
    try {
      await api.put(`/ui/preferences/${encodeURIComponent(name)}`, { value });
    } catch (problem) {
      if (problem.status === undefined) throw problem;
    }
  },

  /** Reads those of who signed in. */
  async load() {
    try {
      const { data } = await api.get('/ui/preferences');
      for (const [name, value] of Object.entries(data.preferences)) keep(name, value);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
    }
  },

  onChange: changed.add,
};
