// Communes by their names: the record keeps codes, people say names.
import { api, can, until } from '/ui/sdk/1/aksis.js';

const names = new Map();

/** @returns {Promise<string>} the name; the code where it cannot be asked for */
export function communeName(code) {
  if (!code || !can('territories.read')) return Promise.resolve(code ?? '');
  if (!names.has(code)) {
    const asked = api
      .get(`/communes/${encodeURIComponent(code)}/territories`)
      .then(({ data }) => data.territories[0]?.name ?? code);
    // Asked again the next time: the network may be back.
    names.set(
      code,
      asked.catch(() => {
        names.delete(code);
        return code;
      }),
    );
  }
  return names.get(code);
}

/** For templates: the code stands until the name is there. */
export const commune = (code) => (code ? until(communeName(code), code) : '');

const toOption = (one) => {
  names.set(one.code, Promise.resolve(one.name));
  return { value: one.code, label: one.name, detail: one.postcodes[0] ?? one.department };
};

/** For a combobox. */
export async function searchCommunes(q) {
  if (!q.trim()) return [];
  const { data } = await api.get('/communes', { query: { q: q.trim(), limit: 12 } });
  return data.communes.map(toOption);
}
