// Changing a record. When somebody else saved meanwhile, both versions stand side by side, field
// by field.
import {
  AksisElement,
  api,
  html,
  icon,
  loadStyle,
  navigate,
  nothing,
  relativeText,
  render,
  t,
  toast,
} from '/ui/sdk/1/aksis.js';
import sheet from 'css:./dossier.css';
import peopleSheet from 'css:../people/people.css';

import { actorName, loadHolders } from '../people/holders.js';
import { fieldName, fullName } from '../people/names.js';
import { changesOf, personForm, shownChange } from '../people/person_schema.js';
import './refused.js';

/** NIR is shown by its last characters alone: what is not typed anew is not sent. */
const editable = ({ nir, ...rest }) => rest;

class EditPerson extends AksisElement {
  static properties = {
    person: {},
    record: { state: true },
    form: { state: true },
    problem: { state: true },
    theirs: { state: true },
    history: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.read();
  }

  async read() {
    this.problem = this.theirs = undefined;
    try {
      const path = `/people/${encodeURIComponent(this.person)}`;
      const { data, etag } = await api.get(path);
      this.history = api.get(`${path}/history`).then(
        (it) => it.data,
        () => undefined,
      );
      await loadHolders();
      this.form = await personForm('patch', '/people/{person}', {
        masked: data.masked,
        value: data,
      });
      const told = await this.history;
      for (const { field, source, changed_by: by, changed_at: at } of told?.fields ?? [])
        if (field in this.form.schema.properties)
          this.form.fields[field] = {
            ...this.form.fields[field],
            hint: this.#provenance(this.form.fields[field]?.hint, source, by, at),
          };
      this.etag = etag;
      this.record = data;
      this.context.setTitle(t('people.edit_title', { name: fullName(data) }));
      this.context.setCrumbs([
        { label: t('nav.people'), href: '/people' },
        { label: fullName(data), href: `/people/${this.person}` },
      ]);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.problem = problem;
    }
  }

  /** Where the present value comes from, beside what helps to fill the field. */
  #provenance(hint, source, by, at) {
    const told = t('people.provenance', {
      source: t(`people.source.${source}`),
      who: actorName(by),
      when: relativeText(at),
    });
    return hint ? `${hint} ${told}` : told;
  }

  async #send(changes, etag) {
    const answer = await api.patch(`/people/${encodeURIComponent(this.person)}`, changes, {
      ifMatch: etag,
    });
    return answer.data;
  }

  #save = async (value) => {
    const changes = changesOf(editable(this.record), value, this.form.schema);
    if (!Object.keys(changes).length) return { unchanged: true };
    const sent = { ...changes, source: value.source };
    try {
      return await this.#send(sent, this.etag);
    } catch (problem) {
      if (!problem.stale) throw problem;
      await this.#conflict(sent);
      return { conflict: true };
    }
  };

  async #conflict(sent) {
    const { data, etag } = await api.get(`/people/${encodeURIComponent(this.person)}`);
    this.theirs = { record: data, etag, sent };
    await this.updateComplete;
    this.querySelector('.conflict')?.focus();
  }

  async #keepMine() {
    try {
      this.#done(await this.#send(this.theirs.sent, this.theirs.etag));
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      if (problem.stale) return this.#conflict(this.theirs.sent);
      toast(problem.text, { kind: 'bad' });
    }
    return undefined;
  }

  #done(answer) {
    if (answer?.conflict) return;
    this.querySelector('aksis-form').dirty = false;
    toast(t(answer?.unchanged ? 'people.unchanged' : 'people.saved'), {
      kind: answer?.unchanged ? 'info' : 'good',
    });
    navigate(`/people/${this.person}`);
  }

  #choice() {
    if (!this.theirs) return nothing;
    const { record, sent } = this.theirs;
    const fields = Object.keys(this.form.schema.properties).filter(
      (name) =>
        name !== 'source' &&
        (name in sent ||
          JSON.stringify(this.record[name] ?? '') !== JSON.stringify(record[name] ?? '')),
    );
    const mine = (name) =>
      name in sent
        ? shownChange(name, sent[name]) || t('people.conflict.empty')
        : t('people.conflict.untouched');
    return html`<div class="notice warn conflict" role="alert" tabindex="-1">
      ${icon('people')}
      <div class="grow stack tight">
        <p class="strong">${t('people.conflict.title')}</p>
        <p>${t('people.conflict.text')}</p>
        <div class="table_frame">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">${t('people.history.field')}</th>
                <th scope="col">${t('people.conflict.theirs')}</th>
                <th scope="col">${t('people.conflict.mine')}</th>
              </tr>
            </thead>
            <tbody>
              ${fields.map(
                (name) =>
                  html`<tr>
                    <th scope="row">${fieldName(name)}</th>
                    <td>${shownChange(name, record[name]) || t('people.conflict.empty')}</td>
                    <td>${mine(name)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
        <div class="buttons">
          <button type="button" class="button primary" @click=${this.#keepMine}>
            ${t('people.conflict.keep')}
          </button>
          <button
            type="button"
            class="button"
            @click=${() => {
              this.querySelector('aksis-form').dirty = false;
              this.record = undefined;
              this.read();
            }}
          >
            ${t('people.conflict.take')}
          </button>
        </div>
      </div>
    </div>`;
  }

  render() {
    if (this.problem)
      return html`<aksis-dossier-refused
        .person=${this.person}
        .problem=${this.problem}
        .again=${() => this.read()}
      ></aksis-dossier-refused>`;
    if (!this.record) return html`<aksis-loading rows="10"></aksis-loading>`;
    const { masked = [] } = this.record;
    return html`<div class="stack person_form">
      ${this.#choice()}
      ${
        masked.length
          ? html`<div class="notice">
              ${icon('lock')}
              <p>${t('people.edit_masked', { fields: masked.map(fieldName).join(', ') })}</p>
            </div>`
          : nothing
      }
      <aksis-card
        ><aksis-form
          draft="person.${this.person}.${this.etag}"
          .schema=${this.form.schema}
          .layout=${this.form.layout}
          .labels=${this.form.labels}
          .fields=${this.form.fields}
          .value=${editable(this.record)}
          .submit=${this.#save}
          submit-label=${t('sdk.save')}
          .cancel=${`/people/${this.person}`}
          @sent=${(event) => this.#done(event.detail)}
        ></aksis-form
      ></aksis-card>
    </div>`;
  }
}

customElements.define('aksis-edit-person', EditPerson);

export default async function editPerson(element, context) {
  await Promise.all([loadStyle(sheet), loadStyle(peopleSheet)]);
  render(
    html`<aksis-edit-person
      .person=${context.params.person}
      .context=${context}
    ></aksis-edit-person>`,
    element,
  );
}
