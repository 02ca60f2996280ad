// Keys that work everywhere, and the window that tells them. Those of one character can be put off, for
// people who speak to their machine.
import { html, openDialog, preferences, t } from '/ui/sdk/1/aksis.js';

import { openFinder } from './finder.js';

const mac = /Mac|iPhone|iPad/.test(navigator.platform);
export const KEYS = [
  [['/'], 'search'],
  [[mac ? '⌘' : 'Ctrl', 'K'], 'palette'],
  [['?'], 'help'],
  [['Tab'], 'next'],
  [['Esc'], 'close'],
];

const singleKeys = () => preferences.get('single_keys') !== false;

export function showHelp() {
  const dialog = openDialog({
    title: t('shell.keys.title'),
    content: () =>
      html`<dl class="keys">
          ${KEYS.map(
            ([keys, what]) =>
              html`<div>
                <dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt>
                <dd>${t(`shell.keys.${what}`)}</dd>
              </div>`,
          )}
        </dl>
        <label class="choice"
          ><input
            type="checkbox"
            .checked=${singleKeys()}
            @change=${(event) => preferences.set('single_keys', event.target.checked)}
          />
          <span>${t('shell.keys.single')}</span></label
        >
        <p><a href="/help" @click=${() => dialog.close()}>${t('nav.help')}</a></p>`,
  });
}

const typing = (target) => target.closest?.('input, textarea, select, [contenteditable]');

export function helpWith(signal) {
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.defaultPrevented || event.isComposing) return;
      const chord = mac ? event.metaKey : event.ctrlKey;
      if (chord && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        if (!document.querySelector('dialog[open]')) openFinder('palette');
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !singleKeys())
        return;
      if (document.querySelector('dialog[open]')) return;
      if (event.key === '/') openFinder('search');
      else if (event.key === '?') showHelp();
      else return;
      event.preventDefault();
    },
    { signal },
  );
}
