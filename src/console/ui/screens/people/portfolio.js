// The people of the list, as the server filters and sorts them; what filters may offer comes from
// the first.
import { api, can, scopeOf } from '/ui/sdk/1/aksis.js';

import { communeName } from './communes.js';
import { meet } from './holders.js';

const SAMPLE = 200;
const ASKED = ['scope', 'referent', 'commune', 'registered', 'reference'];
export const FIRST_SORT = 'name';
// Names are sealed: the server sorts by them up to a number of people, then says so.
const OTHER_SORT = '-changed';

/** Which lists somebody may look at; the first is where one arrives. */
export function scopes() {
  if (scopeOf('people.read') === 'own') return ['mine'];
  return can('people.supervise') ? ['agency', 'mine', 'all'] : ['mine', 'agency', 'all'];
}

async function complete(row) {
  meet(row.referent);
  return { ...row, commune_name: await communeName(row.commune) };
}

/** One page; `changed` says that the order is not the one asked for. */
export async function page({ cursor, limit, sort, query, signal }) {
  const asked = Object.fromEntries(
    ASKED.filter((name) => query[name] !== undefined).map((name) => [
      name,
      [query[name]].flat()[0],
    ]),
  );
  const ask = async (order) =>
    (await api.get('/people', { query: { ...asked, cursor, limit, sort: order }, signal })).data;
  const answer = await ask(sort || FIRST_SORT).catch((problem) => {
    if (problem.status !== 400 || !/name$/.test(sort || FIRST_SORT)) throw problem;
    return ask(OTHER_SORT);
  });
  return {
    rows: await Promise.all(answer.people.map(complete)),
    next: answer.next,
    total: answer.total,
  };
}

/** How many there are of a filter. */
export const countOf = async (query, signal) =>
  (await page({ query, limit: 1, sort: 'created', signal })).total;

/** Communes and referents of the first people, for the filters. */
export async function sample(signal) {
  const { rows } = await page({ query: {}, limit: SAMPLE, sort: '-created', signal });
  const named = (pairs) =>
    [...new Map(pairs)]
      .map(([value, label]) => ({ value, label }))
      .sort((a, b) => a.label.localeCompare(b.label));
  return {
    communes: named(
      rows.filter((row) => row.commune).map((row) => [row.commune, row.commune_name]),
    ),
    referents: named(
      rows.filter((row) => row.referent?.name).map((row) => [row.referent.id, row.referent.name]),
    ),
  };
}

/** The registration of a whole record. */
export function registrationOf(record, today = new Date().toISOString().slice(0, 10)) {
  if (!record.registered_on) return 'none';
  return record.registration_ended_on && record.registration_ended_on <= today
    ? 'ended'
    : 'running';
}

export const mayCreate = () => can('people.write');
