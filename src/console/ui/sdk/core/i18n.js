// Texts: ICU messages of the console's catalogues and of modules' own, in French or English.
import { IntlMessageFormat } from 'intl-messageformat';

import { signal } from './signal.js';

const LANGUAGES = ['fr', 'en'];
const changed = signal();
const messages = { fr: new Map(), en: new Map() };
const formats = new Map();
const reported = new Set();
const areas = { fr: new Set(), en: new Set() }; // those read
let language = 'fr';
let fetchArea = async () => ({});

/** Where catalogues come from; the shell says so once. */
export function readTextsWith(fn) {
  fetchArea = fn;
}

export const locale = () => language;
export const onLocale = changed.add;

export function preferredLocale(wanted = navigator.languages ?? []) {
  const found = wanted.map((tag) => tag.slice(0, 2)).find((tag) => LANGUAGES.includes(tag));
  return found ?? 'fr';
}

// French sets a space before its double marks, where no line may break.
const bound = (words) =>
  words.replace(/ (?=[;!?])/g, '\u202f').replace(/ (?=[:»])|(?<=«) /g, '\u00a0');

function take(tongue, texts, prefix = '') {
  for (const [key, message] of Object.entries(texts ?? {}))
    messages[tongue].set(prefix + key, tongue === 'fr' ? bound(message) : message);
}

async function read(area, tongue) {
  take(tongue, await fetchArea(area, tongue));
  areas[tongue].add(area);
}

const readAll = (wanted, tongue) =>
  Promise.all(
    [...wanted].filter((area) => !areas[tongue].has(area)).map((area) => read(area, tongue)),
  );

/** Reads the catalogues of these areas for the language in use, those read before excepted. */
export async function loadTexts(wanted) {
  const tongue = language;
  await readAll(wanted, tongue);
  // The language changed meanwhile, and did not know of them.
  if (tongue !== language) await loadTexts(wanted);
}

/** Changes the language without losing what is typed: elements draw their texts anew. */
export async function setLocale(wanted) {
  if (!LANGUAGES.includes(wanted)) throw new RangeError(`no language ${wanted}`);
  // Again for those that came for the language in use while these were read.
  let known;
  do {
    known = areas[language].size;
    await readAll(areas[language], wanted);
  } while (areas[language].size > known);
  language = wanted;
  document.documentElement.lang = wanted;
  window.dispatchEvent(new CustomEvent('aksis-locale', { detail: wanted }));
  changed.tell(wanted);
}

function formatOf(key, message) {
  const name = `${language} ${key}`;
  let format = formats.get(name);
  if (!format || format.source !== message) {
    format = { source: message, made: new IntlMessageFormat(message, language) };
    formats.set(name, format);
  }
  return format.made;
}

function say(key, message, values) {
  if (!message.includes('{') && !message.includes("'")) return message;
  return String(formatOf(key, message).format(values));
}

/** The text of a key. A key without a text is shown as it is, and said once in the console. */
export function t(key, values) {
  const message = messages[language].get(key) ?? messages.fr.get(key);
  if (message !== undefined) return say(key, message, values);
  if (!reported.has(key)) {
    reported.add(key);
    console.error(`no text for ${key} (${language})`);
  }
  return key;
}

export const hasText = (key) => messages[language].has(key);

/** A module's own catalogue; gives its `t`, which falls back to the SDK's texts. */
export function catalogue(prefix, texts) {
  for (const tongue of LANGUAGES) take(tongue, texts?.[tongue], `${prefix}.`);
  return (key, values) => {
    const own = `${prefix}.${key}`;
    const message = messages[language].get(own) ?? messages.fr.get(own);
    return message === undefined ? t(key, values) : say(own, message, values);
  };
}

/** The text of `{fr, en}` in the language in use. */
export function text(texts) {
  if (typeof texts === 'string') return texts;
  return texts?.[language] ?? texts?.fr ?? texts?.en ?? '';
}
