// Offers as the list wants them. The server filters by words, occupation, commune and what is closed, in the
// order offers came; the rest is filtered and sorted here, a block of offers at a time.
import { api } from '/ui/sdk/1/aksis.js';

import { sourceOf } from '../labels.js';

const PAGE = 200;
const PAGES = 5;
const ASKED = ['q', 'rome_code', 'commune'];

const one = (value) => [value ?? []].flat()[0];
const many = (value) => [value ?? []].flat();

/** What the server does not filter by. */
export function fits({ offer, open }, query) {
  const contracts = many(query.contract);
  const state = one(query.state) ?? 'open';
  return (
    (!contracts.length || contracts.includes(offer.contract)) &&
    (state === 'all' || open === (state === 'open')) &&
    (query.source === undefined || (sourceOf(offer.id) || 'own') === one(query.source)) &&
    (!query.salary || Boolean(offer.salary)) &&
    (!query.created_from || (offer.created ?? '') >= one(query.created_from)) &&
    (!query.created_to || (offer.created ?? '9') <= one(query.created_to))
  );
}

const SORTS = {
  created: ({ offer }) => offer.created ?? '',
  title: ({ offer }) => offer.title ?? '',
  expires: ({ offer }) => offer.expires ?? '9999',
};

/** The one order of a block; the same offers stand in the order of their identifier. */
export function sorted(rows, sort) {
  const key = SORTS[sort.replace(/^-/, '')] ?? SORTS.created;
  const turn = sort.startsWith('-') ? -1 : 1;
  return rows.toSorted(
    (a, b) => turn * key(a).localeCompare(key(b), 'fr') || a.offer.id.localeCompare(b.offer.id),
  );
}

async function readBlock(query, after, signal) {
  const asked = Object.fromEntries(
    ASKED.filter((name) => one(query[name])).map((name) => [name, one(query[name])]),
  );
  const state = one(query.state) ?? 'open';
  const rows = [];
  let next = after;
  for (let page = 0; page < PAGES && next !== undefined; ++page) {
    const { data } = await api.get('/offers', {
      signal,
      query: {
        ...asked,
        after: next || undefined,
        closed: state === 'open' ? undefined : true,
        limit: PAGE,
      },
    });
    rows.push(...data.offers);
    next = data.next;
  }
  return { rows: rows.filter((row) => fits(row, query)), next };
}

/** For `<aksis-list>`; `met` is told of each block that was read. */
export function stock(met = () => {}) {
  let kept = {};
  return async ({ cursor, limit, sort, query, signal }) => {
    const [after, from] = (cursor ?? '0|0').split('|').map(Number);
    const name = JSON.stringify([query, after]);
    // A first page is read anew each time: somebody may have changed an offer.
    if (!cursor || kept.name !== name) kept = { name, ...(await readBlock(query, after, signal)) };
    met(kept);
    const rows = sorted(kept.rows, sort || '-created');
    const next =
      from + limit < rows.length ? `${after}|${from + limit}` : kept.next && `${kept.next}|0`;
    return {
      rows: rows.slice(from, from + limit),
      next,
      total: after === 0 && kept.next === undefined ? rows.length : undefined,
    };
  };
}

/** For comboboxes: open offers by words of their title. */
export async function searchOffers(q, signal) {
  const { data } = await api.get('/offers', { query: { q, limit: 12, closed: true }, signal });
  return data.offers;
}
