// The rows of a list: what was loaded, where it goes on, what failed. Without `load`, the rows
// given
// are sorted and shown in pages here.
import { locale } from '../../core/i18n.js';
import { sortKey, valueOf } from './table.js';

const PAGE = 25;
const AT_ONCE = 100; // rows of a page that an export reads
export const EXPORT_MOST = 10_000; // rows, beyond which a file is said to be a part

/** Rows of the page's own, sorted by a column and cut like a server would. */
function ownRows(list, cursor, limit) {
  const { key, descending } = list.order;
  const column = (list.columns ?? []).find((it) => sortKey(it) === key);
  const rows = [...(list.rows ?? [])];
  if (column) {
    const collator = new Intl.Collator(locale(), { numeric: true, sensitivity: 'base' });
    const value = (row) => valueOf(column, row) ?? '';
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
  #more = false;

  constructor(list) {
    this.list = list;
  }

  /** One page from the server or from what the page gave. */
  page(cursor, limit, signal) {
    const { list } = this;
    if (!list.load) return ownRows(list, cursor, limit);
    return list.load({ cursor, limit, sort: list.sort, query: list.query, signal });
  }

  /** What failed, again: the rows after those shown, or all of them anew. */
  retry() {
    return this.fetch(this.#more);
  }

  async fetch(more = false) {
    this.#more = more;
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

  /** What is filtered, up to EXPORT_MOST rows; `more`: there are others. */
  async all() {
    const rows = [];
    let cursor;
    do {
      const got = await this.page(cursor, AT_ONCE);
      rows.push(...got.rows);
      cursor = got.next || undefined;
    } while (cursor && rows.length < EXPORT_MOST);
    return { rows, more: Boolean(cursor) };
  }
}
