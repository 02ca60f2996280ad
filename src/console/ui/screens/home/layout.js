// Where widgets stand: boxes on a grid of twelve columns in which everything rises as far as it
// can. What the keyboard does is reckoned here, and what is kept is read and written here.
import { api } from '/ui/sdk/1/aksis.js';

export const COLUMNS = 12;
const ROWS_MAX = 24;
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** As a reader goes: by row, then by column. */
export const inOrder = (items) => [...items].sort((a, b) => a.y - b.y || a.x - b.x);

/** Everything risen, without overlaps; where two begin in the same row, `first` goes before. */
export function arranged(items, first) {
  const below = Array(COLUMNS).fill(0);
  const order = [...items].sort(
    (a, b) => a.y - b.y || (b.key === first) - (a.key === first) || a.x - b.x,
  );
  const placed = new Map(
    order.map((it) => {
      const w = clamp(it.w, 1, COLUMNS);
      const x = clamp(it.x, 0, COLUMNS - w);
      const y = Math.max(...below.slice(x, x + w));
      below.fill(y + it.h, x, x + w);
      return [it.key, { ...it, x, y, w }];
    }),
  );
  return items.map((it) => placed.get(it.key));
}

/** One step of the keyboard. A step down goes on until it passes what stands below. */
export function stepped(items, key, { x = 0, y = 0, w = 0, h = 0 }, { min_w = 1, min_h = 1 } = {}) {
  const it = items.find((one) => one.key === key);
  const trying = (changes) =>
    arranged(
      items.map((one) => (one === it ? { ...it, ...changes } : one)),
      key,
    );
  if (w || h)
    return trying({
      w: clamp(it.w + w, min_w, COLUMNS - it.x),
      h: clamp(it.h + h, min_h, ROWS_MAX),
    });
  if (x) return trying({ x: clamp(it.x + x, 0, COLUMNS - it.w) });
  for (let to = it.y + y; to >= 0 && to <= it.y + 2 * ROWS_MAX; to += y) {
    const found = trying({ y: to });
    if (found.find((one) => one.key === key).y !== it.y) return found;
  }
  return items;
}

/** The first place that is free, from the top. */
export function withOneMore(items, { w, h, ...rest }) {
  const free = (x, y) =>
    items.every((it) => x + w <= it.x || it.x + it.w <= x || y + h <= it.y || it.y + it.h <= y);
  const key = String(1 + Math.max(0, ...items.map((it) => Number(it.key) || 0)));
  for (let y = 0; ; y += 1)
    for (let x = 0; x + w <= COLUMNS; x += 1)
      if (free(x, y)) return arranged([...items, { ...rest, key, x, y, w, h }]);
}

/** What the console proposes where nothing was kept: one after the other, in rows. */
export const proposed = (kinds) =>
  kinds.reduce(
    (items, { id, size }) => withOneMore(items, { widget: id, w: size.w, h: size.h }),
    [],
  );

// A key tells two apart here; those kept by an older console or a program may lack one.
const keyed = (widgets) => {
  const seen = new Set();
  return widgets.map((it, index) => {
    const key = it.key && !seen.has(it.key) ? it.key : `w${index}`;
    seen.add(key);
    return { ...it, key };
  });
};

const taken = ({ data, etag }) => ({
  origin: data.origin,
  etag,
  items: data.origin === 'built_in' ? undefined : arranged(keyed(data.widgets ?? [])),
});

export const readLayout = async (signal) => taken(await api.get('/ui/layout', { signal }));
export const saveLayout = async (items, etag) =>
  taken(await api.put('/ui/layout', { widgets: items }, { ifMatch: etag }));
export const resetLayout = async () => taken(await api.delete('/ui/layout'));
export const giveToRole = (role, items) =>
  api.put(`/ui/layout/roles/${encodeURIComponent(role)}`, { widgets: items });
