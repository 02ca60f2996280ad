// Somebody else saved meanwhile: theirs and one's own side by side, and which of them is kept.
import { html, icon, openDialog, t } from '/ui/sdk/1/aksis.js';

/** @returns {Promise<'mine' | 'theirs' | undefined>} undefined: it was put away */
export function whichIsKept(differences) {
  return openDialog({
    title: t('administration.stale.title'),
    content: html`<div class="stack">
      <div class="notice warn">
        ${icon('warning')}
        <p>${t('administration.stale.text')}</p>
      </div>
      ${differences}
    </div>`,
    actions: [
      { id: 'theirs', label: t('administration.stale.keep_theirs') },
      { id: 'mine', label: t('administration.stale.keep_mine'), kind: 'primary' },
    ],
  }).closed;
}
