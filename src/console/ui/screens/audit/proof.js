// Whether the log can be trusted: its checkpoints, its witnesses, verifying it whole; taking it
// along; what is past its time.
import {
  api,
  can,
  html,
  icon,
  nothing,
  number,
  openDialog,
  relative,
  saveFile,
  t,
  toast,
} from '/ui/sdk/1/aksis.js';

import { Reading, screenOf } from '../reading.js';
import { ask } from '../people/ask.js';

const EXPORT_PAGE = 1000;

class AuditProof extends Reading {
  async read(signal) {
    return (await api.get('/audit/status', { signal })).data;
  }

  async #verify() {
    this.busy = true;
    this.requestUpdate();
    await this.act(async () => {
      this.found = (await api.post('/audit/verify', {})).data;
    });
    this.busy = false;
    this.requestUpdate();
  }

  async #checkpoint() {
    await this.act(async () => {
      const { made, number: at } = (await api.post('/audit/checkpoints', {})).data;
      toast(
        t(made ? 'administration.proof.checkpointed' : 'administration.proof.nothing_new', {
          number: at,
        }),
      );
    });
  }

  async #export() {
    // Pages as files of the browser's, which it may keep on disk: a log can be larger than memory.
    const pages = [];
    let count = 0;
    const done = await ask({
      title: t('administration.export.title'),
      text: t('administration.export.text', { count: this.data.size }),
      fields: [],
      action: t('administration.export.do'),
      run: async (_, progress) => {
        let cursor;
        do {
          const { data } = await api.post('/audit/export', {
            limit: EXPORT_PAGE,
            ...(cursor ? { cursor } : {}),
          });
          pages.push(new Blob(data.items.map((one) => `${JSON.stringify(one)}\n`)));
          count += data.items.length;
          cursor = data.next;
          progress(t('administration.export.progress', { count }));
        } while (cursor);
        return true;
      },
    });
    if (!done) return;
    const name = `aksis-audit-${new Date().toISOString().slice(0, 10)}.ndjson`;
    saveFile(name, 'application/x-ndjson', new Blob(pages));
    toast(t('administration.export.done', { count }));
  }

  async #purge() {
    let days = 365;
    const before = () => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    const dialog = openDialog({
      title: t('administration.purge.title'),
      kind: 'danger',
      content: () =>
        html`<div class="stack">
          <p>${t('administration.purge.text')}</p>
          <div class="field">
            <label for="purge-days">${t('administration.purge.days')}</label>
            <p class="hint" id="purge-hint">${t('administration.purge.hint')}</p>
            <input
              id="purge-days"
              type="number"
              min="180"
              max="3653"
              .value=${String(days)}
              aria-describedby="purge-hint"
              autofocus
              @change=${(event) => {
                days = Math.min(3653, Math.max(180, Number(event.target.value) || 365));
                dialog.refresh();
              }}
            />
          </div>
          <div class="notice warn">
            ${icon('warning')}
            <p>
              ${t('administration.purge.preview', { date: before() })}
              <a href="/administration/audit?at_to=${before()}" target="_blank" rel="noopener"
                >${t('administration.purge.see')}</a
              >
            </p>
          </div>
        </div>`,
      actions: [
        { id: 'cancel', label: t('sdk.cancel') },
        { id: 'yes', label: t('administration.purge.do'), kind: 'danger' },
      ],
    });
    if ((await dialog.closed) !== 'yes') return;
    await this.act(async () => {
      const { data } = await api.post('/audit/purge', { retention_days: days });
      toast(t('administration.purge.done', { count: data.purged }));
    });
  }

  #found({ sound, entries, checkpoints, witnessed, uncovered, findings, findings_total: total }) {
    return html`<div class="notice ${sound ? 'good' : 'bad'}" role="status">
      ${icon(sound ? 'circle_check' : 'error')}
      <div class="stack tight grow">
        <p class="strong">
          ${t(sound ? 'administration.proof.sound' : 'administration.proof.unsound', { count: total })}
        </p>
        <p>
          ${t('administration.proof.counted', { entries: number(entries), checkpoints, witnessed, uncovered })}
        </p>
        ${
          findings.length
            ? html`<ul>
                ${findings.map((one) => html`<li><span class="mono">${one.place}</span> ${one.what}</li>`)}
              </ul>`
            : nothing
        }
      </div>
    </div>`;
  }

  show(data) {
    return html`<div class="stack">
      <p class="quiet prose">${t('administration.proof.intro')}</p>
      ${this.found ? this.#found(this.found) : nothing}
      <div class="grid halves">
        <section class="card stack">
          <div class="row apart">
            <h2 class="area_name">${icon('shield')}${t('administration.proof.state')}</h2>
            <aksis-status
              kind=${data.failures || data.error ? 'bad' : 'good'}
              .label=${t(data.failures || data.error ? 'administration.proof.failing' : 'administration.proof.well')}
            ></aksis-status>
          </div>
          ${data.error ? html`<p class="bad">${data.error}</p>` : nothing}
          <aksis-facts
            .items=${[
              {
                term: t('administration.proof.entries'),
                value: number(data.size),
                href: '/administration/audit',
              },
              { term: t('administration.proof.waiting'), value: number(data.waiting) },
              {
                term: t('administration.proof.checkpoints'),
                value: data.checkpoints === undefined ? undefined : number(data.checkpoints),
              },
              {
                term: t('administration.proof.last'),
                value: data.made_at && relative(data.made_at),
                missing: t('administration.proof.none_yet'),
              },
              {
                term: t('administration.proof.root'),
                value: html`<span class="mono small wrap_any">${data.root}</span>`,
                wide: true,
              },
            ]}
          ></aksis-facts>
          ${
            can('audit.verify')
              ? html`<div class="buttons">
                  <button
                    type="button"
                    class="button primary"
                    aria-busy=${this.busy ? 'true' : nothing}
                    @click=${() => this.#verify()}
                  >
                    ${t('administration.proof.verify')}
                  </button>
                  <button type="button" class="button" @click=${() => this.#checkpoint()}>
                    ${t('administration.proof.checkpoint')}
                  </button>
                </div>`
              : nothing
          }
        </section>
        <section class="card stack">
          <h2 class="area_name">${icon('eye')}${t('administration.proof.witnesses')}</h2>
          ${
            data.witnesses.length
              ? html`<ul role="list" class="sheet_list">
                  ${data.witnesses.map(
                    (one) =>
                      html`<li>
                        <span class="grow wrap_any"
                          >${one.witness}<br /><span class="small quiet"
                            >${one.at ? relative(one.at) : t('administration.proof.never')}${one.error ? ` · ${one.error}` : ''}</span
                          ></span
                        >
                        <aksis-status
                          kind=${one.error || one.failures ? 'bad' : 'good'}
                          .label=${t('administration.proof.received', { number: one.number })}
                        ></aksis-status>
                      </li>`,
                  )}
                </ul>`
              : html`<p class="quiet">${t('administration.proof.no_witness')}</p>`
          }
          <details>
            <summary>${t('administration.proof.key')}</summary>
            <p class="mono small wrap_any">${data.key}</p>
          </details>
        </section>
        ${
          can('audit.export')
            ? html`<section class="card stack">
                <h2 class="area_name">${icon('download')}${t('administration.export.title')}</h2>
                <p class="quiet">${t('administration.export.for')}</p>
                <div class="buttons">
                  <button type="button" class="button" @click=${() => this.#export()}>
                    ${t('administration.export.do')}
                  </button>
                </div>
              </section>`
            : nothing
        }
        ${
          can('audit.purge')
            ? html`<section class="card stack">
                <h2 class="area_name">${icon('trash')}${t('administration.purge.title')}</h2>
                <p class="quiet">${t('administration.purge.for')}</p>
                <div class="buttons">
                  <button type="button" class="button danger" @click=${() => this.#purge()}>
                    ${t('administration.purge.open')}
                  </button>
                </div>
              </section>`
            : nothing
        }
      </div>
    </div>`;
  }
}

customElements.define('aksis-audit-state', AuditProof);
export default screenOf('aksis-audit-state');
