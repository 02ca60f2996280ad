// A screen, or a part of one, that reads something, shows it, and acts on it: waiting, failing and
// refusals are the same everywhere.
import { AksisElement, html, loadStyle, t, toast } from '/ui/sdk/1/aksis.js';
import sheet from 'css:./administration/administration.css';

export class Reading extends AksisElement {
  static properties = {
    data: { state: true },
    problem: { state: true },
    context: { attribute: false },
  };

  #ends = new AbortController();
  #reading = new AbortController();

  connectedCallback() {
    super.connectedCallback();
    if (this.#ends.signal.aborted) this.#ends = new AbortController();
    this.reload();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.abort();
    this.#reading.abort();
  }

  get signal() {
    return this.#ends.signal;
  }

  /**
   * Shows what `read(signal, cursor)`, a screen's own, promises. A newer reading ends the one
   * before: what was asked for last is shown, whatever is answered last.
   */
  async reload(cursor) {
    this.#reading.abort();
    if (!this.isConnected) return;
    const { signal } = (this.#reading = new AbortController());
    this.problem = undefined;
    try {
      const data = await this.read(signal, cursor);
      if (!signal.aborted) this.data = data;
    } catch (problem) {
      if (signal.aborted) return;
      if (problem.status === undefined) throw problem;
      this.problem = problem;
    }
  }

  /** Does something that may be refused, says so in either case, and reads anew. */
  async act(run, said) {
    let done = true;
    try {
      await run();
      if (said) toast(said);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      toast(problem.text, { kind: 'bad' });
      // Who is cut off keeps what is shown.
      if (problem.offline) return false;
      done = false;
    }
    await this.reload();
    return done;
  }

  render() {
    if (this.problem)
      return html`<aksis-error
        .problem=${this.problem}
        .retry=${() => this.reload()}
      ></aksis-error>`;
    if (!this.data)
      return html`<aksis-loading rows="5" shape=${this.waiting ?? 'lines'}></aksis-loading>`;
    return this.show(this.data);
  }
}

/** The function of a route for an element. */
export function screenOf(tag, before) {
  return async (element, context) => {
    await loadStyle(sheet);
    before?.(context);
    const it = document.createElement(tag);
    it.context = context;
    element.append(it);
  };
}

/** Of requests of which some may not be made: what came, undefined for the rest. */
export const ifAllowed = (allowed, ask) =>
  allowed
    ? ask().catch((problem) => {
        if (problem.status === undefined) throw problem;
      })
    : Promise.resolve(undefined);

export const yesNo = (value) => t(value ? 'administration.yes' : 'administration.no');
