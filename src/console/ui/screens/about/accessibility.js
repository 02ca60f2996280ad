// The accessibility statement: what was tested and how, what was not, and to whom to say what is in
// the way.
import { html, loadStyle, onLocale, render, t } from '/ui/sdk/1/aksis.js';
import sheet from 'css:./about.css';

import { helpLinks } from './links.js';

const list = (key, names) =>
  html`<section class="stack tight">
    <h2>${t(`about.access.${key}`)}</h2>
    <ul class="stack tight">
      ${names.map((name) => html`<li>${t(`about.access.${key}_${name}`)}</li>`)}
    </ul>
  </section>`;

export default async function accessibility(element, { signal }) {
  await loadStyle(sheet);
  const draw = () =>
    render(
      html`<div class="stack help_page">
        ${helpLinks('/help/accessibility')}
        <article class="card stack wide prose">
          <p>${t('about.access.aim')}</p>
          <section class="stack tight">
            <h2>${t('about.access.state')}</h2>
            <p>${t('about.access.state_text')}</p>
          </section>
          ${list('tested', ['axe', 'keyboard', 'width', 'themes', 'motion'])}
          ${list('untested', ['readers', 'people', 'rgaa', 'zoom', 'modules'])}
          ${list('limits', ['map', 'chart', 'files'])}
          <section class="stack tight">
            <h2>${t('about.access.tell')}</h2>
            <p>${t('about.access.tell_text')}</p>
            <p>${t('about.access.defender')}</p>
          </section>
        </article>
      </div>`,
      element,
    );
  onLocale(draw, { signal });
  draw();
}
