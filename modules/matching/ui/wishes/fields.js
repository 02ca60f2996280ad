// Fields of the wishes: in which order an adviser asks, and how each is looked up.
import { api } from '/ui/sdk/1/aksis.js';

import {
  communeName,
  occupationName,
  searchCommunes,
  searchItems,
  searchOccupations,
} from '../places.js';
import { CONTRACTS } from '../labels.js';
import { HARD, LICENCES, schema, TRANSPORT } from './shape.js';
import { ranked } from '../ranked.js';

/** Words for the codes that wishes hold. */
export class Names {
  #known = new Map();
  interests = [];
  sectors = [];

  of = (code) => this.#known.get(code) ?? code;
  put = (code, label) => this.#known.set(code, label);
  all = () => [...this.#known].map(([value, label]) => ({ value, label }));

  async learn(wishes) {
    const asked = [
      ...(wishes.occupations ?? []).map(async ({ rome_code: code }) =>
        this.put(code, await occupationName(code)),
      ),
      ...[...(wishes.contexts_wanted ?? []), ...(wishes.contexts_refused ?? [])].map(
        async (code) => {
          const found = await searchItems('context')(code).catch(() => []);
          this.put(code, found.find(({ value }) => value === code)?.label ?? code);
        },
      ),
      this.#learnCategories().catch(() => {}),
    ];
    if (wishes.commune)
      asked.push(communeName(wishes.commune).then((name) => this.put(wishes.commune, name)));
    await Promise.all(asked);
  }

  async #learnCategories() {
    const { data } = await api.get('/occupation-categories');
    const of = (...schemes) =>
      data.results
        .filter(({ scheme }) => schemes.includes(scheme))
        .map((one) => ({ value: one.code, label: one.label, scheme: one.scheme }));
    this.interests = of('domain', 'interest').map((one) =>
      one.scheme === 'domain' ? { ...one, label: `${one.label} (${one.value})` } : one,
    );
    // Divisions of the NAF are two digits, which the referential writes without the zero before.
    this.sectors = of('naf').map((one) => ({
      ...one,
      value: one.value.padStart(2, '0'),
      // An abbreviation that only statisticians read.
      label: one.label.replace(/n\.c\.a\.?/g, 'non classés ailleurs'),
    }));
  }
}

const SECTIONS = [
  ['what', ['occupations', 'interests', 'sectors']],
  ['where', ['commune', 'radius_km', 'travel_minutes', 'transport']],
  ['terms', ['contracts', 'hours_min', 'hours_max', 'salary_floor']],
  ['able', ['licences_asked', 'licences', 'languages_asked', 'languages']],
  ['conditions', ['contexts_wanted', 'contexts_refused']],
  ['hard', ['hard']],
  ['words', ['comment']],
];

export const layoutOf = (t) =>
  SECTIONS.map(([name, fields]) => ({
    title: t(`wishes.part_${name}`),
    text: t(`wishes.part_${name}_text`),
    fields,
    columns: ['where', 'terms'].includes(name) ? 2 : 1,
  }));
export const labelsOf = (t) =>
  Object.fromEntries(Object.keys(schema.properties).map((name) => [name, t(`wishes.${name}`)]));

/** Remembers the names of what was found, so that what is chosen is said by its name. */
const remembering = (names, search) => async (q, signal) => {
  const found = await search(q, signal);
  for (const { value, label } of found) names.put(value, label);
  return found;
};

const labelIn = (options) => (value) => options.find((one) => one.value === value)?.label ?? value;

export function fieldsOf(t, names) {
  const occupations = remembering(names, searchOccupations);
  const items = remembering(names, searchItems('context'));
  // `search` beside `render`: the field is one control with a label of its own.
  const contexts = {
    search: items,
    render: ranked({
      t,
      search: items,
      label: names.of,
      placeholder: t('wishes.contexts_example'),
    }),
  };
  return {
    occupations: {
      wide: true,
      hint: t('wishes.dearest'),
      search: occupations,
      render: ranked({
        t,
        search: occupations,
        label: names.of,
        placeholder: t('wishes.occupations_example'),
      }),
    },
    interests: {
      wide: true,
      render: ranked({
        t,
        label: labelIn(names.interests),
        placeholder: t('wishes.interests_add'),
        options: names.interests,
      }),
    },
    sectors: {
      wide: true,
      hint: t('wishes.sectors_hint'),
      render: ranked({
        t,
        label: labelIn(names.sectors),
        placeholder: t('wishes.sectors_add'),
        options: names.sectors,
      }),
    },
    contracts: {
      wide: true,
      hint: t('wishes.dearest'),
      render: ranked({
        t,
        label: (one) => t(`contract.${one}`),
        placeholder: t('wishes.contracts_add'),
        options: CONTRACTS.map((value) => ({ value, label: t(`contract.${value}`) })),
      }),
    },
    commune: { search: remembering(names, searchCommunes), known: names.all() },
    radius_km: { unit: 'km', hint: t('wishes.radius_hint') },
    travel_minutes: { unit: t('wishes.minutes'), hint: t('wishes.travel_hint') },
    transport: {
      wide: true,
      options: TRANSPORT.map((value) => ({ value, label: t(`transport.${value}`) })),
    },
    hours_min: { unit: t('wishes.hours_unit') },
    hours_max: { unit: t('wishes.hours_unit') },
    salary_floor: { unit: '€', hint: t('wishes.salary_hint') },
    licences: {
      options: LICENCES.map((value) => ({ value, label: value })),
      hidden: (now) => !now.licences_asked,
    },
    languages: { add: t('wishes.languages_add'), hidden: (now) => !now.languages_asked },
    contexts_wanted: contexts,
    contexts_refused: contexts,
    hard: { wide: true, options: HARD.map((value) => ({ value, label: t(`hard.${value}`) })) },
    comment: { wide: true, rows: 4, hint: t('wishes.comment_hint') },
  };
}
