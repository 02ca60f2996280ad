// What an occupation takes, by kind and by the groups of ROME; what is at its heart comes first.
import { html, icon, nothing, setQuery } from '/ui/sdk/1/aksis.js';

import { coreMark, KINDS } from '../labels.js';

const RANK = { core: 0, emerging: 1, no: 2 };

function groups(rows) {
  const found = new Map();
  for (const row of rows) found.set(row.category, [...(found.get(row.category) ?? []), row]);
  return [...found]
    .sort(([a], [b]) => a.localeCompare(b, 'fr'))
    .map(([name, list]) => [
      name,
      list.sort((a, b) => RANK[a.core] - RANK[b.core] || a.label.localeCompare(b.label, 'fr')),
    ]);
}

const line = (t) => (one) =>
  html`<li class=${one.core === 'no' ? '' : 'core'}>
    <span class="grow">${one.label}</span> ${coreMark(t, one.core)}${
      one.overlay
        ? html`<span class="status info">${t('skills.overlay', { name: one.overlay })}</span>`
        : nothing
    }
  </li>`;

const ICONS = { skill: 'briefcase', macro: 'skills', soft_skill: 'person', knowledge: 'training' };

function kindCard(t, kind, rows) {
  if (!rows.length) return nothing;
  const found = groups(rows);
  return html`<aksis-card
    level="2"
    icon=${ICONS[kind]}
    .heading=${t('kind.many', { kind, count: rows.length })}
    .note=${t(`kind.note_${kind}`)}
  >
    ${found.map(
      ([name, list]) =>
        html`<section class="competences_part">
          ${found.length > 1 && name ? html`<h3>${name}</h3>` : nothing}
          <ul role="list" class="competences_skills">
            ${list.map(line(t))}
          </ul>
        </section>`,
    )}</aksis-card
  >`;
}

export function needs({ t, sheet, query }) {
  const heart = query.get('core') === '1';
  const count = sheet.items.filter(({ core }) => core !== 'no').length;
  const rows = heart ? sheet.items.filter(({ core }) => core !== 'no') : sheet.items;
  if (!sheet.items.length)
    return html`<aksis-empty icon="skills" .heading=${t('skills.none')}></aksis-empty>`;
  return html`<div class="stack">
    <div class="segments" role="group" aria-label=${t('skills.show')}>
      <button
        type="button"
        class="button small"
        aria-pressed=${!heart}
        @click=${() => setQuery({ core: null })}
      >
        ${t('skills.all', { count: sheet.items.length })}
      </button>
      <button
        type="button"
        class="button small"
        aria-pressed=${heart}
        @click=${() => setQuery({ core: '1' })}
      >
        ${icon('star')}${t('skills.heart', { count })}
      </button>
    </div>
    <div class="competences_columns">
      ${KINDS.map((kind) =>
        kindCard(
          t,
          kind,
          rows.filter((one) => one.kind === kind),
        ),
      )}
    </div>
  </div>`;
}
