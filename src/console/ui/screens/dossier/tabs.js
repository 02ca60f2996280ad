// The tabs of a record: the host's own, then what modules bring.
import { AksisElement, can, html, t, text } from '/ui/sdk/1/aksis.js';

import { contributed, mount } from '../../shell/contributions.js';
import './accesses.js';
import './history.js';
import './relations.js';
import './rights.js';
import './summary.js';

/** The place of a module's tab: it lives as long as it is shown. */
class ModuleTab extends AksisElement {
  static properties = { contribution: { attribute: false }, person: {} };

  #takeOff;

  connectedCallback() {
    super.connectedCallback();
    this.updateComplete.then(() => {
      if (this.isConnected)
        this.#takeOff = mount(this.contribution, this.querySelector('div'), {
          person: this.person,
        });
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#takeOff?.();
  }

  render() {
    return html`<div></div>`;
  }
}

customElements.define('aksis-dossier-module', ModuleTab);

const RIGHTS = ['consents.read', 'people.export', 'people.restrict', 'people.erase', 'people.nir'];

/** @returns {{id: string, label: string, render: (dossier: object) => unknown}[]} */
export function tabsOf(record) {
  const tabs = [
    {
      id: 'summary',
      may: !record.bare,
      render: (it) =>
        html`<aksis-dossier-summary .dossier=${it} .record=${it.record}></aksis-dossier-summary>`,
    },
    {
      id: 'history',
      may: !record.bare,
      render: (it) =>
        html`<aksis-dossier-history
          .person=${it.person}
          .record=${it.record}
        ></aksis-dossier-history>`,
    },
    {
      id: 'relations',
      may: !record.bare && can('relations.read'),
      render: (it) =>
        html`<aksis-dossier-relations
          .dossier=${it}
          .record=${it.record}
        ></aksis-dossier-relations>`,
    },
    {
      id: 'rights',
      may: RIGHTS.some(can),
      render: (it) =>
        html`<aksis-dossier-rights .dossier=${it} .record=${it.record}></aksis-dossier-rights>`,
    },
    {
      id: 'accesses',
      may: !record.bare,
      render: (it) => html`<aksis-dossier-accesses .person=${it.person}></aksis-dossier-accesses>`,
    },
  ];
  const theirs = record.bare
    ? []
    : contributed('person_tabs').map((one) => ({
        id: `${one.module.id}.${one.id}`,
        label: text(one.title),
        render: (it) =>
          html`<aksis-dossier-module
            .contribution=${one}
            .person=${it.person}
          ></aksis-dossier-module>`,
      }));
  return [
    ...tabs.filter(({ may }) => may).map((one) => ({ ...one, label: t(`people.tab.${one.id}`) })),
    ...theirs,
  ];
}
