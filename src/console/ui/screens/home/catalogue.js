// What can be added to the dashboard, with what each shows.
import { api, html, icon, nothing, openDialog, t, text, toast } from '/ui/sdk/1/aksis.js';

/**
 * @param {object[]} kinds
 * @param {(kind: object) => boolean} stands whether it stands there already
 * @param {(kind: object) => void} add
 */
export function openCatalogue(kinds, stands, add) {
  const one = (kind) =>
    html`<li class="card catalogue_item">
      <div class="grow">
        <h3>${kind.title}</h3>
        <p class="quiet">${kind.description}</p>
        ${
          kind.from
            ? html`<p class="small quiet">${t('home.add.from', { module: kind.from })}</p>`
            : nothing
        }
      </div>
      ${
        stands(kind) && !kind.options
          ? html`<span class="status good">${icon('circle_check')}${t('home.add.stands')}</span>`
          : html`<button
              type="button"
              class="button"
              aria-label=${t('home.add.one', { title: kind.title })}
              @click=${() => {
                add(kind);
                dialog.refresh();
              }}
            >
              ${icon('plus')}${t('home.add.do')}
            </button>`
      }
    </li>`;
  const dialog = openDialog({
    title: t('home.add.title'),
    size: 'l',
    content: () =>
      html`<ul role="list" class="catalogue">
        ${kinds.map(one)}
      </ul>`,
    actions: [{ id: 'done', label: t('home.add.done'), kind: 'primary' }],
  });
  return dialog.closed;
}

const nameOf = (role) => text({ fr: role.title_fr, en: role.title_en });

/** Asks which role shall begin with what is shown, and gives it. */
export async function openRoles(give) {
  const { roles } = (await api.get('/roles')).data;
  let chosen = roles[0]?.id;
  const dialog = openDialog({
    title: t('home.role.title'),
    size: 's',
    content: () =>
      html`<div class="stack">
        <p>${t('home.role.text')}</p>
        <div class="field">
          <label for="dashboard-role">${t('home.role.which')}</label>
          <select
            id="dashboard-role"
            autofocus
            @change=${(event) => {
              chosen = event.target.value;
            }}
          >
            ${roles.map((one) => html`<option value=${one.id}>${nameOf(one)}</option>`)}
          </select>
        </div>
      </div>`,
    actions: [
      { id: 'cancel', label: t('sdk.cancel') },
      { id: 'yes', label: t('home.role.do'), kind: 'primary' },
    ],
  });
  if ((await dialog.closed) !== 'yes') return;
  await give(chosen);
  toast(t('home.role.done', { role: nameOf(roles.find((one) => one.id === chosen)) }));
}
