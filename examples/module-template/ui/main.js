// What the module adds to the console: a page, a tab in the record of a person, a widget;
// module.json names these exports. Each is called with an empty element of its own and what the
// console gives (src/console/README.md lists it); what it throws is shown there and nowhere else.
import { api, can, html, keyed, personName, render, toast } from '/ui/sdk/1/aksis.js';

// The tab's address: MODULE.TAB in the record of a person.
const notesOf = (person) => `/people/${person}?tab=notebook.notes`;

// `signal` ends what was asked when somebody leaves.
const read = async (person, signal) =>
  (await api.get(`/people/${person}/notebook`, { signal })).data;

/** A page: the people, and the way to the notes on each. */
export function peoplePage(element, { t }) {
  const columns = [{ id: 'name', label: t('person'), primary: true, value: personName }];
  const load = async ({ cursor, limit, signal }) => {
    const { data } = await api.get('/people', { query: { cursor, limit }, signal });
    return { rows: data.people, next: data.next, total: data.total };
  };
  render(
    html`<aksis-list
      .label=${t('people')}
      .columns=${columns}
      .load=${load}
      .href=${(person) => notesOf(person.id)}
    ></aksis-list>`,
    element,
  );
}

/** A tab: the notes on the person whose record is open, and a form to add one. */
export async function notesTab(element, { t, person, signal }) {
  // The same schema as schemas/add-input.json, without what is in the address.
  const schema = {
    type: 'object',
    required: ['text'],
    properties: { text: { type: 'string', maxLength: 2000 } },
  };

  async function draw() {
    const { title, notes } = await read(person, signal);
    render(
      html`<div class="stack">
        <aksis-card level="2" .heading=${title}>
          ${
            notes.length
              ? html`<ul role="list" class="stack tight">
                  ${notes.map((note) => html`<li>${note.text}</li>`)}
                </ul>`
              : html`<p class="quiet">${t('none')}</p>`
          }
        </aksis-card>
        ${can('notebook.write') ? keyed(notes.length, form()) : ''}
      </div>`,
      element,
    );
  }

  // A new form for each note: nothing of the one before stays in it.
  const form = () =>
    html`<aksis-card level="2" .heading=${t('add')}>
      <aksis-form
        .schema=${schema}
        .labels=${{ text: t('text') }}
        .submit=${add}
        submit-label=${t('add')}
      ></aksis-form>
    </aksis-card>`;

  // What the server refuses is thrown, and the form shows it at its field.
  async function add({ text }) {
    await api.post(`/people/${person}/notebook`, { text });
    toast(t('added'));
    await draw();
  }

  await draw();
}

/** A widget: notes on the people whose record changed last, read anew when a note was added. */
export async function recentWidget(element, { t, signal, options, onRefresh }) {
  async function draw() {
    const query = { limit: options.count ?? 3, sort: '-changed' };
    const { people } = (await api.get('/people', { query, signal })).data;
    const titles = await Promise.all(people.map(async ({ id }) => (await read(id, signal)).title));
    render(
      html`<ul role="list" class="stack tight">
          ${people.map(
            (person, at) =>
              html`<li>
                <a href=${notesOf(person.id)}>${personName(person)}</a>
                <span class="quiet">${titles[at]}</span>
              </li>`,
          )}
        </ul>
        ${people.length ? '' : html`<p class="quiet">${t('nobody')}</p>`}`,
      element,
    );
  }
  onRefresh(draw);
  await draw();
}
