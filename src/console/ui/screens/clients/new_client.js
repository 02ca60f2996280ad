// A key for a program: what for, what it may do and how far, until when, how fast; then the key,
// this once.
import {
  AksisElement,
  api,
  can,
  html,
  icon,
  navigate,
  nothing,
  scopeOf,
  t,
} from '/ui/sdk/1/aksis.js';

import { names, options } from '../administration/names.js';
import { showOnce } from '../administration/once.js';
import { Reading, ifAllowed, screenOf } from '../reading.js';
import { SCOPES, areasOf, rightName, scopeName } from '../administration/rights.js';

const DAYS = [30, 90, 180, 365, 730];

/** What one holds oneself, and no wider: nobody gives a program more. */
class ClientRights extends AksisElement {
  static properties = { modules: { attribute: false }, value: { state: true } };

  constructor() {
    super();
    this.value = {};
  }

  #put(permission, scope) {
    const { [permission]: _, ...rest } = this.value;
    this.value = scope ? { ...rest, [permission]: scope } : rest;
    this.dispatchEvent(
      new CustomEvent('rights', {
        detail: Object.entries(this.value).map(([one, reach]) => `${one}:${reach}`),
      }),
    );
  }

  render() {
    const areas = areasOf([], this.modules)
      .map((area) => ({ ...area, permissions: area.permissions.filter((one) => can(one)) }))
      .filter((area) => area.permissions.length);
    return html`<div class="stack">
      ${areas.map(
        (area) =>
          html`<fieldset class="rights_edit">
            <legend class="small_title">${t(`administration.area.${area.id}`)}</legend>
            ${area.permissions.map((one) => {
              const id = `client-${one.replaceAll('.', '-')}`;
              const most = SCOPES.indexOf(scopeOf(one));
              return html`<div class="right_row">
                <label for=${id}>${rightName(one, this.modules)}</label
                ><select id=${id} @change=${(event) => this.#put(one, event.target.value)}>
                  <option value="">${t('administration.no')}</option>
                  ${SCOPES.slice(0, most + 1).map((scope) => html`<option value=${scope}>${scopeName(scope)}</option>`)}
                </select>
              </div>`;
            })}
          </fieldset>`,
      )}
    </div>`;
  }
}
customElements.define('aksis-client-rights', ClientRights);

class NewClient extends Reading {
  grants = [];

  async read(signal) {
    const [all, modules] = await Promise.all([
      names(),
      ifAllowed(can('modules.read'), () => api.get('/modules', { signal })),
    ]);
    return { all, modules: modules?.data.modules ?? [] };
  }

  async #send(event) {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    this.fault = undefined;
    if (!this.grants.length) this.fault = { text: t('administration.client.no_right') };
    else
      try {
        const { data } = await api.post('/clients', {
          name: values.name.trim(),
          grants: this.grants,
          days: Number(values.days),
          rate: Number(values.rate || 0),
          ...(values.organisation ? { organisation: values.organisation } : {}),
        });
        await showOnce({
          title: t('administration.client.key_title', { name: data.name }),
          text: t('administration.client.key_text'),
          label: t('administration.client.key'),
          value: data.key,
          until: data.expires_at,
        });
        navigate('/administration/clients');
        return;
      } catch (problem) {
        if (problem.status === undefined) throw problem;
        this.fault = problem;
      }
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector('[role=alert]').focus();
  }

  show({ all, modules }) {
    return html`<form class="stack narrow_page" @submit=${(event) => this.#send(event)}>
      ${
        this.fault
          ? html`<div class="notice bad" role="alert" tabindex="-1">
              ${icon('error')}
              <p>${this.fault.text}</p>
            </div>`
          : nothing
      }
      <section class="card stack">
        <div class="field">
          <label for="client-name">${t('administration.client.name')}</label>
          <p class="hint" id="client-name-hint">${t('administration.client.name_hint')}</p>
          <input
            id="client-name"
            name="name"
            required
            maxlength="100"
            autocomplete="off"
            aria-describedby="client-name-hint"
          />
        </div>
        <div class="pairs">
          <div class="field">
            <label for="client-days">${t('administration.client.days')}</label
            ><select id="client-days" name="days">
              ${DAYS.map(
                (days) =>
                  html`<option value=${days} .selected=${days === 365}>
                    ${t('administration.client.for_days', { count: days })}
                  </option>`,
              )}
            </select>
          </div>
          <div class="field">
            <label for="client-rate">${t('administration.client.pace')}</label
            ><input
              id="client-rate"
              name="rate"
              type="number"
              min="0"
              max="10000"
              placeholder=${t('administration.client.pace_default')}
            />
          </div>
        </div>
        <div class="field">
          <label for="client-organisation">${t('administration.client.organisation')}</label>
          <p class="hint" id="client-org-hint">${t('administration.client.organisation_hint')}</p>
          <select id="client-organisation" name="organisation" aria-describedby="client-org-hint">
            <option value="">${t('administration.client.no_organisation')}</option>
            ${options(
              all.organisations.filter((one) => !one.closed_at),
              (one) => one.name,
            ).map((one) => html`<option value=${one.value}>${one.label}</option>`)}
          </select>
        </div>
      </section>
      <section class="card stack">
        <h2 class="area_name">${icon('shield')}${t('administration.client.rights')}</h2>
        <p class="quiet">${t('administration.client.rights_text')}</p>
        <aksis-client-rights
          .modules=${modules}
          @rights=${(event) => {
            this.grants = event.detail;
          }}
        ></aksis-client-rights>
      </section>
      <div class="buttons">
        <button class="button primary">${t('administration.client.make')}</button
        ><a class="button" href="/administration/clients">${t('sdk.cancel')}</a>
      </div>
    </form>`;
  }
}

customElements.define('aksis-new-client', NewClient);
export default screenOf('aksis-new-client');
