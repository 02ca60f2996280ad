// A gap as a figure: how much of what is wanted is held, by group. The table below says the same in words.
import { html, nothing, percent, svg } from '/ui/sdk/1/aksis.js';

const AXES_MAX = 8;
const AXES_MIN = 3;
const RADIUS = 100;
const RINGS = [0.25, 0.5, 0.75, 1];
const LINE = 17; // letters a line of a name holds

/** Weighed share of what is held, by kind and group; small groups are brought together. */
function axesOf(t, lines) {
  const found = new Map();
  for (const line of lines) {
    const name =
      line.kind === 'knowledge' && line.category
        ? line.category
        : line.kind === 'soft_skill'
          ? t('radar.soft_skill')
          : t(
              `radar.${
                line.category === 'Transverse' || line.kind === 'macro'
                  ? 'transverse'
                  : line.category === 'Technique expert'
                    ? 'expert'
                    : 'technical'
              }`,
            );
    const axis = found.get(name) ?? { name, weight: 0, credit: 0, count: 0, held: 0 };
    axis.weight += line.weight;
    axis.credit += line.credit * line.weight;
    axis.count += 1;
    axis.held += line.state === 'held' ? 1 : 0;
    found.set(name, axis);
  }
  const sorted = [...found.values()].sort((a, b) => b.weight - a.weight);
  return sorted
    .slice(0, AXES_MAX)
    .map((axis) => ({ ...axis, share: axis.weight ? axis.credit / axis.weight : 0 }));
}

const at = (i, count, share) => {
  const angle = (2 * Math.PI * i) / count - Math.PI / 2;
  return [Math.cos(angle) * RADIUS * share, Math.sin(angle) * RADIUS * share];
};
const points = (list) => list.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');

function wrapped(name) {
  const lines = [''];
  for (const word of name.split(' '))
    if (lines.at(-1) && (lines.at(-1) + word).length > LINE) lines.push(word);
    else lines[lines.length - 1] += `${lines.at(-1) ? ' ' : ''}${word}`;
  return lines;
}

function name(axis, i, count) {
  const [x, y] = at(i, count, 1.12);
  const anchor = Math.abs(x) < 12 ? 'middle' : x > 0 ? 'start' : 'end';
  const lines = [...wrapped(axis.name), percent(axis.share)];
  const top = y - (y < -60 ? lines.length * 12 - 8 : y > 60 ? -10 : (lines.length * 12) / 2 - 8);
  return svg`<text text-anchor=${anchor}>${lines.map(
    (words, row) =>
      svg`<tspan x=${x.toFixed(1)} y=${(top + row * 13).toFixed(1)}
      class=${row === lines.length - 1 ? 'share' : nothing}>${words}</tspan>`,
  )}</text>`;
}

export function radar(t, lines) {
  const axes = axesOf(t, lines);
  if (axes.length < AXES_MIN) return nothing;
  const count = axes.length;
  const told = axes
    .map((axis) => t('radar.axis', { name: axis.name, share: percent(axis.share) }))
    .join(', ');
  return html`<figure class="competences_radar">
    <svg viewBox="-215 -150 430 305" role="img" aria-label="${t('radar.label')} ${told}">
      ${RINGS.map(
        (ring) => svg`<polygon class="ring"
        points=${points(axes.map((_, i) => at(i, count, ring)))}></polygon>`,
      )}
      ${axes.map((_, i) => {
        const [x, y] = at(i, count, 1);
        return svg`<line
          class="spoke" x1="0" y1="0" x2=${x.toFixed(1)} y2=${y.toFixed(1)}></line>`;
      })}
      <polygon
        class="held"
        points=${points(axes.map((axis, i) => at(i, count, Math.max(axis.share, 0.02))))}
      ></polygon>
      ${axes.map((axis, i) => {
        const [x, y] = at(i, count, Math.max(axis.share, 0.02));
        return svg`<circle class="dot" r="3.5"
          cx=${x.toFixed(1)} cy=${y.toFixed(1)}></circle>`;
      })}
      ${axes.map((axis, i) => name(axis, i, count))}
    </svg>
    <figcaption class="small quiet">${t('radar.caption')}</figcaption>
  </figure>`;
}
