// The profile of one person being worked on: reading, draft, saving with the version that was read.
import { api, drafts } from '/ui/sdk/1/aksis.js';

import { changes, count, fresh, merge, open, PARTS, rowOf, toInput } from './model.js';

const draftOf = (person) => `competences.${person}`;

export class Editing {
  base;
  work;
  etag;
  problem;
  saving = false;
  restored = false;
  faults = new Map(); // "uid field" → words

  /** @param {string} person @param {() => void} draw @param {AbortSignal} signal */
  constructor(person, draw, signal) {
    Object.assign(this, { person, draw, signal });
    this.path = `/people/${encodeURIComponent(person)}/skills`;
  }

  get changes() {
    return changes(this.base, this.work);
  }
  get counts() {
    return count(this.changes);
  }
  get dirty() {
    return Boolean(this.work) && PARTS.some((part) => this.counts[part] > 0);
  }

  async read() {
    this.problem = undefined;
    this.draw();
    try {
      const [kept, { data, etag }] = await Promise.all([
        drafts(),
        api.get(this.path, { signal: this.signal }),
      ]);
      this.drafts = kept;
      const draft = await this.drafts.read(draftOf(this.person));
      this.base = open(data);
      this.etag = etag;
      // A draft of an older version is brought together with what stands there now.
      this.restored = Boolean(draft);
      this.work = draft ? merge(draft.base, draft.work, this.base) : open(data);
    } catch (problem) {
      if (!this.signal.aborted) this.problem = problem;
    }
    if (!this.signal.aborted) this.draw();
  }

  #keep() {
    const name = draftOf(this.person);
    if (this.dirty) this.drafts.keep(name, { base: this.base, work: this.work });
    else this.drafts.drop(name);
  }

  #set(part, rows) {
    this.work = { ...this.work, [part]: rows };
    this.#keep();
    this.draw();
  }

  add(part, row) {
    const one = fresh(row);
    this.#set(part, [...this.work[part], one]);
    return one.uid;
  }

  change(part, uid, values) {
    for (const name of Object.keys(values)) this.faults.delete(`${uid} ${name}`);
    this.#set(
      part,
      this.work[part].map((row) => (row.uid === uid ? { ...row, ...values } : row)),
    );
  }

  remove(part, uid) {
    this.#set(
      part,
      this.work[part].filter((row) => row.uid !== uid),
    );
  }

  putBack(part, row) {
    this.#set(part, [...this.work[part], row]);
  }

  undo() {
    this.work = this.base;
    this.faults.clear();
    this.restored = false;
    this.problem = undefined;
    this.#keep();
    this.draw();
  }

  #take({ data, etag }) {
    this.base = open(data);
    this.work = open(data);
    this.etag = etag;
    this.restored = false;
    this.faults.clear();
    this.#keep();
  }

  /** @returns {Promise<"saved" | "conflict" | "refused" | "failed">} */
  async save(keepDurations) {
    this.faults.clear();
    for (const row of this.work.experiences)
      if (!(row.months > 0)) this.faults.set(`${row.uid} months`, keepDurations);
    if (this.faults.size) return this.#end('refused');
    this.saving = true;
    this.problem = undefined;
    this.draw();
    try {
      this.#take(await api.put(this.path, toInput(this.work), { ifMatch: this.etag }));
      return this.#end('saved');
    } catch (problem) {
      if (problem.stale) return this.#end('conflict');
      this.problem = problem;
      for (const { pointer, message } of problem.errors ?? []) {
        const at = rowOf(this.work, pointer);
        if (at) this.faults.set(`${at.uid} ${at.field}`, message);
      }
      return this.#end(this.faults.size ? 'refused' : 'failed');
    }
  }

  #end(outcome) {
    this.saving = false;
    this.draw();
    return outcome;
  }

  /** What somebody else saved in the meantime. */
  async theirs() {
    const answer = await api.get(this.path, { signal: this.signal });
    return { rows: open(answer.data), answer };
  }

  useTheirs({ answer }) {
    this.#take(answer);
    this.draw();
  }

  keepMine({ rows, answer }) {
    this.work = merge(this.base, this.work, rows);
    this.base = rows;
    this.etag = answer.etag;
    this.#keep();
    this.draw();
  }
}
