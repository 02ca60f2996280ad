// What the gallery shows: people who do not exist, and the shapes the server answers with.
const NAMES = [
  'Amara Diallo',
  'Élise Martin',
  'Karim Benali',
  'Lucie Œuvrard',
  'Tom Nguyen',
  'Sofia Lopes',
  'Yanis Moreau',
  'Inès Petit',
  'Noé Garnier',
  'Maëlle Le Goff',
];
const WORK = [
  'Cuisine collective',
  'Menuiserie d’agencement',
  'Aide à domicile',
  'Développement web',
  'Magasinage',
];
const day = (offset, hour = 9) => {
  const at = new Date();
  at.setDate(at.getDate() + offset);
  at.setHours(hour, 0, 0, 0);
  return at.toISOString();
};
export const DAY = day;

export const people = Array.from({ length: 64 }, (_, i) => ({
  id: `p${i}`,
  name: `${NAMES[i % 10]}${i > 9 ? ` ${i}` : ''}`,
  reference: `A-${1000 + i}`,
  work: WORK[i % 5],
  seen: day(-i * 3 - 1),
  score: 940 - i * 13,
  state: i % 4 === 0 ? 'warn' : i % 7 === 0 ? 'bad' : 'good',
  appointments: (i * 7) % 5,
}));

export const explanation = {
  score: 684,
  for: [
    {
      code: 'core',
      text: 'Tient 7 des 9 compétences du cœur de métier, dont la préparation des repas et l’hygiène.',
    },
    { code: 'near', text: 'L’offre est à 8 km, dans la distance acceptée (30 km).' },
    {
      code: 'contract',
      text: 'Le contrat à durée indéterminée est celui que la personne cherche.',
    },
  ],
  against: [
    { code: 'hours', text: 'Le travail du samedi est demandé ; la personne préfère l’éviter.' },
    {
      code: 'skills',
      text: 'Manque deux compétences :',
      items: [
        { code: '1', label: 'Gérer les stocks' },
        { code: '2', label: 'Dresser des assiettes' },
      ],
    },
  ],
  missing: [{ code: 'salary', text: 'Le salaire n’est pas indiqué dans l’offre.' }],
  what_would_change_it: [
    { code: 'stock', text: 'Une formation courte à la gestion des stocks.', gain: 62, score: 746 },
    { code: 'sat', text: 'Accepter un samedi sur deux.', gain: 40, score: 724 },
  ],
};

export const schema = {
  type: 'object',
  required: ['given_name', 'birth_date', 'contract', 'salary'],
  additionalProperties: false,
  properties: {
    given_name: { type: 'string', title: 'Prénom', minLength: 1, maxLength: 60 },
    birth_date: { type: 'string', format: 'date', title: 'Date de naissance' },
    contract: { type: 'string', enum: ['cdi', 'cdd', 'interim'], title: 'Contrat recherché' },
    sector: {
      type: ['string', 'null'],
      enum: ['a', 'b', 'c', 'd', 'e', 'f', null],
      title: 'Secteur',
    },
    salary: { type: 'integer', minimum: 1200, maximum: 9000, title: 'Salaire mensuel souhaité' },
    distance: { type: 'number', minimum: 0, maximum: 200, title: 'Distance acceptée' },
    licences: { type: 'array', items: { type: 'string', enum: ['B', 'C', 'D'] }, title: 'Permis' },
    sms: {
      type: 'boolean',
      title: 'Accepte de recevoir des SMS',
      description: 'La personne peut changer d’avis à tout moment.',
    },
    note: {
      type: 'string',
      maxLength: 500,
      title: 'Ce qu’il faut savoir',
      description: 'Les faits utiles à l’accompagnement, rien de plus.',
    },
    occupation: { type: 'string', title: 'Métier recherché' },
    languages: {
      type: 'array',
      maxItems: 4,
      items: { type: 'string', maxLength: 40 },
      title: 'Langues parlées',
    },
    address: {
      type: 'object',
      title: 'Adresse',
      required: ['commune'],
      properties: {
        street: { type: 'string', title: 'Voie' },
        commune: { type: 'string', title: 'Commune' },
      },
    },
    experiences: {
      type: 'array',
      title: 'Expériences',
      maxItems: 3,
      items: {
        type: 'object',
        required: ['title'],
        properties: {
          title: { type: 'string', title: 'Métier exercé' },
          months: { type: 'integer', minimum: 1, title: 'Durée' },
        },
      },
    },
  },
};
export const layout = [
  { title: 'La personne', fields: ['given_name', 'birth_date', 'address'], columns: 2 },
  {
    title: 'Ce qu’elle cherche',
    text: 'Ce qui est écrit ici sert à rapprocher des offres.',
    fields: ['occupation', 'contract', 'sector', 'salary', 'distance', 'licences'],
    columns: 2,
  },
  { title: 'Le reste', fields: ['languages', 'experiences', 'sms', 'note'] },
];
export const SECTORS = [
  'Bâtiment',
  'Commerce',
  'Hôtellerie, restauration',
  'Industrie',
  'Santé',
  'Transport',
].map((label, i) => ({ value: 'abcdef'[i], label }));
export const occupations = [
  ['G1602', 'Personnel de cuisine'],
  ['G1601', 'Chef·fe de cuisine'],
  ['H2206', 'Menuiserie bois et tertiaire'],
  ['K1302', 'Aide auprès d’adultes'],
  ['M1805', 'Études et développement informatique'],
].map(([value, label]) => ({ value, label, detail: value }));

export const moments = [
  {
    at: day(-1),
    type: 'visit',
    title: 'Entretien de suivi',
    text: 'Le projet en cuisine collective se confirme ; une immersion est à trouver avant la fin du mois.',
    icon: 'calendar',
    author: 'Camille Roy',
  },
  {
    at: day(-3, 14),
    type: 'offer',
    title: 'Offre proposée : commis de cuisine',
    icon: 'briefcase',
    kind: 'good',
    href: '/offers/1',
    author: 'Camille Roy',
  },
  {
    at: day(-40),
    type: 'visit',
    title: 'Rendez-vous manqué',
    icon: 'warning',
    kind: 'warn',
    source: 'DUDE',
  },
  ...Array.from({ length: 22 }, (_, i) => ({
    at: day(-60 - i * 9),
    type: i % 2 ? 'visit' : 'offer',
    title: i % 2 ? 'Point téléphonique' : 'Offre consultée',
    icon: i % 2 ? 'phone' : 'eye',
  })),
];

export const places = [
  [48.117, -1.678, 'Commis de cuisine', 'Rennes · 8 km', 'good'],
  [48.085, -1.62, 'Second de cuisine', 'Vern-sur-Seiche · 11 km'],
  [48.21, -1.5, 'Agent de restauration', 'Liffré · 19 km', 'warn'],
  [48.03, -1.9, 'Cuisinière', 'Guichen · 22 km'],
]
  .map(([lat, lon, label, detail, kind], i) => ({
    id: `o${i}`,
    lat,
    lon,
    label,
    detail,
    kind,
    href: `/offers/${i}`,
  }))
  .concat({ id: 'o9', label: 'Sans lieu' });
export const outlines = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: {},
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [-2.1, 48.5],
            [-1.9, 48.63],
            [-1.5, 48.5],
            [-1.05, 48.5],
            [-1.05, 47.95],
            [-1.4, 47.8],
            [-2.0, 47.65],
            [-2.25, 47.9],
            [-2.1, 48.5],
          ],
        ],
      },
    },
  ],
};
export const events = [
  {
    id: 1,
    title: 'Entretien – Amara Diallo',
    start: day(0, 10),
    end: day(0, 11),
    detail: 'Bureau 2',
    href: '/people/p0',
  },
  {
    id: 2,
    title: 'Atelier CV',
    start: day(1, 14),
    end: day(1, 16),
    kind: 'good',
    detail: '8 inscrits',
  },
  { id: 3, title: 'Bilan à rendre', start: day(2).slice(0, 10), kind: 'warn' },
];
