// Moving and resizing by mouse and finger, by gridstack: read when somebody first arranges their
// dashboard. It takes over the places of the style sheet's grid and gives them back as found.
import { GridStack } from 'gridstack';

import { COLUMNS } from './layout.js';

// It would put the elements in reading order itself, while they are Lit's: the dashboard does so
// when the arranging is over. There is no option for it.
GridStack.prototype._sortDom = function unsorted() {
  return this;
};

const ATTRIBUTES = ['x', 'y', 'w', 'h', 'min-w', 'min-h', 'id'].map((name) => `gs-${name}`);
const STYLES = ['left', 'top', 'width', 'height', 'position', 'transform'];
const CLASSES = /\b(ui-\S+|grid-stack\S*)/g;

function giveBack(element) {
  element.className = element.className.replace(CLASSES, '').trim();
  ATTRIBUTES.forEach((name) => element.removeAttribute(name));
  STYLES.forEach((name) => element.style.removeProperty(name));
}

/**
 * @param {HTMLElement} list whose children are places with `data-key`
 * @param {{key, x, y, w, h, min_w, min_h}[]} boxes
 * @param {{row: number, gap: number, changed: (boxes: Map<string, object>) => void}} settings
 *   `row` and `gap` in pixels
 * @returns {() => void} what ends it
 */
export function moveByPointer(list, boxes, { row, gap, changed }) {
  const places = new Map([...list.children].map((place) => [place.dataset.key, place]));
  for (const { key, x, y, w, h, min_w: minW = 1, min_h: minH = 1 } of boxes) {
    const place = places.get(key);
    place.classList.add('grid-stack-item');
    place.firstElementChild.classList.add('grid-stack-item-content');
    Object.entries({ x, y, w, h, 'min-w': minW, 'min-h': minH, id: key }).forEach(([name, value]) =>
      place.setAttribute(`gs-${name}`, value),
    );
  }
  list.classList.add('grid-stack');
  const grid = GridStack.init(
    {
      column: COLUMNS,
      cellHeight: row + gap,
      margin: gap / 2,
      float: false,
      animate: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      draggable: { handle: '.widget_head', scroll: true },
      resizable: { handles: 'se' },
      alwaysShowResizeHandle: true,
    },
    list,
  );
  grid.on('change', () =>
    changed(new Map(grid.engine.nodes.map(({ id, x, y, w, h }) => [id, { x, y, w, h }]))),
  );
  return () => {
    grid.destroy(false);
    giveBack(list);
    for (const place of places.values()) {
      giveBack(place);
      giveBack(place.firstElementChild);
      place.querySelectorAll(':scope > .ui-resizable-handle').forEach((handle) => handle.remove());
    }
    list.querySelectorAll(':scope > .grid-stack-placeholder').forEach((one) => one.remove());
    for (const name of [...list.style]) list.style.removeProperty(name);
  };
}
