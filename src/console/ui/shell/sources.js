// What the search and the palette look through.
import { api, can, date, locale, navigate, preferences, t, text } from '/ui/sdk/1/aksis.js';

import { contributed } from './contributions.js';
import { showHelp } from './keys.js';
import { allRoutes, allowed, navigation, titleOf } from './routes.js';
import { signOut } from './sign_out.js';

const LIMIT = 6;
const SHORTEST = 2;
const folded = (words) =>
  words.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('œ', 'oe').toLowerCase();
const fits = (words, query) =>
  folded(query)
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => folded(words).includes(word));
const go = (path) => () => navigate(path);

function screenOptions(query) {
  const known = new Map(navigation().map((one) => [one.path, one]));
  for (const route of allRoutes())
    if (!route.path.includes(':') && !route.hidden && allowed(route) && !known.has(route.path))
      known.set(route.path, { icon: 'file', ...route });
  return [...known.values()]
    .filter((one) => fits(`${titleOf(one)} ${one.path}`, query))
    .map((one) => ({ label: titleOf(one), icon: one.icon ?? 'module', run: go(one.path) }));
}

function nameOf(person) {
  const name = [person.first_names, person.used_name || person.birth_name]
    .filter(Boolean)
    .join(' ');
  return name || person.reference;
}

function detailOf(person) {
  const birth = person.birth_date
    ? t('shell.search.born', { date: date(person.birth_date, { short: true }) })
    : '';
  return [
    person.used_name && person.used_name !== person.birth_name ? person.birth_name : '',
    birth,
    person.commune,
    nameOf(person) === person.reference ? '' : person.reference,
    person.by_sound ? t('shell.search.by_sound') : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

const peopleSource = (query) => ({
  title: t('shell.search.people'),
  order: 1,
  ask: async (signal) => {
    const { data } = await api.post('/people/search', { q: query, limit: LIMIT }, { signal });
    return {
      options: data.people.map((person) => ({
        label: nameOf(person),
        detail: detailOf(person),
        icon: 'person',
        run: go(`/people/${person.id}`),
      })),
      note: data.elsewhere ? t('shell.search.elsewhere', { count: data.elsewhere }) : undefined,
    };
  },
});

const memberOf = (row, path) =>
  String(path)
    .split('.')
    .reduce((at, name) => at?.[name], row);
const filled = (pattern, row) =>
  pattern.replace(/\{([\w.]+)\}/g, (_, name) => encodeURIComponent(memberOf(row, name) ?? ''));

const moduleSource = (search, query, number) => ({
  title: text(search.title),
  order: 3 + number,
  ask: async (signal) => {
    const path = search.path.replace('{q}', encodeURIComponent(query));
    const { data } = await api.get(path, { signal });
    return {
      options: (data[search.member] ?? []).slice(0, LIMIT).map((row) => ({
        label: String(memberOf(row, search.label) ?? ''),
        detail: search.detail ? String(memberOf(row, search.detail) ?? '') : '',
        icon: search.icon ?? search.module.icon ?? 'module',
        run: go(filled(search.to, row)),
      })),
    };
  },
});

export function searchGroups(query) {
  const words = query.trim();
  if (words.length < SHORTEST) return [];
  const groups = [
    { title: t('shell.search.screens'), order: 2, options: screenOptions(words).slice(0, LIMIT) },
  ];
  if (can('people.read')) groups.push(peopleSource(words));
  contributed('searches').forEach((search, i) => groups.push(moduleSource(search, words, i)));
  return groups;
}

const THEMES = ['system', 'light', 'dark', 'contrast'];

function ownCommands() {
  const other = locale() === 'fr' ? 'en' : 'fr';
  return [
    ...THEMES.map((theme) => ({
      label: t('shell.command.theme', { theme: t(`shell.theme.${theme}`) }),
      icon: 'sun',
      run: () => preferences.set('theme', theme),
    })),
    {
      label: t(`shell.command.language_${other}`),
      icon: 'globe',
      run: () => preferences.set('language', other),
    },
    { label: t('shell.keys.title'), icon: 'question', keys: '?', run: showHelp },
    { label: t('shell.command.print'), icon: 'print', run: () => setTimeout(print, 100) },
    { label: t('shell.person.sign_out'), icon: 'log_out', run: signOut },
  ];
}

export function commandGroups(query) {
  const words = query.trim();
  const theirs = contributed('commands').map((one) => ({
    label: text(one.title),
    words: text(one.keywords),
    icon: one.icon ?? 'module',
    run: go(one.path),
  }));
  const commands = [...theirs, ...ownCommands()].filter((one) =>
    fits(`${one.label} ${one.words ?? ''}`, words),
  );
  return [
    { title: t('shell.search.screens'), order: 1, options: screenOptions(words) },
    { title: t('shell.palette.commands'), order: 2, options: commands },
  ];
}
