// The configuration in force: each setting, its value, and where it is from.
import { api, hasText, html, icon, router, t } from '/ui/sdk/1/aksis.js';

import { Reading, screenOf, yesNo } from '../reading.js';

const HIDDEN = /^•+$/;
const section = (key) => key.split('.')[0];
const sectionName = (id) =>
  hasText(`administration.setting.${id}`) ? t(`administration.setting.${id}`) : id;
const folded = (words) => words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function valueOf(value) {
  if (typeof value === 'boolean') return yesNo(value);
  if (value === '' || value === null || (Array.isArray(value) && !value.length))
    return html`<span class="quiet">${t('administration.setting.empty')}</span>`;
  if (HIDDEN.test(value))
    return html`<span class="hidden_value"
      >${icon('lock')}${t('administration.setting.secret')}</span
    >`;
  return html`<span class="mono wrap_any"
    >${typeof value === 'object' ? JSON.stringify(value) : value}</span
  >`;
}
const originOf = (one) => {
  const [kind] = (one.origin ?? 'default').split(/[ :]/);
  return hasText(`administration.origin.${kind}`) && kind === one.origin
    ? t(`administration.origin.${kind}`)
    : one.origin;
};

class Configuration extends Reading {
  connectedCallback() {
    super.connectedCallback();
    router.onChange(() => this.requestUpdate(), { signal: this.signal });
  }

  async read(signal) {
    return (await api.get('/config', { query: { origin: true }, signal })).data.items;
  }

  #columns() {
    return [
      {
        id: 'key',
        label: t('administration.setting.key'),
        primary: true,
        value: (row) => row.key,
        render: (row) => html`<span class="mono wrap_any">${row.key}</span>`,
        sort: true,
      },
      {
        id: 'value',
        label: t('administration.setting.value'),
        exportValue: (row) => JSON.stringify(row.value),
        render: (row) => valueOf(row.value),
      },
      {
        id: 'origin',
        label: t('administration.setting.origin'),
        value: originOf,
        sort: true,
        render: (row) =>
          row.origin === 'default'
            ? html`<span class="quiet">${originOf(row)}</span>`
            : html`<span class="badge wrap_any">${originOf(row)}</span>`,
      },
    ];
  }

  show(items) {
    const query = router.query;
    const sections = [...new Set(items.map((one) => section(one.key)))];
    const q = folded(query.get('q') ?? '');
    const rows = items.filter(
      (one) =>
        (!query.get('section') || section(one.key) === query.get('section')) &&
        (query.get('set') !== 'true' || one.origin !== 'default') &&
        (!q || folded(`${one.key} ${JSON.stringify(one.value)} ${one.origin}`).includes(q)),
    );
    return html`<div class="stack">
      <p class="quiet prose">${t('administration.setting.intro')}</p>
      <aksis-filters
        .filters=${[
          { id: 'q', label: t('administration.setting.find'), type: 'text' },
          {
            id: 'section',
            label: t('administration.setting.section'),
            type: 'select',
            options: sections.map((value) => ({ value, label: sectionName(value) })),
          },
          { id: 'set', label: t('administration.setting.set_only'), type: 'flag' },
        ]}
      ></aksis-filters>
      <aksis-list
        name="configuration"
        export-name=${t('nav.administration.configuration')}
        .label=${t('nav.administration.configuration')}
        .key=${(row) => row.key}
        .rows=${rows}
        .columns=${this.#columns()}
        limit="100"
        .noun=${(count) => t('administration.state.settings_all', { count })}
        default-sort="key"
      ></aksis-list>
    </div>`;
  }
}

customElements.define('aksis-configuration', Configuration);
export default screenOf('aksis-configuration');
