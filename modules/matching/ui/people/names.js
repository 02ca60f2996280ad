// Results name people by their id; the record says who they are.
import { api, personName } from '/ui/sdk/1/aksis.js';

const known = new Map();

export function nameOf(id, signal) {
  if (!known.has(id)) {
    const asked = api
      .get(`/people/${encodeURIComponent(id)}`, { signal })
      .then(({ data }) => personName(data));
    asked.catch(() => known.delete(id));
    known.set(id, asked);
  }
  return known.get(id);
}
