// How a person is named, and how the members of their record are called.
import { date, hasText, t } from '/ui/sdk/1/aksis.js';

const IDENTIFIER = 'identifier.';

/** "Lina Perrin"; the reference where no name may be read. */
export function fullName(person) {
  if (!person) return '';
  const first = (person.first_names ?? '').split(/[\s,]+/)[0];
  const last = person.used_name || person.birth_name;
  return person.name || [first, last].filter(Boolean).join(' ') || person.reference || '';
}

/** Whole years; undefined when the birth date is not known or not shown. */
export function ageOf(person, today = new Date()) {
  const [year, month, day] = (person?.birth_date ?? '').split('-').map(Number);
  if (!year) return undefined;
  const before =
    today.getMonth() + 1 < month || (today.getMonth() + 1 === month && today.getDate() < day);
  return today.getFullYear() - year - (before ? 1 : 0);
}

export const bornOn = (person) =>
  person?.birth_date
    ? t('people.born', { date: date(person.birth_date), age: ageOf(person), sex: person.sex ?? '' })
    : '';

/** A field in words; national identifiers are named by their kind. */
export function fieldName(field) {
  if (field.startsWith(IDENTIFIER)) return identifierName(field.slice(IDENTIFIER.length));
  return hasText(`people.field.${field}`) ? t(`people.field.${field}`) : field.replaceAll('_', ' ');
}

export const identifierName = (kind) =>
  hasText(`people.identifier.${kind}`) ? t(`people.identifier.${kind}`) : kind.replaceAll('_', ' ');

/** A code whose words may not be ours: an agency has categories of its own. */
export const coded = (group, code) =>
  code && hasText(`people.${group}.${code}`) ? t(`people.${group}.${code}`) : code;
