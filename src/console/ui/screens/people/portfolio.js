// The people of the list: read page by page, then filtered and sorted here, so that every filter works on
// what the person may read and the addresses stay short.
import { api, can, scopeOf, session } from '/ui/sdk/1/aksis.js';

import { communeName } from './communes.js';
import { meet } from './holders.js';
import { sortName } from './names.js';

const PAGE = 200;
/** Beyond it a list helps nobody: the search does. */
export const MOST = 4000;
const DAY = 86_400_000;

/** Which lists somebody may look at; the first is where one arrives. */
export function scopes() {
  const widest = scopeOf('people.read');
  const all = ['territory', 'national', 'all'].includes(widest);
  return ['mine', ...(all || widest === 'agency' ? ['agency'] : []), ...(all ? ['all'] : [])];
}

const referentOf = (row) => (typeof row.referent === 'string' ? { id: row.referent } : row.referent);

async function complete(row) {
  const referent = referentOf(row);
  meet(referent);
  return { ...row, referent, commune_name: row.commune_name ?? (row.commune ? await communeName(row.commune) : '') };
}

export class Portfolio {
  #asked;

  /** @returns {Promise<object[]>} kept until `forget()` */
  rows() {
    this.#asked ??= this.#read();
    this.#asked.catch(() => this.forget());
    return this.#asked;
  }

  forget() {
    this.#asked = undefined;
  }

  async #read() {
    const rows = [];
    for await (const page of api.pages('/people', { query: { limit: PAGE }, member: 'people' })) {
      rows.push(...page);
      this.partial = rows.length >= MOST;
      if (this.partial) break;
    }
    return Promise.all(rows.map(complete));
  }

  /** What the rows tell: a filter of what no row has would find nothing. */
  async known() {
    const rows = await this.rows();
    const has = (name) => rows.some((row) => row[name] !== undefined && row[name] !== '');
    return { rows, referents: has('referent'), communes: has('commune'), registration: has('registered_on'),
      changes: has('updated_at'), restrictions: rows.some((row) => 'restricted' in row) };
  }
}

const of = (value) => (value === undefined ? [] : [value].flat());

export function registrationOf(row, today = new Date().toISOString().slice(0, 10)) {
  if (!row.registered_on) return 'none';
  return row.registration_ended_on && row.registration_ended_on <= today ? 'ended' : 'running';
}

/** Whether a row is among those a filter of the address asks for. */
const TESTS = {
  scope: (row, value) => value !== 'mine' || !row.referent || row.referent.id === session.account?.id,
  commune: (row, value) => of(value).includes(row.commune),
  referent: (row, value) => of(value).includes(row.referent?.id ?? 'nobody'),
  registration: (row, value) => of(value).includes(registrationOf(row)),
  still: (row, value) => Date.now() - Date.parse(row.updated_at ?? row.created_at) > Number(value) * 30 * DAY,
  restricted: (row) => row.restricted === true,
  text: (row, value) => sortName(row).toLowerCase().includes(String(value).toLowerCase()),
};

export const fits = (row, query) => Object.entries(query)
  .every(([name, value]) => TESTS[name]?.(row, value) ?? true);

const KEYS = {
  name: sortName,
  born: (row) => row.birth_date ?? '',
  reference: (row) => row.reference,
  commune: (row) => row.commune_name ?? '',
  referent: (row) => row.referent?.name ?? '',
  registered: (row) => row.registered_on ?? '',
  changed: (row) => row.updated_at ?? row.created_at,
};

export function sorted(rows, sort) {
  const key = KEYS[sort.replace(/^-/, '')] ?? KEYS.name;
  const by = new Intl.Collator('fr', { numeric: true, sensitivity: 'base' });
  const turn = sort.startsWith('-') ? -1 : 1;
  return [...rows].sort((a, b) => turn * by.compare(key(a), key(b)));
}

export const mayCreate = () => can('people.write');
