// A chart with its caption in plain words and the same figures as a table: a canvas says nothing
// by itself.
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  RadarController,
  RadialLinearScale,
  Tooltip,
} from 'chart.js';
import { html, nothing } from 'lit';

import { number } from '../core/formats.js';
import { t } from '../core/i18n.js';
import { AksisElement, define } from '../elements/element.js';
import { colours, onTheme, still } from './colours.js';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  RadarController,
  RadialLinearScale,
  Tooltip,
);

const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3]]; // series differ by line as well as by colour
const POINTS = ['circle', 'rectRot', 'triangle', 'rect'];
const SERIES = ['series-1', 'series-2', 'series-3', 'series-4'];

/** Counts of values in classes of equal width, with their bounds as labels. */
function histogram({ values = [], classes = 8, label }) {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const width = (most - least) / classes || 1;
  const counts = new Array(values.length ? classes : 0).fill(0);
  for (const value of values) counts[Math.min(classes - 1, Math.floor((value - least) / width))]++;
  const bound = (i) => number(least + i * width, { maximumFractionDigits: width < 1 ? 1 : 0 });
  return {
    labels: counts.map((_, i) => `${bound(i)} – ${bound(i + 1)}`),
    series: [{ label, values: counts }],
  };
}

/**
 * `<aksis-chart type="bar|line|radar|histogram" .data={labels, series: [{label, values}]} caption
 * unit max stacked horizontal>`; a
 * histogram takes `{values, classes, label}`. The caption is a sentence: what the chart shows and
 * what to see in it.
 */
class Figure extends AksisElement {
  static properties = {
    type: {},
    data: { attribute: false },
    caption: {},
    unit: {},
    max: { type: Number },
    stacked: { type: Boolean },
    horizontal: { type: Boolean },
    category: {},
  };

  #chart;
  #leave;

  connectedCallback() {
    super.connectedCallback();
    this.#leave = onTheme(() => this.#draw());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave?.();
    this.#chart?.destroy();
    this.#chart = undefined;
  }

  get #shown() {
    return this.type === 'histogram'
      ? histogram(this.data ?? {})
      : (this.data ?? { labels: [], series: [] });
  }

  updated() {
    this.#draw();
  }

  #datasets(series, palette) {
    return series.map((it, i) => {
      const colour = palette[SERIES[i % SERIES.length]];
      const faint = colour.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.16)');
      const bar = this.type === 'bar' || this.type === 'histogram';
      return {
        label: it.label,
        data: it.values,
        borderColor: colour,
        backgroundColor: bar ? colour : faint,
        borderWidth: bar ? 0 : 2,
        borderDash: bar ? [] : DASHES[i % 4],
        pointStyle: POINTS[i % 4],
        pointRadius: 4,
        pointBackgroundColor: colour,
        fill: this.type === 'radar',
        borderRadius: 4,
        maxBarThickness: this.type === 'histogram' ? undefined : 44,
        categoryPercentage: this.type === 'histogram' ? 0.96 : 0.72,
        barPercentage: this.type === 'histogram' ? 1 : 0.9,
        tension: this.type === 'radar' ? 0 : 0.25,
      };
    });
  }

  #scales({ ink, line }) {
    const style = {
      ticks: { color: ink, callback: undefined },
      grid: { color: line },
      border: { color: line },
    };
    if (this.type === 'radar')
      return {
        r: {
          beginAtZero: true,
          max: this.max,
          grid: { color: line },
          angleLines: { color: line },
          pointLabels: {
            color: ink,
            font: { size: 12 },
            callback: (label) => (label.length > 22 ? `${label.slice(0, 21)}…` : label),
          },
          ticks: { color: ink, backdropColor: 'transparent', precision: 0 },
        },
      };
    const value = {
      ...style,
      beginAtZero: true,
      max: this.max,
      stacked: this.stacked,
      ticks: { color: ink, precision: 0, callback: (it) => number(it) },
    };
    const category = {
      ...style,
      stacked: this.stacked,
      grid: { display: false },
      ticks: { color: ink },
    };
    return this.horizontal ? { x: value, y: category } : { x: category, y: value };
  }

  #draw() {
    const canvas = this.querySelector('canvas');
    this.#chart?.destroy();
    this.#chart = undefined;
    if (!canvas) return;
    const { labels, series } = this.#shown;
    const palette = colours(this, [...SERIES, 'ink-2', 'line', 'ink', 'surface']);
    Chart.defaults.font.family = getComputedStyle(this).fontFamily;
    this.#chart = new Chart(canvas, {
      type: this.type === 'histogram' ? 'bar' : (this.type ?? 'bar'),
      data: { labels, datasets: this.#datasets(series, palette) },
      options: {
        responsive: true,
        maintainAspectRatio: false,
        animation: still() ? false : { duration: 350 },
        indexAxis: this.horizontal ? 'y' : 'x',
        scales: this.#scales({ ink: palette['ink-2'], line: palette.line }),
        plugins: {
          legend: {
            display: series.length > 1,
            labels: { color: palette.ink, usePointStyle: true, boxWidth: 9, boxHeight: 9 },
          },
          tooltip: {
            backgroundColor: palette.ink,
            titleColor: palette.surface,
            bodyColor: palette.surface,
            padding: 10,
            displayColors: false,
            callbacks: { label: (it) => ` ${it.dataset.label ?? ''} ${this.#value(it.raw)}` },
          },
        },
      },
    });
  }

  #value(value) {
    return value === undefined || value === null
      ? '–'
      : `${number(value)}${this.unit ? ` ${this.unit}` : ''}`;
  }

  render() {
    const { labels, series } = this.#shown;
    if (!labels.length)
      return html`<aksis-empty icon="chart" heading=${t('el.chart.none')}></aksis-empty>`;
    return html`<figure class="chart ${this.type ?? 'bar'}">
      ${this.caption ? html`<figcaption id=${this.idOf('caption')}>${this.caption}</figcaption>` : nothing}
      <div class="chart_frame">
        <canvas
          role="img"
          aria-label=${this.caption ?? series.map((it) => it.label).join(', ')}
        ></canvas>
      </div>
      <details>
        <summary>${t('el.chart.table')}</summary>
        <div class="table_frame" tabindex="0" role="region" aria-label=${t('el.chart.table')}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">${this.category ?? t('el.chart.category')}</th>
                ${series.map((it) => html`<th scope="col" class="end">${it.label}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${labels.map(
                (label, i) =>
                  html`<tr>
                    <th scope="row">${label}</th>
                    ${series.map((it) => html`<td class="end">${this.#value(it.values[i])}</td>`)}
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </details>
    </figure>`;
  }
}

define('aksis-chart', Figure);
