// The form of a person: the members the operation takes, in the order of a conversation. A member
// that a later version of the server takes stands in the last group until it has a place.
import { api, t } from '/ui/sdk/1/aksis.js';

import { communeName, searchCommunes } from './communes.js';
import { countryName, searchCountries } from './countries.js';
import { coded, fieldName } from './names.js';

const GROUPS = [
  {
    id: 'identity',
    columns: 2,
    fields: [
      'birth_name',
      'used_name',
      'first_names',
      'birth_date',
      'sex',
      'birth_place',
      'nationality',
      'nir',
    ],
  },
  { id: 'contact', columns: 1, fields: ['contacts'] },
  { id: 'address', columns: 2, fields: ['address', 'postcode', 'commune'] },
  {
    id: 'registration',
    columns: 2,
    fields: [
      'registered_on',
      'registration_category',
      'registration_ended_on',
      'registration_end_reason',
      'identifiers',
    ],
  },
  { id: 'file', columns: 2, fields: ['reference', 'source'] },
];
const DATES = new Set(['birth_date', 'registered_on', 'registration_ended_on']);
let document;

async function inputOf(method, path) {
  document ??= api.get('/openapi.json').catch((problem) => {
    document = undefined;
    throw problem;
  });
  const { data } = await document;
  return data.paths[path][method].requestBody.content['application/json'].schema;
}

/** Without the descriptions meant for who writes programs: the form has its own words. */
function silent({ description: _, ...schema }) {
  if (!schema.items) return schema;
  const inner = Object.entries(schema.items.properties).map(([name, one]) => [name, silent(one)]);
  return { ...schema, items: { ...schema.items, properties: Object.fromEntries(inner) } };
}

/** The same schema with what a form can show better: dates, choices, one line for names. */
function shaped(name, schema) {
  if (DATES.has(name)) return { ...schema, format: 'date' };
  if (name === 'sex')
    return {
      type: 'string',
      oneOf: ['F', 'M'].map((value) => ({ const: value, title: t(`people.sex.${value}`) })),
    };
  if (name === 'source')
    return {
      ...schema,
      enum: undefined,
      oneOf: schema.enum.map((value) => ({ const: value, title: t(`people.source.${value}`) })),
    };
  if (name === 'first_names') return { ...schema, maxLength: 199 };
  if (name === 'address') return schema;
  if (name === 'contacts') return contactsOf(schema);
  return schema;
}

function contactsOf(schema) {
  const { kind, value, preferred, valid } = schema.items.properties;
  const titled = {
    ...kind,
    enum: undefined,
    oneOf: kind.enum.map((one) => ({ const: one, title: t(`people.contact.${one}`) })),
  };
  return {
    ...schema,
    items: {
      ...schema.items,
      properties: {
        kind: { ...titled, default: 'mobile' },
        value: { ...value, maxLength: 199 },
        preferred,
        valid: { ...valid, default: true },
      },
    },
  };
}

/**
 * @param {"post"|"patch"} method @param {string} path of the operation
 * @param {{masked?: string[], without?: string[], value?: object}} options fields whose content is
 *   not shown are not offered
 */
export async function personForm(method, path, { masked = [], without = [], value = {} } = {}) {
  const schema = await inputOf(method, path);
  const hidden = new Set([...masked, ...without, 'person']);
  const names = Object.keys(schema.properties).filter((name) => !hidden.has(name));
  const properties = Object.fromEntries(
    names.map((name) => [name, shaped(name, silent(schema.properties[name]))]),
  );
  const placed = new Set(GROUPS.flatMap(({ fields }) => fields));
  const layout = GROUPS.map((it) => ({
    title: t(`people.group.${it.id}`),
    columns: it.columns,
    fields: [
      ...it.fields,
      ...(it.id === 'file' ? names.filter((name) => !placed.has(name)) : []),
    ].filter((name) => properties[name]),
  })).filter(({ fields }) => fields.length);
  const labels = Object.fromEntries(names.map((name) => [name, fieldName(name)]));
  for (const inner of ['kind', 'value', 'preferred', 'valid'])
    labels[`contacts.${inner}`] = t(`people.contact.${inner}`);
  for (const inner of ['kind', 'value'])
    labels[`identifiers.${inner}`] = t(`people.identifier.${inner}`);
  return {
    schema: {
      type: 'object',
      properties,
      required: schema.required?.filter((name) => properties[name]),
    },
    layout,
    labels,
    fields: fieldsOf(await namesOf(value)),
  };
}

const isCountry = (code) => code?.length === 2;

/** Somebody was born in a commune, or in another country. */
async function searchPlaces(q) {
  const [communes, abroad] = await Promise.all([searchCommunes(q), searchCountries(q)]);
  return [...communes, ...abroad.slice(0, 4)];
}

export const placeName = async (code) => (isCountry(code) ? countryName(code) : communeName(code));

/** The names of the codes a record holds, so that fields show words. */
async function namesOf({ birth_place: born, nationality, commune }) {
  const option = async (value, name) => (value ? [{ value, label: await name(value) }] : []);
  return {
    birth_place: await option(born, placeName),
    nationality: await option(nationality, countryName),
    commune: await option(commune, communeName),
  };
}

const HINTED = [
  'birth_name',
  'used_name',
  'first_names',
  'birth_place',
  'nationality',
  'nir',
  'contacts',
  'commune',
  'registered_on',
  'registration_category',
  'registration_ended_on',
  'registration_end_reason',
  'identifiers',
  'reference',
  'source',
];

function fieldsOf(known) {
  const fields = {
    birth_date: { max: new Date().toISOString().slice(0, 10), min: '1850-01-01' },
    sex: { widget: 'radio' },
    birth_place: { search: searchPlaces, known: known.birth_place },
    nationality: { search: searchCountries, known: known.nationality },
    nir: { inputmode: 'numeric', secret: true },
    contacts: { add: t('people.contact.add') },
    'contacts.kind': { widget: 'select' },
    address: { rows: 2, wide: true },
    postcode: { inputmode: 'numeric' },
    commune: { search: searchCommunes, known: known.commune },
    identifiers: { add: t('people.identifier.add') },
    'identifiers.kind': { hint: t('people.hint.identifier_kind'), placeholder: 'france_travail' },
    source: { widget: 'select' },
  };
  for (const name of HINTED) fields[name] = { ...fields[name], hint: t(`people.hint.${name}`) };
  return fields;
}

/** What a change sends: the members that differ; an empty text takes a value off. */
export function changesOf(before, now, schema) {
  const changes = {};
  for (const name of Object.keys(schema.properties)) {
    if (name === 'source') continue;
    const list = schema.properties[name].type === 'array';
    const from = before[name] ?? (list ? [] : '');
    const to = now[name] ?? (list ? [] : '');
    if (JSON.stringify(from) !== JSON.stringify(to)) changes[name] = to;
  }
  if (changes.identifiers)
    changes.identifiers = identifierChanges(before.identifiers ?? [], changes.identifiers);
  return changes;
}

/** Only the kinds given change: one that was taken out is sent empty. */
function identifierChanges(before, now) {
  const kept = new Set(now.map(({ kind }) => kind));
  return [
    ...now,
    ...before.filter(({ kind }) => !kept.has(kind)).map(({ kind }) => ({ kind, value: '' })),
  ];
}

export const shownChange = (name, value) =>
  Array.isArray(value)
    ? value
        .map((one) => one.value)
        .filter(Boolean)
        .join(', ')
    : coded(name, value);
