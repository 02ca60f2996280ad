// Encryption keys: which are in use and since when, replacing one, making sure that all still
// opens.
import { api, date, html, icon, nothing, number, relative, t, toast } from '/ui/sdk/1/aksis.js';

import { Reading, screenOf } from '../reading.js';
import { ask } from '../people/ask.js';

const STATES = { current: 'good', retiring: 'warn', retired: 'neutral' };

class Keys extends Reading {
  async read(signal) {
    return (await api.get('/keys', { signal })).data;
  }

  async #rotate(what) {
    const done = await ask({
      title: t(`administration.key.rotate_${what}`),
      text: t(`administration.key.rotate_${what}_text`),
      fields: [],
      action: t('administration.key.rotate'),
      run: async () => (await api.post('/keys/rotate', { what })).data,
    });
    if (!done) return;
    this.advice = done.advice;
    toast(t('administration.key.rotated', { count: done.changed }));
    this.reload();
  }

  async #verify() {
    this.busy = true;
    this.requestUpdate();
    await this.act(async () => {
      this.found = (await api.post('/keys/verify', {})).data;
    });
    this.busy = false;
    this.requestUpdate();
  }

  async #make() {
    await this.act(async () =>
      toast(
        t('administration.key.made', {
          count: (await api.post('/people/make-keys', {})).data.made,
        }),
      ),
    );
  }

  #found({ people, ciphertexts, fault_count: count, faults }) {
    return html`<div class="notice ${count ? 'bad' : 'good'}" role="status">
      ${icon(count ? 'error' : 'circle_check')}
      <div class="stack tight grow">
        <p class="strong">
          ${t(count ? 'administration.key.faults' : 'administration.key.all_opens', { count })}
        </p>
        <p>
          ${t('administration.key.looked_at', { people: number(people), ciphertexts: number(ciphertexts) })}
        </p>
        ${
          faults.length
            ? html`<ul>
                ${faults.map((one) => html`<li><span class="mono">${one.table}.${one.column} ${one.row}</span> ${one.what}</li>`)}
              </ul>`
            : nothing
        }
      </div>
    </div>`;
  }

  show({ kek, source, people, keys }) {
    return html`<div class="stack">
      ${
        this.advice
          ? html`<div class="notice warn" role="status">
              ${icon('info')}
              <p>${this.advice}</p>
            </div>`
          : nothing
      }${this.found ? this.#found(this.found) : nothing}
      <div class="grid halves">
        <section class="card stack">
          <h2 class="area_name">${icon('lock')}${t('administration.key.first')}</h2>
          <p class="quiet">${t('administration.key.first_text')}</p>
          <aksis-facts
            .items=${[
              {
                term: t('administration.key.id'),
                value: html`<span class="mono wrap_any">${kek}</span>`,
              },
              {
                term: t('administration.key.source'),
                value: html`<span class="wrap_any">${source}</span>`,
                wide: true,
              },
            ]}
          ></aksis-facts>
          <div class="buttons">
            <button type="button" class="button" @click=${() => this.#rotate('kek')}>
              ${icon('refresh')}${t('administration.key.rotate_kek')}
            </button>
          </div>
        </section>
        <section class="card stack">
          <h2 class="area_name">${icon('people')}${t('administration.key.people')}</h2>
          <p class="quiet">${t('administration.key.people_text')}</p>
          <p>${t('administration.key.people_count', { count: people })}</p>
          <div class="buttons">
            <button type="button" class="button" @click=${() => this.#make()}>
              ${t('administration.key.make')}
            </button>
          </div>
        </section>
      </div>
      <section class="card stack">
        <div class="row apart">
          <h2 class="area_name">${icon('key')}${t('administration.key.data')}</h2>
          <div class="buttons">
            <button
              type="button"
              class="button primary"
              aria-busy=${this.busy ? 'true' : nothing}
              @click=${() => this.#verify()}
            >
              ${icon('circle_check')}${t('administration.key.verify')}
            </button>
            <button type="button" class="button" @click=${() => this.#rotate('tenant')}>
              ${icon('refresh')}${t('administration.key.rotate_tenant')}
            </button>
          </div>
        </div>
        <ul role="list" class="sheet_list">
          ${keys.map(
            (one) =>
              html`<li>
                ${icon('key')}<span class="grow"
                  ><strong>${t(`administration.key.purpose.${one.purpose}`)}</strong><br />
                  <span class="small quiet"
                    >${t('administration.key.since', { date: date(one.created_at) })}
                    (${relative(one.created_at)}) · <span class="mono">${one.key}</span></span
                  ></span
                >
                <aksis-status
                  kind=${STATES[one.state]}
                  .label=${t(`administration.key.state.${one.state}`)}
                ></aksis-status>
              </li>`,
          )}
        </ul>
      </section>
    </div>`;
  }
}

customElements.define('aksis-keys', Keys);
export default screenOf('aksis-keys');
