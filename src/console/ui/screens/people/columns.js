// The columns of the portfolio: a row of a table at a desk, a card on a phone.
import { date, html, icon, nothing, relative, t } from '/ui/sdk/1/aksis.js';

import { ageOf, fullName } from './names.js';

const flag = (name, key) =>
  html`<span class="status ${key === 'restricted' ? 'warn' : ''}"
    >${icon(name)}${t(`people.${key}`)}</span
  >`;

const person = (row) =>
  html`<span class="person_cell"
    ><span>${fullName(row)}</span> ${row.restricted ? flag('lock', 'restricted') : nothing}${
      row.archived ? flag('folder', 'archived') : nothing
    }</span
  >`;

const registration = (row) =>
  html`<aksis-status
    kind=${row.registered ? 'good' : 'neutral'}
    .label=${t(row.registered ? 'people.registered.yes' : 'people.registered.no')}
  ></aksis-status>`;

// A card shows what tells people apart; the rest can be added.
export const columns = (scope) => [
  {
    id: 'name',
    label: t('people.column.person'),
    sort: 'name',
    primary: true,
    value: fullName,
    render: person,
  },
  {
    id: 'birth_date',
    label: t('people.column.born'),
    exportValue: (row) => row.birth_date,
    render: (row) =>
      row.birth_date
        ? html`<span class="nowrap"
            >${t('people.born_short', {
              date: date(row.birth_date, { short: true }),
              age: ageOf(row),
            })}</span
          >`
        : t('people.unknown'),
  },
  {
    id: 'reference',
    label: t('people.column.reference'),
    hidden: 'narrow',
    value: (row) => row.reference,
    render: (row) => html`<span class="mono nowrap">${row.reference}</span>`,
  },
  { id: 'commune', label: t('people.column.commune'), value: (row) => row.commune_name },
  {
    id: 'referent',
    label: t('people.column.referent'),
    hidden: scope === 'mine',
    value: (row) => row.referent?.name ?? (row.referent ? '' : t('people.nobody')),
  },
  {
    id: 'registration',
    label: t('people.column.registration'),
    value: (row) => t(row.registered ? 'people.registered.yes' : 'people.registered.no'),
    render: registration,
  },
  {
    id: 'changed',
    label: t('people.column.changed'),
    hidden: 'narrow',
    sort: 'changed',
    value: (row) => row.changed_at,
    render: (row) => html`<span class="nowrap">${relative(row.changed_at)}</span>`,
  },
  {
    id: 'created',
    label: t('people.column.added'),
    sort: 'created',
    hidden: true,
    value: (row) => row.created_at,
    render: (row) => relative(row.created_at),
  },
];

export const filters = ({ communes, referents }) =>
  [
    { id: 'commune', label: t('people.column.commune'), type: 'select', options: communes },
    { id: 'referent', label: t('people.column.referent'), type: 'select', options: referents },
    {
      id: 'registered',
      label: t('people.column.registration'),
      type: 'select',
      options: ['yes', 'no'].map((value) => ({
        value: String(value === 'yes'),
        label: t(`people.registered.${value}`),
      })),
    },
    { id: 'reference', label: t('people.column.reference'), type: 'text', more: true },
  ].filter(({ options }) => !options || options.length);
