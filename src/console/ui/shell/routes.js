// Which screen an address means: the host's table first, then pages of modules.
import { can, match, t, text } from '/ui/sdk/1/aksis.js';

import { screens } from '../screens/screens.js';
import { contributed } from './contributions.js';

const shape = (path) =>
  path
    .split('/')
    .map((part) => (part.startsWith(':') ? '1' : '0'))
    .join('');

/** Of a screen or an entry: the host's are keys, the modules' are {fr, en}. */
const wordsOf = (words) => (typeof words === 'string' ? t(words) : text(words));
export const titleOf = ({ title }) => wordsOf(title);

/** What a phone's bar says of an entry. */
export const shortOf = ({ short, title }) => wordsOf(short ?? title);

/** Words before parameters: /people/new is not a person. */
const bySpecificity = (a, b) => (shape(a.path) < shape(b.path) ? -1 : 1);

export function allRoutes() {
  return [...screens, ...contributed('pages').map((page) => ({ ...page, contributed: true }))];
}

/** @returns {{route: object, params: object} | undefined} */
export function find(path) {
  for (const route of allRoutes().sort(bySpecificity)) {
    const params = match(route.path, path);
    if (params) return { route, params };
  }
  return undefined;
}

export const allowed = (route) => route.contributed || can(route.permission);

/** Routes above an address, the nearest last: /people above /people/42; `parent` of a row leads. */
export function above(path, route) {
  const found = [];
  let upper = route?.parent ?? path.slice(0, path.lastIndexOf('/'));
  while (upper && upper !== '/') {
    const hit = find(upper);
    if (hit && allowed(hit.route)) found.unshift({ ...hit, path: upper });
    upper = hit?.route.parent ?? upper.slice(0, upper.lastIndexOf('/'));
  }
  return found;
}

/** Entries of the navigation that who is signed in may use, in order. */
export function navigation() {
  const own = screens
    .filter((one) => one.nav && can(one.permission))
    .map((one) => ({ path: one.path, title: one.title, order: 100, group: 'main', ...one.nav }));
  const theirs = contributed('navigation').map((one) => ({ group: 'main', ...one }));
  return [...own, ...theirs].sort((a, b) => (a.order ?? 100) - (b.order ?? 100));
}
