// One thing asked of the server at a time: what came of it, and how to ask again.

/**
 * @template T
 * @param {(...given: any[]) => Promise<T>} ask
 * @param {() => void} changed
 * @param {AbortSignal} signal nothing is said any more once it is aborted
 */
export class Asked {
  data;
  problem;
  busy = false;
  #turn = 0;
  #given = [];

  constructor(ask, changed, signal) {
    Object.assign(this, { ask, changed, signal });
  }

  async for(...given) {
    this.#given = given;
    const turn = ++this.#turn;
    const current = () => turn === this.#turn && !this.signal.aborted;
    this.busy = true;
    this.problem = undefined;
    this.changed();
    const outcome = await this.ask(...given).then((data) => ({ data }), (problem) => ({ problem }));
    if (!current()) return;
    Object.assign(this, { busy: false }, outcome);
    this.changed();
  }

  again = () => this.for(...this.#given);

  /** What was asked before is no answer any more. */
  forget() {
    ++this.#turn;
    Object.assign(this, { data: undefined, problem: undefined, busy: false });
  }
}
