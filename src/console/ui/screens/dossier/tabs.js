// The tabs of a record: the host's own, then what modules bring.
import { can, html, t, text } from '/ui/sdk/1/aksis.js';

import { contributed } from '../../shell/contributions.js';
import '../contribution.js';
import './accesses.js';
import './history.js';
import './relations.js';
import './rights.js';
import './summary.js';

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
          html`<aksis-contribution
            .contribution=${one}
            .given=${{ person: it.person }}
          ></aksis-contribution>`,
      }));
  return [
    ...tabs.filter(({ may }) => may).map((one) => ({ ...one, label: t(`people.tab.${one.id}`) })),
    ...theirs,
  ];
}
