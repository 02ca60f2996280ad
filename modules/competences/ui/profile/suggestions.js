// What experiences and diplomas make likely: for an adviser to confirm with the person, never taken as held.
import { html, icon, nothing, toast } from '/ui/sdk/1/aksis.js';

import { levelMark } from '../labels.js';
import { today } from './model.js';

const FIRST = 4;

const rowOf = ({ item, level, source }) => ({
  skill: item.code,
  label: item.label,
  kind: item.kind,
  level,
  source,
  assessed_on: today(),
  counts: true,
  expired: false,
});

export function suggestions(it) {
  const { t, editing, likely, mayWrite, state, draw } = it;
  if (!mayWrite || !likely.data) return nothing;
  const held = new Set(editing.work.skills.map(({ skill }) => skill));
  const rows = likely.data.filter(({ item }) => !held.has(item.code));
  if (!rows.length) return nothing;
  const shown = state.all ? rows : rows.slice(0, FIRST);

  function accept(found) {
    const uids = found.map((one) => editing.add('skills', rowOf(one)));
    toast(t('likely.added', { count: found.length }), {
      action: {
        label: t('likely.undo'),
        run: () => uids.forEach((uid) => editing.remove('skills', uid)),
      },
    });
  }

  function acceptOne(event, one) {
    const at = [...event.currentTarget.closest('ul').children].indexOf(
      event.currentTarget.closest('li'),
    );
    accept([one]);
    // The next one takes its place, so that a row of them is confirmed without searching.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const buttons = document.querySelectorAll('.competences_likely li button');
        buttons[Math.min(at, buttons.length - 1)]?.focus();
      }),
    );
  }

  return html`<aksis-card
    level="2"
    icon="circle_check"
    class="competences_likely"
    .heading=${t('likely.title', { count: rows.length })}
    .note=${t('likely.note')}
    .actions=${[
      { label: t('likely.all', { count: rows.length }), icon: 'check', run: () => accept(rows) },
    ]}
  >
    <ul role="list">
      ${shown.map(
        (one) =>
          html`<li>
            <span class="grow"
              ><span class="strong">${one.item.label}</span>
              <span class="small quiet">${one.reasons.join(' ')}</span></span
            >
            ${levelMark(t, one.level)}
            <button
              type="button"
              class="button small"
              aria-label=${t('likely.add_one', { name: one.item.label })}
              @click=${(event) => acceptOne(event, one)}
            >
              ${icon('plus')}${t('likely.add')}
            </button>
          </li>`,
      )}
    </ul>
    ${
      rows.length > FIRST
        ? html`<p>
            <button
              type="button"
              class="button quiet small"
              aria-expanded=${state.all}
              @click=${() => {
                state.all = !state.all;
                draw();
              }}
            >
              ${t(state.all ? 'likely.fewer' : 'likely.more', { count: rows.length - FIRST })}
              ${icon(state.all ? 'up' : 'down')}
            </button>
          </p>`
        : nothing
    }</aksis-card
  >`;
}
