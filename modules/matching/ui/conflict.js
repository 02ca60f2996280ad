// Somebody else saved in the meantime: asks whose version is to stand.
import { html, openDialog } from '/ui/sdk/1/aksis.js';

/** @param {string[]} changed what differs, in words @returns {Promise<"theirs"|"mine"|undefined>} */
export function whoseStands(t, changed) {
  return openDialog({
    title: t('conflict.title'),
    content: html`<div class="stack">
      <p>${t('conflict.text')}</p>
      ${
        changed.length
          ? html`<p>${t('conflict.what')}</p>
              <ul>
                ${changed.map((words) => html`<li>${words}</li>`)}
              </ul>`
          : html`<p>${t('conflict.same')}</p>`
      }
    </div>`,
    actions: [
      { id: 'theirs', label: t('conflict.theirs') },
      { id: 'mine', label: t('conflict.mine'), kind: 'primary', autofocus: true },
    ],
  }).closed;
}
