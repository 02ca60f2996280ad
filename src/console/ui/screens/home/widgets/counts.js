// Rows of counts, each a way to what was counted: what waits stands out, nothing is said calmly.
import { html, icon, nothing } from '/ui/sdk/1/aksis.js';

/** @param {({count, more, words, href, icon, kind}|undefined)[]} rows @param {string} [calm] */
export function counts(rows, calm) {
  const known = rows.filter(Boolean);
  const waiting = known.some((one) => one.count);
  const nothingWaits = html`<p class="quiet calm">${icon('circle_check')}${calm}</p>`;
  return html`${!waiting && calm ? nothingWaits : nothing}
    <ul role="list" class="widget_rows counts">
      ${known.map(
        (one) =>
          html`<li>
            <a class="count_row ${one.count ? (one.kind ?? 'warn') : ''}" href=${one.href}
              >${icon(one.icon)}
              <strong class="number">${one.count}${one.more ? '+' : ''}</strong>
              <span class="grow">${one.words}</span>${icon('right')}</a
            >
          </li>`,
      )}
    </ul>`;
}
