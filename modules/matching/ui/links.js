// Addresses of offers and of a person's offers, wherever they are linked from.
const TAB = 'matching.matches';

export const offerPath = (id, more = '') => `/offers/${encodeURIComponent(id)}${more}`;
export const resultPath = (id) => `/matches/${encodeURIComponent(id)}`;

/** @param {string} person @param {{view?: "map"|"wishes", offer?: string}} [query] */
export const matchesOf = (person, query = {}) =>
  `/people/${encodeURIComponent(person)}?${new URLSearchParams({ tab: TAB, ...query })}`;
