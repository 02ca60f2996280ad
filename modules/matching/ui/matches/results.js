// The offers that fit a person, with what the result alone does not say: salary, hours, place on a map, and what
// became of each.
import { api } from '/ui/sdk/1/aksis.js';

import { offerPath } from '../links.js';

const AT_ONCE = 4;

const matchPath = (person, offer, more = '') =>
  `/people/${encodeURIComponent(person)}/matches/${encodeURIComponent(offer)}${more}`;

export const readMatches = async (person, limit, signal) =>
  (await api.get(`/people/${encodeURIComponent(person)}/matches`, { query: { limit }, signal }))
    .data;
export const readMatch = async (person, offer, signal) =>
  (await api.get(matchPath(person, offer), { signal })).data;
export const readFeedback = async (person, offer, signal) =>
  (await api.get(matchPath(person, offer, '/feedback'), { signal })).data.feedback;
/** @param {{step: string, reason?: string, comment?: string}} said */
export const giveFeedback = async (person, offer, said) =>
  (await api.post(matchPath(person, offer, '/feedback'), said)).data;
export const keepResult = async (person, offer) =>
  (await api.post(matchPath(person, offer, '/results'), {})).data;
export const readGap = async (person, offer, signal) =>
  (await api.get(matchPath(person, offer, '/skill-gap'), { signal })).data;
export const readPlan = async (person, offer, signal) =>
  (await api.get(matchPath(person, offer, '/training-plan'), { signal })).data;

/** Kept as long as the tab stands: `get(id)` gives {offer, feedback} once it was read. */
export class Details {
  #known = new Map();
  #waiting = [];
  #running = 0;

  constructor(person, changed, signal) {
    Object.assign(this, { person, changed, signal });
  }

  get = (id) => this.#known.get(id) ?? {};

  want(ids) {
    for (const id of ids)
      if (!this.#known.has(id)) {
        this.#known.set(id, {});
        this.#waiting.push(id);
      }
    while (this.#running < AT_ONCE && this.#waiting.length) this.#next();
  }

  /** After a step was noted. */
  async again(id) {
    const feedback = await readFeedback(this.person, id, this.signal);
    this.#put(id, { feedback });
  }

  #put(id, values) {
    if (this.signal.aborted) return;
    this.#known.set(id, { ...this.#known.get(id), ...values });
    this.changed();
  }

  async #next() {
    const id = this.#waiting.shift();
    this.#running += 1;
    try {
      const [offer, feedback] = await Promise.all([
        api.get(offerPath(id), { signal: this.signal }).then(({ data }) => data.offer),
        readFeedback(this.person, id, this.signal),
      ]);
      this.#put(id, { offer, feedback });
    } catch (problem) {
      // The result stands without them; it says less.
      this.#put(id, { problem });
    } finally {
      this.#running -= 1;
      if (!this.signal.aborted && this.#waiting.length) this.#next();
    }
  }
}

const codes = (row, part) => new Set((row[part] ?? []).map(({ code }) => code));

/** Whether the offer states a salary: told by the result where a floor is wished, else by the offer. */
function salaried(row, offer) {
  if (offer) return Boolean(offer.salary);
  return !codes(row, 'against').has('salary_unstated');
}

/** What the operation takes no filter for is left out here. */
export function shown(results, query, details) {
  const near = Number(query.get('near')) || Infinity;
  const contracts = query.getAll('contract');
  const step = query.get('step');
  return results.filter((row) => {
    const { offer, feedback } = details.get(row.offer.id);
    const last = feedback?.at(-1)?.step;
    return (
      (row.distance_hectometres ?? 0) <= near * 10 &&
      (near === Infinity || row.distance_hectometres !== undefined) &&
      (!contracts.length || contracts.includes(row.offer.contract)) &&
      (!query.get('salary') || salaried(row, offer)) &&
      (step === 'new' ? !last : step === 'all' || (step ? last === step : last !== 'refused'))
    );
  });
}
