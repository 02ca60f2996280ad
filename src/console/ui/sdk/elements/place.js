// Puts what opens beside what opened it: below, or above where there is no room; always on the
// page.
const MARGIN = 8;

/**
 * @param {HTMLElement} floating a shown popover @param {Element} anchor @param {{wide?: boolean}}
 * [options]
 */
function place(floating, anchor, { wide = false } = {}) {
  const at = anchor.getBoundingClientRect();
  const { style } = floating;
  if (wide) style.minWidth = `${at.width}px`;
  style.maxHeight = 'none';
  const below = innerHeight - at.bottom - 2 * MARGIN;
  const above = at.top - 2 * MARGIN;
  const up = floating.offsetHeight > below && above > below;
  style.maxHeight = `${Math.max(120, up ? above : below)}px`;
  style.top = up ? 'auto' : `${at.bottom + 4}px`;
  style.bottom = up ? `${innerHeight - at.top + 4}px` : 'auto';
  const fits = at.left + floating.offsetWidth + MARGIN <= innerWidth;
  style.left = `${Math.max(MARGIN, fits ? at.left : at.right - floating.offsetWidth)}px`;
}

/**
 * For `@beforetoggle`/`@toggle` of a popover: placed when it opens and while the page moves under
 * it.
 */
export function keepPlaced(floating, anchor, options) {
  const again = () => place(floating, anchor, options);
  again();
  addEventListener('resize', again);
  addEventListener('scroll', again, true);
  floating.addEventListener('toggle', function gone(event) {
    if (event.newState !== 'closed') return;
    removeEventListener('resize', again);
    removeEventListener('scroll', again, true);
    floating.removeEventListener('toggle', gone);
  });
}
