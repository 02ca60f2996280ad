// The rows of a list: what was loaded, where it goes on, what failed. Without `load`, the rows
// given
// are sorted and shown in pages here.
import { locale } from '../../core/i18n.js';

export const PAGE = 25;

/** Rows of the page's own, sorted by a column and cut like a server would. */
function ownRows(list, cursor, limit) {
  const { key, descending } = list.order;
  const column = (list.columns ?? []).find((it) => (it.sort === true ? it.id : it.sort) === key);
  const rows = [...(list.rows ?? [])];
  if (column) {
    const collator = new Intl.Collator(locale(), { numeric: true, sensitivity: 'base' });
    const value = (row) => (column.value ? column.value(row) : row[column.id]) ?? '';
    rows.sort((a, b) => collator.compare(value(a), value(b)) * (descending ? -1 : 1));
  }
  const from = Number(cursor ?? 0);
  return {
    rows: rows.slice(from, from + limit),
    total: rows.length,
    next: from + limit < rows.length ? String(from + limit) : undefined,
  };
}

export class Rows {
  rows = [];
  next = undefined;
  total = undefined;
  /** "loading" (nothing shown yet), "again" (old rows shown), "more", "done", "failed" */
  state = 'loading';
  problem = undefined;
  #abort = new AbortController();

  constructor(list) {
    this.list = list;
  }

  /** One page from the server or from what the page gave. */
  page(cursor, limit, signal) {
    const { list } = this;
    if (!list.load) return ownRows(list, cursor, limit);
    return list.load({ cursor, limit, sort: list.sort, query: list.query, signal });
  }

  async fetch(more = false) {
    this.#abort.abort();
    const abort = (this.#abort = new AbortController());
    this.state = more ? 'more' : this.rows.length ? 'again' : 'loading';
    this.list.requestUpdate();
    try {
      const got = await this.page(
        more ? this.next : undefined,
        this.list.limit ?? PAGE,
        abort.signal,
      );
      if (abort.signal.aborted) return;
      this.rows = more ? [...this.rows, ...got.rows] : got.rows;
      this.next = got.next || undefined;
      this.total = got.total ?? (this.next ? undefined : this.rows.length);
      this.state = 'done';
      this.problem = undefined;
    } catch (problem) {
      if (abort.signal.aborted) return;
      this.problem = problem;
      this.state = 'failed';
    }
    this.list.requestUpdate();
  }

  stop() {
    this.#abort.abort();
  }

  /** Everything that is filtered, for an export or an action on all results. */
  async *all(signal, most = 10_000) {
    let cursor;
    let count = 0;
    do {
      const got = await this.page(cursor, 100, signal);
      yield got.rows;
      cursor = got.next || undefined;
      count += got.rows.length;
    } while (cursor && count < most);
  }
}
