// Said wherever a score stands: it sorts, people decide.
import { html, icon } from '/ui/sdk/1/aksis.js';

export const humanNote = (t, key = 'human.offers') =>
  html`<p class="matching_human">${icon('person')}<span>${t(key)}</span></p>`;
