// An offer as the form shows it and as the server keeps it. Pure.
import { CONTRACTS } from '../labels.js';

const text = (maxLength) => ({ type: 'string', maxLength });
const number = (maximum) => ({ type: 'number', maximum });
const integer = (minimum, maximum) => ({ type: 'integer', minimum, maximum });
const demanded = { type: 'array', maxItems: 60, items: { type: 'object' } };

export const schema = {
  type: 'object',
  required: ['id', 'title', 'rome_code'],
  properties: {
    title: text(199),
    rome_code: text(5),
    company: text(199),
    id: { type: 'string', minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9._:-]+$' },
    contract: { enum: CONTRACTS },
    weekly_hours: number(80),
    part_time: { type: 'boolean' },
    alternating: { type: 'boolean' },
    salary_per: { enum: ['hourly', 'monthly', 'yearly'] },
    salary_min: number(10_000_000),
    salary_max: number(10_000_000),
    commune: text(5),
    place: text(199),
    positions: integer(1, 10_000),
    experience: { enum: ['D', 'S', 'E'] },
    experience_months: integer(0, 600),
    skills: demanded,
    licences: demanded,
    languages: demanded,
    trainings: demanded,
    contexts: { type: 'array', maxItems: 60, items: text(199) },
    created: { type: 'string', format: 'date' },
    expires: { type: 'string', format: 'date' },
    qualification: { enum: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
    travel: { enum: [1, 2, 3, 4] },
    naf: text(10),
    accessible: { type: 'boolean' },
    description: text(20_000),
  },
};

const SAME = [
  'title',
  'rome_code',
  'company',
  'contract',
  'part_time',
  'alternating',
  'commune',
  'place',
  'positions',
  'experience',
  'experience_months',
  'skills',
  'licences',
  'languages',
  'trainings',
  'contexts',
  'created',
  'expires',
  'qualification',
  'travel',
  'naf',
  'accessible',
  'description',
];
const pick = (from, names) =>
  Object.fromEntries(
    names
      .filter((name) => from[name] !== undefined && from[name] !== '')
      .map((name) => [name, from[name]]),
  );

export function toForm(offer) {
  const { salary } = offer;
  return {
    ...pick(offer, ['id', ...SAME]),
    ...(offer.weekly_minutes && { weekly_hours: offer.weekly_minutes / 60 }),
    ...(salary && { salary_per: salary.per }),
    ...(salary?.min_cents && { salary_min: salary.min_cents / 100 }),
    ...(salary?.max_cents && { salary_max: salary.max_cents / 100 }),
  };
}

/** @param {object} value of the form @param {object} [before] the offer as it was read: what the form does not show stays */
export function toServer(value, before = {}) {
  const cents = (amount) => (typeof amount === 'number' ? Math.round(amount * 100) : undefined);
  const [from, to] = [cents(value.salary_min), cents(value.salary_max)];
  // An exact place belongs to the commune it was given with.
  const stays = value.commune === before.commune ? pick(before, ['lat', 'lon']) : {};
  return {
    ...stays,
    ...pick(value, SAME),
    ...pick(before, ['appellation']),
    ...(value.rome_code !== before.rome_code && { appellation: undefined }),
    ...(value.weekly_hours && { weekly_minutes: Math.round(value.weekly_hours * 60) }),
    ...(value.salary_per &&
      (from || to) && {
        salary: {
          per: value.salary_per,
          ...(from && { min_cents: from }),
          ...(to && { max_cents: to }),
        },
      }),
  };
}

const POINTERS = {
  weekly_minutes: 'weekly_hours',
  'salary/per': 'salary_per',
  'salary/min_cents': 'salary_min',
  'salary/max_cents': 'salary_max',
  salary: 'salary_min',
  offer: 'id',
  lat: 'commune',
  lon: 'commune',
};

export function pointerToForm(pointer) {
  const name = pointer.slice(1);
  const known = POINTERS[name];
  return known ? `/${known}` : `/${name.split('/')[0]}`;
}

/** What the form holds that cannot be: said at its field before anything is sent. */
export function faultsOf(t, value) {
  const faults = [];
  const money = value.salary_min !== undefined || value.salary_max !== undefined;
  if (money && !value.salary_per)
    faults.push({ pointer: '/salary_per', message: t('fault.salary_per') });
  if (value.salary_min > value.salary_max)
    faults.push({ pointer: '/salary_max', message: t('fault.salary_order') });
  if (value.created && value.expires && value.expires < value.created)
    faults.push({ pointer: '/expires', message: t('fault.expires') });
  return faults;
}

/** An identifier for an offer of one's own: the day and four letters that are hard to mistake. */
export function freshId(day = new Date().toISOString().slice(0, 10)) {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  const drawn = crypto.getRandomValues(new Uint8Array(4));
  return `${day.replaceAll('-', '')}-${[...drawn]
    .map((one) => letters[one % letters.length])
    .join('')}`;
}
