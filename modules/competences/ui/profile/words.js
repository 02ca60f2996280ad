// A free text of a row of the profile: a field where one may write, else the words as they stand.
import { html, nothing } from '/ui/sdk/1/aksis.js';

export const told = (words) => (words ? html`<p class="competences_words">${words}</p>` : nothing);

/** @param {{part: string, name: string, most: number, label: string, hint: string}} how */
export function wordsField({ editing }, row, { part, name, most, label, hint }) {
  const id = `${name}-${row.uid}`;
  const wrong = editing.faults.get(`${row.uid} ${name}`);
  const write = (event) =>
    editing.change(part, row.uid, { [name]: event.target.value.trim() || undefined });
  return html`<div class="field competences_wide">
    <label for=${id}>${label}</label>
    <textarea
      id=${id}
      rows="2"
      maxlength=${most}
      .value=${row[name] ?? ''}
      @change=${write}
      aria-invalid=${wrong ? 'true' : nothing}
      aria-describedby="${id}-says"
    ></textarea>
    <p id="${id}-says" class=${wrong ? 'error' : 'hint'}>${wrong ?? hint}</p>
  </div>`;
}
