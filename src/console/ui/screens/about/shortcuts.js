// Every key that does something, by where it does it.
import { html, loadStyle, onLocale, preferences, render, t } from '/ui/sdk/1/aksis.js';
import sheet from 'css:./about.css';

import { KEYS } from '../../shell/keys.js';
import { helpLinks } from './links.js';

const row = (keys, words) =>
  html`<div>
    <dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt>
    <dd>${words}</dd>
  </div>`;
const here = (...rows) =>
  rows.map(([keys, what]) =>
    row(
      keys.map((key) => (key.length > 1 && key !== 'Tab' ? t(`about.key.${key}`) : key)),
      t(`about.keys.${what}`),
    ),
  );

export default async function shortcuts(element, { signal }) {
  await loadStyle(sheet);
  const draw = () =>
    render(
      html`<div class="stack help_page">
        ${helpLinks('/help')}
        <section class="card stack">
          <h2>${t('about.keys.everywhere')}</h2>
          <dl class="keys">${KEYS.map(([keys, what]) => row(keys, t(`shell.keys.${what}`)))}</dl>
          <label class="choice"
            ><input
              type="checkbox"
              .checked=${preferences.get('single_keys') !== false}
              @change=${(event) => preferences.set('single_keys', event.target.checked)}
            />
            <span>${t('shell.keys.single')}</span></label
          >
        </section>
        <section class="card stack">
          <h2>${t('about.keys.dashboard')}</h2>
          <p class="quiet">${t('about.keys.dashboard_text')}</p>
          <dl class="keys">
            ${here(
              [['enter'], 'pick'],
              [['arrows'], 'move'],
              [['shift', 'arrows'], 'resize'],
              [['escape'], 'cancel'],
            )}
          </dl>
        </section>
        <section class="card stack">
          <h2>${t('about.keys.lists')}</h2>
          <dl class="keys">
            ${here(
              [['arrows'], 'choose'],
              [['enter'], 'take'],
              [['home'], 'first'],
              [['end'], 'last'],
              [['escape'], 'close'],
            )}
          </dl>
        </section>
      </div>`,
      element,
    );
  onLocale(draw, { signal });
  draw();
}
