// Catalogues: ui/i18n/<language>/<area>.json, flat keys, ICU messages. Areas that begin with "sdk", "elements"
// or "shell", and keys of any area that begin with "nav.", are in the base that every page loads;
// the rest of an area comes with the screens that name it (screens.js: texts).
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { parse, TYPE } from '@formatjs/icu-messageformat-parser';

const LANGUAGES = ['fr', 'en'];
const inBase = (area, key) => /^(sdk|shell|elements)/.test(area) || key.startsWith('nav.');

// The names that a message takes, those inside of plurals and choices too. What it only chooses words by
// is left out: French may need to know who is meant where English does not.
function namesIn(nodes, into = new Set()) {
  for (const node of nodes) {
    if (![TYPE.literal, TYPE.pound, TYPE.select].includes(node.type)) into.add(node.value);
    for (const option of Object.values(node.options ?? {})) namesIn(option.value, into);
    if (node.children) namesIn(node.children, into);
  }
  return into;
}

function read(folder, faults) {
  const areas = new Map();
  for (const language of LANGUAGES) {
    for (const file of readdirSync(join(folder, language)).filter((name) =>
      name.endsWith('.json'),
    )) {
      const area = file.slice(0, -5);
      try {
        const texts = JSON.parse(readFileSync(join(folder, language, file), 'utf8'));
        areas.set(area, { ...areas.get(area), [language]: texts });
      } catch (error) {
        faults.push(`${language}/${file}: ${error.message}`);
      }
    }
  }
  return areas;
}

function check(area, texts, faults) {
  const keys = new Set(LANGUAGES.flatMap((language) => Object.keys(texts[language] ?? {})));
  for (const key of keys) {
    const names = LANGUAGES.map((language) => {
      const message = texts[language]?.[key];
      if (typeof message !== 'string' || !message.trim()) {
        faults.push(`${language}/${area}.json: ${key} is missing`);
        return undefined;
      }
      try {
        return [...namesIn(parse(message))].sort().join(' ');
      } catch (error) {
        faults.push(`${language}/${area}.json: ${key}: ${error.message}`);
        return undefined;
      }
    });
    if (names[0] !== undefined && names[1] !== undefined && names[0] !== names[1])
      faults.push(
        `${area}.json: ${key} takes {${names[0]}} in French and {${names[1]}} in English`,
      );
  }
}

export function catalogues(folder) {
  const faults = [];
  const seen = new Map();
  const out = new Map();
  const base = Object.fromEntries(LANGUAGES.map((language) => [language, {}]));
  const lazy = new Set();
  for (const [area, texts] of [...read(folder, faults)].sort()) {
    check(area, texts, faults);
    for (const language of LANGUAGES) {
      const rest = {};
      for (const [key, message] of Object.entries(texts[language] ?? {})) {
        const before = seen.get(`${language} ${key}`);
        if (before) faults.push(`${language}: ${key} stands in ${before} and ${area}`);
        seen.set(`${language} ${key}`, area);
        (inBase(area, key) ? base[language] : rest)[key] = message;
      }
      if (!Object.keys(rest).length) continue;
      lazy.add(area);
      out.set(`${area}.${language}.json`, Buffer.from(JSON.stringify(rest)));
    }
  }
  for (const language of LANGUAGES)
    out.set(`base.${language}.json`, Buffer.from(JSON.stringify(base[language])));
  return { files: out, areas: [...lazy], faults };
}
