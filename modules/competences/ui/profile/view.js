// The profile as it is worked on: skills, experiences, diplomas, what they suggest, and the bar that saves.
import {
  api,
  html,
  icon,
  list,
  nothing,
  onLocale,
  openDialog,
  question,
  toast,
} from '/ui/sdk/1/aksis.js';

import { changes, PARTS } from './model.js';
import { diplomas } from './diplomas.js';
import { experiences } from './experiences.js';
import { skills } from './skills.js';
import { suggestions } from './suggestions.js';

/** Asks whose changes are to stand when somebody else saved meanwhile. */
async function settle(t, editing) {
  const theirs = await editing.theirs();
  const found = changes(editing.base, theirs.rows);
  const nameOf = (row) => row.label ?? row.skill ?? row.occupation ?? row.rncp;
  const told = PARTS.flatMap((part) =>
    Object.entries(found[part])
      .filter(([, rows]) => rows.length)
      .map(
        ([what, rows]) =>
          html`<li>
            ${t(`conflict.${what}`, { part: t(`part.${part}`) })}
            ${list(rows.slice(0, 5).map(nameOf))}${rows.length > 5 ? ' …' : ''}
          </li>`,
      ),
  );
  const dialog = openDialog({
    title: t('conflict.title'),
    content: html`<div class="stack">
      <p>${t('conflict.text')}</p>
      ${
        told.length
          ? html`<ul class="competences_lines">
              ${told}
            </ul>`
          : html`<p>${t('conflict.same')}</p>`
      }
    </div>`,
    actions: [
      { id: 'theirs', label: t('conflict.theirs') },
      { id: 'mine', label: t('conflict.mine'), kind: 'primary', autofocus: true },
    ],
  });
  const choice = await dialog.closed;
  if (choice === 'theirs') editing.useTheirs(theirs);
  if (choice === 'mine') editing.keepMine(theirs);
  return choice;
}

export function profileView(shared) {
  const { t, person, signal, editing, mayWrite, draw } = shared;
  const likely = question(
    async () =>
      (
        await api.get(`/people/${encodeURIComponent(person)}/skill-suggestions`, {
          query: { limit: 100 },
          signal,
        })
      ).data.results,
    draw,
    signal,
  );
  const state = {
    filter: '',
    open: new Set(),
    all: false,
    rncp: '',
    rncpFault: '',
    looking: false,
  };
  // Reasons are sentences in the language that was asked in.
  onLocale(() => likely.ask(), { signal });
  // After this view stands: asking draws it.
  queueMicrotask(() => likely.ask());

  async function save() {
    // A second press would send the version that the first one is replacing.
    if (editing.saving) return;
    const outcome = await editing.save(t('experiences.no_months'));
    if (outcome === 'saved') {
      toast(t('save.done'), { kind: 'good' });
      likely.ask();
    } else if (outcome === 'conflict') {
      if ((await settle(t, editing)) === 'mine') await save();
    } else if (outcome === 'refused') {
      requestAnimationFrame(() =>
        document.querySelector('.competences_tab [aria-invalid="true"]')?.focus(),
      );
    }
  }

  function keys(event) {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey) || !editing.dirty) return;
    event.preventDefault();
    save();
  }

  function bar() {
    if (!editing.dirty) return nothing;
    const counts = Object.entries(editing.counts)
      .filter(([, count]) => count)
      .map(([part, count]) => t(`save.${part}`, { count }));
    return html`<div class="competences_save" role="region" aria-label=${t('save.bar')}>
      <p class="grow" role="status">
        ${icon('edit')}<span>${t('save.pending', { what: list(counts) })}</span>
      </p>
      <div class="buttons">
        <button
          type="button"
          class="button"
          ?disabled=${editing.saving}
          @click=${() => editing.undo()}
        >
          ${t('save.undo')}
        </button>
        <button
          type="button"
          class="button primary"
          aria-busy=${editing.saving ? 'true' : nothing}
          aria-keyshortcuts="Control+S"
          @click=${save}
        >
          ${icon('save')}${t('save.save')}
        </button>
      </div>
    </div>`;
  }

  const it = { ...shared, state, likely };
  return () =>
    html`<div class="stack" @keydown=${keys}>
      ${
        editing.restored && editing.dirty
          ? html`<div class="notice info">
              ${icon('info')}
              <p>${t('save.restored')}</p>
            </div>`
          : nothing
      }
      ${
        editing.problem
          ? html`<div class="notice bad" role="alert">
              ${icon('error')}
              <p>${editing.problem.text ?? editing.problem.message}</p>
            </div>`
          : nothing
      }
      ${mayWrite ? nothing : html`<p class="quiet">${icon('lock')} ${t('profile.read_only')}</p>`}
      ${suggestions(it)}
      <div class="competences_profile">
        ${skills(it)}
        <div class="stack">${experiences(it)}${diplomas(it)}</div>
      </div>
      ${bar()}
    </div>`;
}
