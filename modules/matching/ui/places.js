// Communes and occupations as fields look them up.
import { api, can, until } from '/ui/sdk/1/aksis.js';

const FOUND = 12;
const names = new Map();

export async function searchCommunes(q) {
  if (!q.trim()) return [];
  const { data } = await api.get('/communes', { query: { q: q.trim(), limit: FOUND } });
  return data.communes.map((one) => ({
    value: one.code,
    label: one.name,
    detail: one.postcodes[0] ?? one.department,
  }));
}

/** A name once asked for is kept; the code stands in where it cannot be had. */
export function communeName(code) {
  if (!code || !can('territories.read')) return Promise.resolve(code ?? '');
  if (!names.has(code)) {
    names.set(
      code,
      api.get(`/communes/${encodeURIComponent(code)}/territories`).then(
        ({ data }) => data.territories[0]?.name ?? code,
        () => {
          names.delete(code);
          return code;
        },
      ),
    );
  }
  return names.get(code);
}
export const commune = (code) => (code ? until(communeName(code), code) : '');

/** Occupations, one line each, whichever of their titles was found. */
export async function searchOccupations(q) {
  const { data } = await api.get('/occupations', { query: { q, limit: FOUND } });
  const seen = new Set();
  return data.results
    .filter(({ rome_code: code }) => !seen.has(code) && seen.add(code))
    .map((one) => ({
      value: one.rome_code,
      label: one.occupation ?? one.label,
      detail:
        one.label === one.occupation || !one.occupation
          ? one.rome_code
          : `${one.rome_code} · ${one.label}`,
    }));
}

const occupations = new Map();
export function occupationName(code) {
  if (!occupations.has(code)) {
    occupations.set(
      code,
      api.get(`/occupations/${encodeURIComponent(code)}`).then(
        ({ data }) => data.label,
        () => {
          occupations.delete(code);
          return code;
        },
      ),
    );
  }
  return occupations.get(code);
}

export const searchItems = (kind) => async (q) => {
  const { data } = await api.get('/skills', { query: { q, kind, limit: FOUND } });
  return (data.results ?? data.skills ?? []).map((one) => ({ value: one.code, label: one.label }));
};
