// Somebody else saved meanwhile: theirs and one's own side by side, and which of them is kept.
import { api, html, icon, openDialog, t } from '/ui/sdk/1/aksis.js';

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

/**
 * The same of members with one value each.
 * @param {{members: string[], mine: object, theirs: object, label: (name: string) => string,
 *   words?: (name: string, value: unknown) => string | undefined}} it
 * @returns {Promise<boolean>} whether one's own is kept
 */
async function isMineKept({ members, mine, theirs, label, words = (_, value) => value }) {
  const differ = members.filter((name) => (mine[name] ?? '') !== (theirs[name] ?? ''));
  const shown = (whose, name, value) => ({
    term: t(`administration.stale.${whose}`, { field: label(name) }),
    value: words(name, value) || '–',
  });
  const kept = await whichIsKept(
    html`<aksis-facts
      .items=${differ.flatMap((name) => [
        shown('theirs', name, theirs[name]),
        shown('mine', name, mine[name]),
      ])}
    ></aksis-facts>`,
  );
  return kept === 'mine';
}

/** Sends until nobody was faster; theirs, when theirs is kept. */
export async function saveOver(path, value, etag, question) {
  try {
    return await api.patch(path, value, { ifMatch: etag });
  } catch (problem) {
    if (!problem.stale) throw problem;
    const now = await api.get(path);
    const mine = await isMineKept({ ...question, mine: value, theirs: now.data });
    return mine ? saveOver(path, value, now.etag, question) : now;
  }
}
