// Words and marks of what the referential holds as codes.
import { html, icon, nothing } from '/ui/sdk/1/aksis.js';

/** In the order an adviser speaks of them. */
export const KINDS = ['skill', 'macro', 'soft_skill', 'knowledge'];
export const LEVELS = [0, 1, 2, 3, 4];
export const SOURCES = ['declared', 'diploma', 'observed', 'test'];

/** At the heart of the occupation, or new in it; the others carry no mark. */
export function coreMark(t, core) {
  if (core === 'core')
    return html`<span class="competences_mark core">${icon('star')}${t('core.core')}</span>`;
  if (core === 'emerging')
    return html`<span class="competences_mark emerging"
      >${icon('flag')}${t('core.emerging')}</span
    >`;
  return nothing;
}

/** ROME writes both genders, which is long in a list of many: shown whole, broken at the stroke. */
export const codeMark = (code) => html`<span class="competences_code">${code}</span>`;

export function duration(t, months) {
  const years = Math.floor(months / 12);
  const rest = months % 12;
  if (!years) return t('months', { count: rest });
  return rest
    ? `${t('years', { count: years })} ${t('months', { count: rest })}`
    : t('years', { count: years });
}

/** What a person holds, in short: level in words with its five steps. */
export const levelMark = (t, level) =>
  html`<span class="competences_level" data-level=${level}>
    <span class="steps" aria-hidden="true"
      >${[1, 2, 3, 4].map((step) => html`<i class=${step <= level ? 'on' : ''}></i>`)}</span
    >${t(`level.${level}`)}</span
  >`;
