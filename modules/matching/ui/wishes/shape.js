// Wishes as the form shows them and as the server keeps them: hours and euros there, minutes and cents here. Pure.
import { CONTRACTS } from '../labels.js';

export const TRANSPORT = ['walk', 'bicycle', 'public_transport', 'moped', 'car'];
export const LICENCES = [
  'AM',
  'A1',
  'A2',
  'A',
  'B1',
  'B',
  'BE',
  'B96',
  'C1',
  'C1E',
  'C',
  'CE',
  'D1',
  'D1E',
  'D',
  'DE',
];
export const HARD = [
  'distance',
  'contexts',
  'occupations',
  'sectors',
  'contracts',
  'hours',
  'salary',
];
/** What the server takes for hard where nobody chose. */
const HARD_UNSAID = ['distance', 'contexts'];

const codes = { type: 'array', maxItems: 50, items: { type: 'string', maxLength: 20 } };
const choices = (values) => ({ type: 'array', items: { enum: values } });
const amount = (maximum) => ({ type: 'number', maximum });

export const schema = {
  type: 'object',
  properties: {
    occupations: codes,
    interests: codes,
    sectors: codes,
    contracts: { ...codes, items: { enum: CONTRACTS } },
    commune: { type: 'string', maxLength: 5 },
    radius_km: { type: 'integer', minimum: 0, maximum: 1000 },
    travel_minutes: { type: 'integer', minimum: 0, maximum: 600 },
    transport: choices(TRANSPORT),
    hours_min: amount(80),
    hours_max: amount(80),
    salary_floor: amount(100_000),
    licences_asked: { type: 'boolean' },
    licences: choices(LICENCES),
    languages_asked: { type: 'boolean' },
    languages: { type: 'array', maxItems: 50, items: { type: 'string', maxLength: 60 } },
    contexts_wanted: codes,
    contexts_refused: codes,
    hard: choices(HARD),
    comment: { type: 'string', maxLength: 4000 },
  },
};

const SAME = [
  'interests',
  'sectors',
  'contracts',
  'commune',
  'radius_km',
  'travel_minutes',
  'transport',
  'contexts_wanted',
  'contexts_refused',
  'comment',
];
/** [of the form, of the server, how many of its units one is] */
const SCALED = [
  ['hours_min', 'hours_min_minutes', 60],
  ['hours_max', 'hours_max_minutes', 60],
  ['salary_floor', 'salary_floor_cents', 100],
];

const pick = (from, names) =>
  Object.fromEntries(
    names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]),
  );

export function toForm(wishes) {
  return {
    ...pick(wishes, SAME),
    ...Object.fromEntries(
      SCALED.filter(([, theirs]) => wishes[theirs] !== undefined).map(([ours, theirs, size]) => [
        ours,
        wishes[theirs] / size,
      ]),
    ),
    occupations: (wishes.occupations ?? []).map(({ rome_code: code }) => code),
    licences_asked: wishes.licences !== undefined,
    licences: wishes.licences ?? [],
    languages_asked: wishes.languages !== undefined,
    languages: wishes.languages ?? [],
    hard: wishes.hard ?? HARD_UNSAID,
  };
}

/** @param {object} value of the form @param {object} before what was read: titles of occupations stay */
export function toServer(value, before) {
  const titles = new Map((before.occupations ?? []).map((one) => [one.rome_code, one]));
  return {
    ...pick(value, SAME),
    ...Object.fromEntries(
      SCALED.filter(([ours]) => typeof value[ours] === 'number').map(([ours, theirs, size]) => [
        theirs,
        Math.round(value[ours] * size),
      ]),
    ),
    occupations: (value.occupations ?? []).map((code) => titles.get(code) ?? { rome_code: code }),
    ...(value.licences_asked && { licences: value.licences ?? [] }),
    ...(value.languages_asked && { languages: value.languages ?? [] }),
    hard: value.hard ?? [],
  };
}

/** Where the server points, as fields of the form are named. */
export function pointerToForm(pointer) {
  const [, name] = pointer.split('/');
  const scaled = SCALED.find(([, theirs]) => theirs === name);
  return `/${scaled ? scaled[0] : name}`;
}

/** Names of the wishes that differ. */
export function differences(a, b) {
  const names = Object.keys(schema.properties);
  const [left, right] = [toForm(a), toForm(b)];
  return names.filter(
    (name) => JSON.stringify(left[name] ?? []) !== JSON.stringify(right[name] ?? []),
  );
}
