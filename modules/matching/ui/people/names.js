// Results name people by their id; the record says who they are.
import { api } from '/ui/sdk/1/aksis.js';

const known = new Map();

export const fullName = (one) => [one.first_names, one.used_name || one.birth_name].filter(Boolean).join(' ') || one.name || one.reference || one.id;

export function nameOf(id, signal) {
  if (!known.has(id)) {
    const asked = api.get(`/people/${encodeURIComponent(id)}`, { signal }).then(({ data }) => fullName(data));
    asked.catch(() => known.delete(id));
    known.set(id, asked);
  }
  return known.get(id);
}
