// The columns of the portfolio: a row of a table at a desk, a card on a phone.
import { date, html, icon, nothing, relative, t } from '/ui/sdk/1/aksis.js';

import { ageOf, coded, fullName } from './names.js';
import { registrationOf } from './portfolio.js';

function registration(row) {
  const state = registrationOf(row);
  if (state === 'none') return html`<span class="quiet">${t('people.registration.none')}</span>`;
  return html`<aksis-status kind=${state === 'running' ? 'good' : 'neutral'} .label=${t(`people.registration.${state}`)}></aksis-status>
    <span class="small quiet">${date(state === 'running' ? row.registered_on : row.registration_ended_on, { short: true })}</span>`;
}

const person = (row) => html`<span class="person_cell"><span>${fullName(row)}</span>
  ${row.restricted ? html`<span class="status warn">${icon('lock')}${t('people.restricted')}</span>` : nothing}</span>`;

/** @param {{referents: boolean, communes: boolean, registration: boolean, changes: boolean, names: boolean}} known */
export function columnsOf(known) {
  const all = [
    { id: 'name', label: t('people.column.person'), sort: 'name', primary: true, value: fullName, render: person },
    { id: 'birth_date', label: t('people.column.born'), sort: 'born', exportValue: (row) => row.birth_date,
      value: (row) => row.birth_date && t('people.born_short', { date: date(row.birth_date, { short: true }), age: ageOf(row) }) },
    { id: 'reference', label: t('people.column.reference'), sort: 'reference', value: (row) => row.reference,
      render: (row) => html`<span class="mono nowrap">${row.reference}</span>` },
    known.communes && { id: 'commune', label: t('people.column.commune'), sort: 'commune', value: (row) => row.commune_name },
    known.referents && { id: 'referent', label: t('people.column.referent'), sort: 'referent',
      value: (row) => row.referent?.name ?? (row.referent ? undefined : t('people.nobody')) },
    known.registration && { id: 'registration', label: t('people.column.registration'), sort: 'registered',
      value: (row) => t(`people.registration.${registrationOf(row)}`), exportValue: (row) => row.registered_on, render: registration },
    known.registration && { id: 'registration_category', label: t('people.field.registration_category'), hidden: true,
      value: (row) => coded('category', row.registration_category) },
    { id: 'changed', label: t(known.changes ? 'people.column.changed' : 'people.column.added'), sort: 'changed',
      value: (row) => row.updated_at ?? row.created_at, render: (row) => relative(row.updated_at ?? row.created_at) },
  ];
  return all.filter(Boolean);
}

export function filtersOf({ rows, referents, communes, registration: registered, changes, restrictions }) {
  const names = (pairs) => [...new Map(pairs)].map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const all = [
    communes && { id: 'commune', label: t('people.column.commune'), type: 'multi',
      options: names(rows.filter((row) => row.commune).map((row) => [row.commune, row.commune_name || row.commune])) },
    referents && { id: 'referent', label: t('people.column.referent'), type: 'multi',
      options: [...names(rows.filter((row) => row.referent).map((row) => [row.referent.id, row.referent.name ?? row.referent.id])),
        { value: 'nobody', label: t('people.nobody') }] },
    registered && { id: 'registration', label: t('people.column.registration'), type: 'multi',
      options: ['running', 'ended', 'none'].map((value) => ({ value, label: t(`people.registration.${value}`) })) },
    changes && { id: 'still', label: t('people.filter.still'), type: 'select',
      options: [1, 3, 6, 12].map((value) => ({ value: String(value), label: t('people.filter.months', { count: value }) })) },
    restrictions && { id: 'restricted', label: t('people.filter.restricted'), type: 'flag', more: true },
  ];
  return all.filter(Boolean);
}
