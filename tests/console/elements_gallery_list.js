// The list of the gallery: columns, filters, actions, and a server's part played here.
import { Problem, html, nothing, relative } from '/ui/sdk/1/aksis.js';

import { people } from './elements_gallery_data.js';

export const wait = (ms) => new Promise((done) => setTimeout(done, ms));
export const STATES = { good: 'En accompagnement', warn: 'À relancer', bad: 'Sans solution' };
export const columns = [
  { id: 'name', label: 'Nom', primary: true, sort: true },
  { id: 'work', label: 'Métier recherché', sort: true },
  {
    id: 'state',
    label: 'Situation',
    render: (row) =>
      html`<aksis-status kind=${row.state} label=${STATES[row.state]}></aksis-status>`,
    value: (row) => STATES[row.state],
  },
  {
    id: 'seen',
    label: 'Dernier contact',
    sort: true,
    value: (row) => row.seen.slice(0, 10),
    render: (row) => relative(row.seen),
  },
  { id: 'appointments', label: 'Rendez-vous', align: 'end', sort: true },
  { id: 'reference', label: 'Référence', hidden: true },
  { id: 'diploma', label: 'Diplôme', render: () => nothing },
];
export async function load({ cursor, limit, sort, query }) {
  await wait(60);
  const key = sort.replace('-', '');
  let rows = people.filter(
    (it) =>
      it.name.toLowerCase().includes((query.q ?? '').toLowerCase()) &&
      (!query.state || [query.state].flat().includes(it.state)),
  );
  if (key)
    rows = [...rows].sort(
      (a, b) => String(a[key]).localeCompare(String(b[key])) * (sort.startsWith('-') ? -1 : 1),
    );
  const from = Number(cursor ?? 0);
  return {
    rows: rows.slice(from, from + limit),
    next: from + limit < rows.length ? String(from + limit) : null,
    total: rows.length,
  };
}
export const bulk = [
  { id: 'invite', label: 'Inviter', icon: 'mail', run: () => wait(10) },
  {
    id: 'move',
    label: 'Réaffecter',
    icon: 'people',
    refuse: (rows) => (rows.length > 1 ? undefined : 'choisissez au moins deux personnes.'),
    run: () => wait(10),
  },
  {
    id: 'close',
    label: 'Clore',
    icon: 'trash',
    danger: true,
    refuse: (rows) =>
      rows.some((it) => it.state === 'bad')
        ? 'une personne sans solution est dans la sélection.'
        : undefined,
    run: () => wait(10),
  },
];
bulk.push({
  id: 'remind',
  label: 'Relancer',
  icon: 'bell',
  run: (rows) => {
    if (rows.length === 1)
      throw new Problem({ status: 403, detail: 'Votre rôle ne le permet pas.' });
    return { failed: rows.slice(1).map((row) => ({ row, why: 'Son dossier est restreint.' })) };
  },
});
export const filters = [
  { id: 'q', label: 'Rechercher', type: 'text', placeholder: 'Nom ou référence' },
  {
    id: 'state',
    label: 'Situation',
    type: 'multi',
    options: Object.entries(STATES).map(([value, label]) => ({ value, label })),
  },
  {
    id: 'agency',
    label: 'Agence',
    type: 'select',
    options: [
      { value: 'r', label: 'Rennes' },
      { value: 'b', label: 'Brest' },
    ],
  },
  { id: 'seen', label: 'Dernier contact', type: 'period', more: true },
  { id: 'score', label: 'Score minimal', type: 'number', more: true },
  { id: 'mine', label: 'Mes personnes', type: 'flag' },
];
