// What an offer asks of people, demanded before wished.
import { html, icon, nothing } from '/ui/sdk/1/aksis.js';

const PARTS = ['skills', 'licences', 'languages', 'trainings'];

const line = (t, name) => (one) =>
  html`<li>
    <span class="grow"
      >${
        one.label || (name === 'licences' ? t('demand.licence', { code: one.code }) : one.code)
      }</span
    >
    ${
      one.required
        ? html`<span class="status warn">${t('demand.required')}</span>`
        : html`<span class="small quiet">${t('demand.wished')}</span>`
    }
  </li>`;

export function demands(t, offer) {
  const shown = PARTS.filter((name) => offer[name]?.length);
  const contexts = offer.contexts ?? [];
  return html`<aksis-card
    level="2"
    icon="target"
    .heading=${t('demand.title')}
    .note=${t('demand.note')}
  >
    <div class="stack">
      ${shown.length || contexts.length ? nothing : html`<p class="quiet">${t('demand.none')}</p>`}
      ${shown.map(
        (name) =>
          html`<div class="stack tight">
            <h3>${t(`demand.${name}`, { count: offer[name].length })}</h3>
            <ul role="list" class="matching_lines">
              ${offer[name]
                .toSorted((a, b) => Boolean(b.required) - Boolean(a.required))
                .map(line(t, name))}
            </ul>
          </div>`,
      )}
      ${
        contexts.length
          ? html`<div class="stack tight">
              <h3>${t('demand.contexts')}</h3>
              <ul role="list" class="matching_lines">
                ${contexts.map((one) => html`<li>${icon('info')}<span>${one}</span></li>`)}
              </ul>
            </div>`
          : nothing
      }
    </div></aksis-card
  >`;
}
