// Changing a role: every right with how far it reaches, then what changes and for whom, before it
// is kept.
import {
  AksisElement,
  api,
  guardLeave,
  confirm,
  html,
  icon,
  navigate,
  nothing,
  openDialog,
  t,
  toast,
} from '/ui/sdk/1/aksis.js';

import { names } from '../administration/names.js';
import {
  FIELDS,
  SCOPES,
  areasOf,
  changesBetween,
  fieldName,
  grantsFrom,
  rightName,
  scopeIn,
  scopeName,
} from '../administration/rights.js';
import { whichIsKept } from '../administration/stale.js';

const words = (scope) => (scope ? scopeName(scope) : t('administration.no'));
const KINDS = { given: 'good', wider: 'warn', narrower: 'info', taken: 'bad' };

class RoleEdit extends AksisElement {
  static properties = {
    role: { attribute: false },
    modules: { attribute: false },
    roles: { attribute: false },
    holders: { attribute: false },
    done: { attribute: false },
    now: { state: true },
    problem: { state: true },
  };

  #free;

  connectedCallback() {
    super.connectedCallback();
    this.#free = guardLeave(
      async () =>
        !this.dirty ||
        Boolean(
          await confirm({
            title: t('administration.leave.title'),
            text: t('administration.leave.text'),
            action: t('administration.leave.yes'),
          }),
        ),
    );
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#free?.();
  }

  willUpdate(changes) {
    if (!changes.has('role') || this.dirty) return;
    this.permissions = areasOf(
      this.roles.flatMap((one) => one.grants),
      this.modules,
    ).flatMap((area) => area.permissions);
    const chosen = Object.fromEntries(
      this.permissions.map((one) => [one, scopeIn(this.role.grants, one)]),
    );
    this.now = {
      id: this.role.id,
      title_fr: this.role.title_fr,
      title_en: this.role.title_en,
      chosen,
      masked: new Set(this.role.masked),
    };
  }

  #put(changes) {
    this.dirty = true;
    this.now = { ...this.now, ...changes };
  }

  get #grants() {
    return grantsFrom(this.role.grants, this.now.chosen, this.permissions);
  }

  #changes() {
    const rights = changesBetween(this.role.grants, this.#grants, this.permissions);
    const hidden = [...this.now.masked].filter((one) => !this.role.masked.includes(one));
    const shown = this.role.masked.filter((one) => !this.now.masked.has(one));
    return {
      rights,
      hidden,
      shown,
      named: this.now.title_fr !== this.role.title_fr || this.now.title_en !== this.role.title_en,
    };
  }

  #preview({ rights, hidden, shown }) {
    const { holders, modules } = this;
    return html`<div class="stack">
      ${
        holders
          ? html`<div class="notice ${holders.count ? 'warn' : ''}">
              ${icon('people')}
              <p>
                ${t(holders.more ? 'administration.role.touches_more' : 'administration.role.touches', { count: holders.count })}
                ${holders.accounts
                  .slice(0, 6)
                  .map((one) => one.name)
                  .join(', ')}${holders.count > 6 ? '…' : ''}
              </p>
            </div>`
          : nothing
      }
      <ul role="list" class="sheet_list">
        ${rights.map(
          (one) =>
            html`<li>
              <aksis-status
                kind=${KINDS[one.kind]}
                .label=${t(`administration.change.${one.kind}`)}
              ></aksis-status>
              <span class="grow">${rightName(one.permission, modules)}</span
              ><span class="small quiet"
                >${words(one.before)} → <strong>${words(one.after)}</strong></span
              >
            </li>`,
        )}
        ${hidden.map((one) => html`<li><aksis-status kind="info" .label=${t('administration.change.hidden')}></aksis-status><span class="grow">${fieldName(one)}</span></li>`)}
        ${shown.map((one) => html`<li><aksis-status kind="warn" .label=${t('administration.change.shown')}></aksis-status><span class="grow">${fieldName(one)}</span></li>`)}
      </ul>
      ${rights.length + hidden.length + shown.length ? nothing : html`<p class="quiet">${t('administration.change.words_only')}</p>`}
    </div>`;
  }

  async #save(event) {
    event.preventDefault();
    const changes = this.#changes();
    if (
      this.role.id &&
      !changes.named &&
      !changes.rights.length &&
      !changes.hidden.length &&
      !changes.shown.length
    ) {
      toast(t('administration.change.nothing'), { kind: 'info' });
      return;
    }
    const dialog = openDialog({
      title: t('administration.change.title'),
      content: this.#preview(changes),
      actions: [
        { id: 'cancel', label: t('sdk.cancel') },
        { id: 'yes', label: t('administration.change.save'), kind: 'primary' },
      ],
    });
    if ((await dialog.closed) === 'yes') await this.#send(this.role.version);
  }

  async #send(version) {
    const { id, title_fr, title_en, masked } = this.now;
    this.problem = undefined;
    try {
      await api.put(`/roles/${encodeURIComponent(id)}`, {
        title_fr,
        title_en,
        grants: this.#grants,
        masked: [...masked],
        version,
      });
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      if (problem.stale) return this.#stale();
      this.problem = problem;
      await this.updateComplete;
      this.querySelector('[role=alert]')?.focus();
      return undefined;
    }
    this.dirty = false;
    toast(t('administration.saved'));
    await names({ again: true });
    navigate(`/administration/roles/${id}`);
    return this.done?.();
  }

  async #stale() {
    const theirs = (await api.get(`/roles/${this.role.id}`)).data;
    const differ = changesBetween(this.#grants, theirs.grants, this.permissions);
    const kept = await whichIsKept(
      html`<ul role="list" class="sheet_list">
        ${differ.map(
          (one) =>
            html`<li>
              <span class="grow">${rightName(one.permission, this.modules)}</span>
              <span class="small"
                >${t('administration.stale.both', { mine: words(one.before), theirs: words(one.after) })}</span
              >
            </li>`,
        )}
      </ul>`,
    );
    if (kept === 'mine') await this.#send(theirs.version);
    if (kept !== 'theirs') return;
    this.dirty = false;
    this.role = theirs;
  }

  #text(name, value, { hint, disabled } = {}) {
    const fault = this.problem?.errors.find((one) => one.pointer === `/${name}`)?.message;
    return html`<div class="field">
      <label for="role-${name}">${t(`administration.role.${name}`)}</label
      >${hint ? html`<p class="hint" id="role-${name}-hint">${hint}</p>` : nothing}
      ${fault ? html`<p class="error">${icon('error')}<span>${fault}</span></p>` : nothing}
      <input
        id="role-${name}"
        required
        maxlength="100"
        ?disabled=${disabled}
        .value=${value}
        aria-invalid=${fault ? 'true' : nothing}
        aria-describedby=${hint ? `role-${name}-hint` : nothing}
        pattern=${name === 'id' ? '[a-z][a-z0-9_]*' : nothing}
        @input=${(event) => this.#put({ [name]: event.target.value })}
      />
    </div>`;
  }

  #right(permission) {
    const id = `right-${permission.replaceAll('.', '-')}`;
    const now = this.now.chosen[permission];
    return html`<div class="right_row">
      <label for=${id}>${rightName(permission, this.modules)}</label>
      <select
        id=${id}
        @change=${(event) => this.#put({ chosen: { ...this.now.chosen, [permission]: event.target.value || undefined } })}
      >
        <option value="" .selected=${!now}>${t('administration.no')}</option>
        ${SCOPES.map((scope) => html`<option value=${scope} .selected=${scope === now}>${scopeName(scope)}</option>`)}
      </select>
    </div>`;
  }

  #mask(field) {
    return html`<label class="choice"
      ><input
        type="checkbox"
        .checked=${this.now.masked.has(field)}
        @change=${(event) => {
          const masked = new Set(this.now.masked);
          if (event.target.checked) masked.add(field);
          else masked.delete(field);
          this.#put({ masked });
        }}
      /><span>${fieldName(field)}</span></label
    >`;
  }

  render() {
    return html`<form class="stack wide narrow_page" @submit=${(event) => this.#save(event)}>
      ${
        this.problem
          ? html`<div class="notice bad" role="alert" tabindex="-1">
              ${icon('error')}
              <p>${this.problem.text}</p>
            </div>`
          : nothing
      }
      <section class="card stack">
        ${this.role.id ? nothing : this.#text('id', this.now.id, { hint: t('administration.role.id_hint') })}
        <div class="pairs">
          ${this.#text('title_fr', this.now.title_fr)}${this.#text('title_en', this.now.title_en)}
        </div>
      </section>
      ${areasOf(
        this.roles.flatMap((one) => one.grants),
        this.modules,
      ).map(
        (area) =>
          html`<fieldset class="card rights_edit">
            <legend class="hidden_text">${t(`administration.area.${area.id}`)}</legend>
            <h2 class="area_name" aria-hidden="true">${t(`administration.area.${area.id}`)}</h2>
            ${area.permissions.map((one) => this.#right(one))}
          </fieldset>`,
      )}
      <fieldset class="card rights_edit">
        <legend class="hidden_text">${t('administration.role.masked')}</legend>
        <h2 class="area_name" aria-hidden="true">${t('administration.role.masked')}</h2>
        <p class="quiet">${t('administration.role.masked_text')}</p>
        <div class="choices">${FIELDS.map((field) => this.#mask(field))}</div>
      </fieldset>
      <div class="buttons">
        <button class="button primary">${t('administration.change.preview')}</button>
        <a
          class="button"
          href=${this.role.id ? `/administration/roles/${this.role.id}` : '/administration/roles'}
          >${t('sdk.cancel')}</a
        >
      </div>
    </form>`;
  }
}

customElements.define('aksis-role-edit', RoleEdit);
