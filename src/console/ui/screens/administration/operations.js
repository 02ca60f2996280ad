// Operations in the server's own words: its description of every route, kept for the session, for it is large.
import { api, locale } from '/ui/sdk/1/aksis.js';

let words = {};
const place = () => `aksis.operations.${locale()}`;

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(place()));
  } catch {
    return null;
  }
}

export async function loadOperations(signal) {
  words = remembered() ?? {};
  if (Object.keys(words).length) return;
  const { data } = await api.get('/openapi.json', { signal });
  words = Object.fromEntries(Object.values(data.paths).flatMap((methods) => Object.values(methods))
    .filter((one) => one.operationId).map((one) => [one.operationId, one.summary]));
  try {
    sessionStorage.setItem(place(), JSON.stringify(words));
  } catch {
    // A full store: asked again next time.
  }
}

export const operationName = (id) => words[id] ?? id;
export const operationOptions = () => Object.entries(words).map(([value, label]) => ({ value, label, detail: value }));
