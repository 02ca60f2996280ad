// Dates, numbers and amounts as people read them, in the language in use.
import { html, nothing } from 'lit';

import { locale } from './i18n.js';

const made = new Map();
const SMALL_S = 45;
const STEPS = [
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
  ['week', 604_800],
  ['month', 2_629_800],
  ['year', 31_557_600],
];

function format(kind, options) {
  const tag = locale() === 'en' ? 'en-GB' : 'fr-FR';
  const key = `${tag} ${kind.name} ${JSON.stringify(options)}`;
  if (!made.has(key)) made.set(key, new kind(tag, options));
  return made.get(key);
}

/** A day alone is that day wherever one is; what has a time is an instant. */
export function when(x) {
  if (x instanceof Date) return x;
  if (typeof x === 'number') return new Date(x);
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(x ?? '');
  return day ? new Date(Number(day[1]), day[2] - 1, Number(day[3])) : new Date(x ?? NaN);
}

const known = (x) => x !== undefined && x !== null && x !== '' && !Number.isNaN(when(x).getTime());
const dated = (options) => (x) =>
  known(x) ? format(Intl.DateTimeFormat, options).format(when(x)) : '';

const dayLong = dated({ day: 'numeric', month: 'long', year: 'numeric' });
export const date = (x, { short = false } = {}) =>
  short ? dated({ day: '2-digit', month: '2-digit', year: 'numeric' })(x) : dayLong(x);
export const dateTime = dated({
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
export const time = dated({ hour: '2-digit', minute: '2-digit' });

/** "il y a 3 jours"; whole days for what has no time. */
export function relativeText(x) {
  if (!known(x)) return '';
  const day = /^\d{4}-\d{2}-\d{2}$/.test(x);
  const words = format(Intl.RelativeTimeFormat, { numeric: 'auto' });
  const from = day ? new Date().setHours(0, 0, 0, 0) : Date.now();
  const seconds = (when(x).getTime() - from) / 1000;
  if (day && Math.abs(seconds) < 86_400 * 1.5)
    return words.format(Math.round(seconds / 86_400), 'day');
  if (Math.abs(seconds) < SMALL_S) return words.format(0, 'second');
  const [unit, size] = STEPS.findLast(([, length]) => Math.abs(seconds) >= length) ?? STEPS[0];
  return words.format(Math.round(seconds / size), unit);
}

/** The same with the exact date as title, for templates. */
export function relative(x) {
  if (!known(x)) return nothing;
  const exact = /T/.test(x) || typeof x !== 'string' ? dateTime(x) : dayLong(x);
  return html`<time datetime=${when(x).toISOString()} title=${exact}>${relativeText(x)}</time>`;
}

const numeric = (options) => (x) =>
  x === undefined || x === null || Number.isNaN(Number(x))
    ? ''
    : format(Intl.NumberFormat, options).format(x);

export const number = (x, options = {}) => numeric({ maximumFractionDigits: 2, ...options })(x);
/** Of a part: 0.42 is "42 %". */
export const percent = numeric({ style: 'percent', maximumFractionDigits: 0 });
export const euros = numeric({
  style: 'currency',
  currency: 'EUR',
  maximumFractionDigits: 2,
  trailingZeroDisplay: 'stripIfInteger',
});
const kilometres = numeric({ style: 'unit', unit: 'kilometer', maximumFractionDigits: 0 });
const nearby = numeric({ style: 'unit', unit: 'kilometer', maximumFractionDigits: 1 });
export const distance = (km) => (km < 10 ? nearby : kilometres)(km);
/** Words one after the other: "a, b et c". */
export const list = (words) => format(Intl.ListFormat, { type: 'conjunction' }).format(words);

/** A person's name as it is used; the reference where no name may be read. */
export const personName = (it) =>
  [it.first_names, it.used_name || it.birth_name].filter(Boolean).join(' ') ||
  it.name ||
  it.reference ||
  it.id;
