// Asks of whom the skills are to be compared.
import { api, date, html, nothing, openDialog, personName } from '/ui/sdk/1/aksis.js';

const LIMIT = 8;
const TYPING_MS = 200;

/** @returns {Promise<string | undefined>} id of the person */
export async function pickPerson(t) {
  let rows;
  let problem;
  let timer;
  let turn = 0;
  const ask = async (q) => {
    const mine = ++turn;
    try {
      const { data } = await api.post('/people/search', { q, limit: LIMIT });
      if (mine === turn) [rows, problem] = [data.people, undefined];
    } catch (failed) {
      if (mine === turn) problem = failed;
    }
    if (mine === turn) dialog.refresh();
  };
  const type = (event) => {
    clearTimeout(timer);
    const q = event.target.value.trim();
    if (q.length > 1) timer = setTimeout(ask, TYPING_MS, q);
  };
  const row = (close) => (one) =>
    html`<li>
      <button type="button" class="competences_row" @click=${() => close(one.id)}>
        <span class="grow"
          ><span class="strong">${personName(one)}</span>
          <span class="small quiet"
            >${[one.reference, one.birth_date && date(one.birth_date), one.commune]
              .filter((word) => word && word !== personName(one))
              .join(' · ')}</span
          ></span
        >
      </button>
    </li>`;
  const dialog = openDialog({
    title: t('compare.title'),
    size: 's',
    content: (close) =>
      html`<div class="stack">
        <div class="field">
          <label for="compare-person">${t('compare.person')}</label>
          <p class="hint" id="compare-hint">${t('compare.hint')}</p>
          <input
            id="compare-person"
            type="search"
            autocomplete="off"
            autofocus
            maxlength="200"
            aria-describedby="compare-hint"
            @input=${type}
          />
        </div>
        <div role="status">
          ${
            problem
              ? html`<p class="error">${problem.text ?? problem.message}</p>`
              : rows && !rows.length
                ? html`<p class="quiet">${t('compare.none')}</p>`
                : nothing
          }
        </div>
        ${
          rows?.length
            ? html`<ul role="list" class="competences_rows">
                ${rows.map(row(close))}
              </ul>`
            : nothing
        }
      </div>`,
  });
  const chosen = await dialog.closed;
  clearTimeout(timer);
  return typeof chosen === 'string' ? chosen : undefined;
}
