// What a score is made of: points of each part out of those it can give, of a hundred together.
import { html, number } from '/ui/sdk/1/aksis.js';

// The server counts a thousand.
const shown = (points) => number(points / 10);

export function scoreParts(t, row) {
  return html`<aksis-card
    level="2"
    icon="scale"
    .heading=${t('parts.title')}
    .note=${t('parts.note')}
  >
    <ul role="list" class="matching_parts">
      ${(row.parts ?? []).map(
        ({ part, points, of }) =>
          html`<li>
            <span class="grow">${t(`part.${part}`)}</span>
            <meter min="0" max=${of || 1} value=${points} aria-label=${t(`part.${part}`)}></meter>
            <span class="number">${t('parts.of', { points: shown(points), of: shown(of) })}</span>
          </li>`,
      )}
    </ul></aksis-card
  >`;
}
