// Countries by their names in the language of the page: the browser knows them, we keep no list.
import { locale } from '/ui/sdk/1/aksis.js';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
// Unions, tests and codes of the past that browsers name too.
const NONE = new Set([
  'AN',
  'BU',
  'CS',
  'DD',
  'EU',
  'EZ',
  'FX',
  'NT',
  'QO',
  'QU',
  'SU',
  'TP',
  'UK',
  'UN',
  'XA',
  'XB',
  'YD',
  'YU',
  'ZR',
  'ZZ',
]);
const folded = (words) => words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const made = new Map();

function countries() {
  const language = locale();
  if (!made.has(language)) {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    const all = LETTERS.flatMap((a) => LETTERS.map((b) => a + b))
      .filter((code) => !NONE.has(code))
      .map((value) => ({ value, label: names.of(value) }))
      .filter(({ label }) => label);
    made.set(
      language,
      all.sort((a, b) => a.label.localeCompare(b.label)),
    );
  }
  return made.get(language);
}

export const countryName = (code) => countries().find(({ value }) => value === code)?.label ?? code;

export async function searchCountries(q) {
  const words = folded(q.trim());
  return countries()
    .filter(
      ({ value, label }) =>
        folded(label)
          .split(/[\s'-]/)
          .some((one, i, all) => all.slice(i).join(' ').startsWith(words)) ||
        value.toLowerCase() === words,
    )
    .slice(0, 12);
}
