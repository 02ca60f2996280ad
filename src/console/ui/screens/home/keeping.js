// A layout is kept as it changes; when another window changed it meanwhile, who is there chooses.
import { confirm, t, toast } from '/ui/sdk/1/aksis.js';

import { readLayout, resetLayout, saveLayout } from './layout.js';

const PAUSE_MS = 400;

export class Keeping {
  #etag;
  #later;
  #items;
  #work = Promise.resolve();
  #theirs;

  /** @param {(items: object[] | undefined) => void} theirs takes what another window kept */
  constructor(theirs) {
    this.#theirs = theirs;
  }

  async read(signal) {
    const { items, etag, origin } = await readLayout(signal);
    this.#etag = etag;
    this.origin = origin;
    return items;
  }

  /** Soon: several steps are one change. */
  keep(items) {
    this.#items = items;
    clearTimeout(this.#later);
    this.#later = setTimeout(() => this.flush(), PAUSE_MS);
  }

  flush() {
    clearTimeout(this.#later);
    this.#work = this.#work.then(() => this.#send());
    return this.#work;
  }

  async #send() {
    const items = this.#items;
    if (!items) return;
    this.#items = undefined;
    try {
      ({ etag: this.#etag, origin: this.origin } = await saveLayout(items, this.#etag));
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      if (problem.stale) await this.#choose(items);
      else
        toast(problem.text, {
          kind: 'bad',
          action: { label: t('home.again'), run: () => this.keep(items) },
        });
    }
  }

  async #choose(items) {
    const mine = await confirm({
      title: t('home.conflict.title'),
      text: t('home.conflict.text'),
      action: t('home.conflict.mine'),
      cancel: t('home.conflict.theirs'),
    });
    const theirs = await this.read();
    if (mine) {
      this.#items = items;
      await this.#send();
    } else this.#theirs(theirs);
  }

  async reset() {
    await this.flush();
    const { items, etag, origin } = await resetLayout();
    this.#etag = etag;
    this.origin = origin;
    return items;
  }
}
