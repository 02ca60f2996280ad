// Adding a person. While names and birth date are typed, those who might be the same are shown.
import {
  api,
  html,
  icon,
  loadStyle,
  navigate,
  nothing,
  render,
  t,
  toast,
} from '/ui/sdk/1/aksis.js';
import sheet from 'css:./people.css';

import { Reading } from '../reading.js';
import { openElsewhere } from './elsewhere.js';
import { bornOn, fullName } from './names.js';
import { personForm } from './person_schema.js';

const WAIT_MS = 500;
const FEW = 5;

class NewPerson extends Reading {
  static properties = { alike: { state: true } };

  #later;
  #asked = '';

  read() {
    return personForm('post', '/people');
  }

  #typed(value) {
    const name = value.birth_name ?? value.used_name;
    const words = [name, value.first_names, value.birth_date].filter(Boolean).join(' ');
    clearTimeout(this.#later);
    // A name alone is shared by too many.
    if (!name || !(value.first_names || value.birth_date) || words === this.#asked) return;
    this.#later = setTimeout(async () => {
      this.#asked = words;
      try {
        this.alike = (await api.post('/people/search', { q: words, limit: FEW })).data;
      } catch {
        // A hint that fails keeps nobody from writing.
        this.alike = undefined;
      }
    }, WAIT_MS);
  }

  #hint() {
    const { people = [], elsewhere = 0 } = this.alike ?? {};
    if (!people.length && !elsewhere) return nothing;
    return html`<div class="notice warn alike">
      ${icon('people')}
      <div class="grow stack tight">
        <p class="strong">${t('people.alike.title', { count: people.length + elsewhere })}</p>
        ${
          people.length
            ? html`<ul role="list">
                ${people.map(
                  (it) =>
                    html`<li>
                      <a href="/people/${it.id}" target="_blank">${fullName(it)}</a>
                      <span class="small quiet"
                        >${[bornOn(it), it.reference].filter(Boolean).join(' · ')}</span
                      >
                    </li>`,
                )}
              </ul>`
            : nothing
        }
        ${
          elsewhere
            ? html`<p>
                ${t('people.search.elsewhere', { count: elsewhere })}
                <button type="button" class="link" @click=${openElsewhere}>
                  ${t('people.glass.open')}
                </button>
              </p>`
            : nothing
        }
        <p class="small">${t('people.alike.text')}</p>
      </div>
    </div>`;
  }

  #create = async (value) => {
    const made = (await api.post('/people', value)).data;
    toast(t('people.created', { name: fullName(made) }));
    return made;
  };

  show(form) {
    return html`<div class="stack person_form">
      <p class="quiet prose">${t('people.new_text')}</p>
      <div aria-live="polite">${this.#hint()}</div>
      <aksis-card
        ><aksis-form
          draft="new-person"
          .schema=${form.schema}
          .layout=${form.layout}
          .labels=${form.labels}
          .fields=${form.fields}
          .submit=${this.#create}
          submit-label=${t('people.create')}
          .cancel=${'/people'}
          @changed=${(event) => this.#typed(event.detail)}
          @sent=${(event) => navigate(`/people/${event.detail.id}`)}
        ></aksis-form
      ></aksis-card>
    </div>`;
  }
}

customElements.define('aksis-new-person', NewPerson);

export default async function newPerson(element) {
  await loadStyle(sheet);
  render(html`<aksis-new-person></aksis-new-person>`, element);
}
