// Modules: which are loaded, how they are, what they asked for and what they add.
import { api, html, icon, nothing, router, t, text } from '/ui/sdk/1/aksis.js';

import { contributed } from '../../shell/contributions.js';
import '../contribution.js';
import { Reading, screenOf } from '../reading.js';

const STATES = { started: 'good', failed: 'bad', disabled: 'neutral' };
const lines = (rows) =>
  html`<ul role="list" class="stack tight small">
    ${rows.map((one) => html`<li class="wrap_any">${one}</li>`)}
  </ul>`;
const more = (key, rows, words = (one) => html`<span class="mono">${one}</span>`) =>
  rows?.length
    ? html`<details>
        <summary>${t(`administration.module.${key}`, { count: rows.length })}</summary>
        ${lines(rows.map(words))}
      </details>`
    : nothing;

class Modules extends Reading {
  static properties = { open: { state: true } };

  constructor() {
    super();
    this.open = new Set();
  }

  waiting = 'cards';

  connectedCallback() {
    super.connectedCallback();
    router.onChange(() => this.requestUpdate(), { signal: this.signal });
  }

  async read(signal) {
    const [list, version] = await Promise.all([
      api.get('/modules', { signal }),
      api.get('/version', { signal }),
    ]);
    return { modules: list.data.modules, abi: version.data.module_abi };
  }

  /** What the module lets be set, read when somebody looks at it. */
  #panel(panel) {
    const id = `${panel.module.id}.${panel.id}`;
    const toggled = ({ target }) => {
      if (target.open) this.open = new Set([...this.open, id]);
    };
    return html`<details @toggle=${toggled}>
      <summary>${text(panel.title)}</summary>
      ${
        this.open.has(id)
          ? html`<aksis-contribution .contribution=${panel}></aksis-contribution>`
          : nothing
      }
    </details>`;
  }

  #one(one) {
    const panels = contributed('settings').filter(({ module }) => module.id === one.id);
    return html`<li class="card stack tight">
      <div class="row apart">
        <h2 class="area_name">${icon('module')}${one.title || one.id}</h2>
        <aksis-status
          kind=${STATES[one.state]}
          .label=${t(`administration.module.${one.state}`)}
        ></aksis-status>
      </div>
      <p class="small quiet">
        <span class="mono">${one.id}</span
        >${one.version ? ` · ${t('administration.module.version', { version: one.version })}` : ''}
      </p>
      ${
        one.problem
          ? html`<div class="notice bad">
              ${icon('error')}
              <p>${one.problem}</p>
            </div>`
          : nothing
      }
      ${
        one.stalled_calls
          ? html`<div class="notice warn">
              ${icon('clock')}
              <p>${t('administration.module.stalled', { count: one.stalled_calls })}</p>
            </div>`
          : nothing
      }
      ${
        one.operations === undefined
          ? nothing
          : html`<aksis-facts
              .items=${[
                { term: t('administration.module.operations'), value: one.operations },
                { term: t('administration.module.contributions'), value: one.contributions },
              ]}
            ></aksis-facts>`
      }
      ${more('permissions', one.permissions, ({ title, id }) => html`${title} <span class="mono quiet">${id}</span>`)}${more('services', one.services)}${more('reads', one.reads)}${more('calls', one.calls)}${panels.map((panel) => this.#panel(panel))}
    </li>`;
  }

  show({ modules, abi }) {
    const asked = router.query.get('state');
    const rows = modules.filter((one) => !asked || one.state === asked);
    return html`<div class="stack">
      <p class="quiet prose">${t('administration.module.intro', { abi })}</p>
      ${
        rows.length
          ? html`<ul role="list" class="grid halves">
              ${rows.map((one) => this.#one(one))}
            </ul>`
          : html`<aksis-empty
              icon="module"
              .heading=${t('administration.module.none')}
              .action=${asked ? { label: t('administration.see_all'), href: '/administration/modules' } : undefined}
            ></aksis-empty>`
      }
    </div>`;
  }
}

customElements.define('aksis-modules', Modules);
export default screenOf('aksis-modules');
