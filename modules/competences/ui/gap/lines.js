// The gap line by line: what is missing first, and within it what weighs most.
import { html, icon, nothing, setQuery } from '/ui/sdk/1/aksis.js';

import { coreMark } from '../labels.js';

const STATES = ['missing', 'strengthen', 'held'];
const LOOKS = { missing: ['bad', 'close'], strengthen: ['warn', 'up'], held: ['good', 'check'] };
const RANK = { missing: 0, strengthen: 1, held: 2 };

const badge = (t, state) =>
  html`<span class="status ${LOOKS[state][0]}"
    >${icon(LOOKS[state][1])}${t(`gap.state_${state}`)}</span
  >`;
const order = (a, b) =>
  RANK[a.state] - RANK[b.state] || b.weight - a.weight || a.label.localeCompare(b.label, 'fr');

const columns = (t) => [
  {
    id: 'label',
    label: t('gap.column_skill'),
    primary: true,
    sort: 'label',
    value: (row) => row.label,
    render: (row) =>
      html`<span class="competences_line"
        ><span>${row.label}</span>
        <span class="row"
          ><span class="small quiet">${t(`kind.one_${row.kind}`)}</span>${coreMark(t, row.core)}
          ${row.overlay ? html`<span class="status info">${row.overlay}</span>` : nothing}</span
        ></span
      >`,
  },
  {
    id: 'state',
    label: t('gap.column_state'),
    sort: 'state',
    value: (row) => t(`gap.state_${row.state}`),
    render: (row) => badge(t, row.state),
  },
  {
    id: 'level',
    label: t('gap.column_level'),
    sort: 'level',
    value: (row) => `${row.level} / ${row.wanted}`,
    render: (row) =>
      html`<span class="nowrap"
        >${t('gap.level_of', { level: row.level, wanted: row.wanted })}</span
      >`,
  },
  {
    id: 'weight',
    label: t('gap.column_weight'),
    sort: 'weight',
    align: 'end',
    value: (row) => row.weight,
  },
  { id: 'reason', label: t('gap.column_reason'), hidden: true, value: (row) => row.reason },
];

export function gapLines(t, lines, state) {
  const shown = lines.filter((line) => !STATES.includes(state) || line.state === state).sort(order);
  const chip = (one) =>
    html`<button
      type="button"
      class="chip"
      aria-pressed=${one === state}
      @click=${() => setQuery({ state: one || null })}
    >
      ${one ? t(`gap.filter_${one}`) : t('gap.filter_all')}
      <span class="badge"
        >${one ? lines.filter((line) => line.state === one).length : lines.length}</span
      >
    </button>`;
  return html`<section class="stack" id="gap-lines">
    <div class="row apart">
      <h2>${t('gap.lines')}</h2>
      <div class="chips" role="group" aria-label=${t('gap.show')}>${['', ...STATES].map(chip)}</div>
    </div>
    <aksis-list
      name="competences.gap"
      local
      .label=${t('gap.lines')}
      export-name=${t('gap.export')}
      .key=${(row) => row.code}
      .columns=${columns(t)}
      .rows=${shown}
      .empty=${{ icon: 'check', title: t(`gap.none_${state || 'all'}`), text: '' }}
    ></aksis-list>
  </section>`;
}
