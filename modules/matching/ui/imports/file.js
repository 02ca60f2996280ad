// A file of offers as far as the browser reads it: its kind, its columns, its first rows. Pure but for reading.

export const COLUMNS = [
  'id',
  'title',
  'rome_code',
  'appellation',
  'contract',
  'created',
  'expires',
  'experience',
  'experience_months',
  'weekly_hours',
  'salary_per',
  'salary_min',
  'salary_max',
  'positions',
  'place',
  'commune',
  'lat',
  'lon',
  'naf',
  'qualification',
  'travel',
  'licences',
  'languages',
  'skills',
  'contexts',
  'company',
  'description',
];
export const NEEDED = ['id', 'title', 'rome_code'];
/** Names that other files give the columns; folded. */
const NAMES = {
  id: ['id', 'identifiant', 'reference', 'ref', 'numero', 'numero offre', 'id offre'],
  title: ['title', 'intitule', 'titre', 'intitule du poste', 'poste', 'libelle', 'offre'],
  rome_code: ['rome code', 'code rome', 'rome', 'coderome', 'romecode'],
  appellation: ['appellation', 'appellation rome', 'appellationlibelle'],
  contract: ['contract', 'contrat', 'type contrat', 'type de contrat', 'typecontrat'],
  created: [
    'created',
    'date',
    'date de creation',
    'publiee le',
    'date de publication',
    'datecreation',
  ],
  expires: ['expires', 'echeance', 'date de fin', 'date limite', 'valable jusqu au'],
  experience: ['experience', 'experience exigee'],
  experience_months: ['experience months', 'mois d experience', 'experience mois'],
  weekly_hours: [
    'weekly hours',
    'heures',
    'heures par semaine',
    'duree hebdomadaire',
    'temps de travail',
  ],
  salary_per: ['salary per', 'periode salaire', 'type salaire', 'periodicite'],
  salary_min: ['salary min', 'salaire min', 'salaire minimum', 'salaire', 'salaire de'],
  salary_max: ['salary max', 'salaire max', 'salaire maximum', 'salaire a'],
  positions: ['positions', 'postes', 'nombre de postes', 'nombrepostes'],
  place: ['place', 'lieu', 'ville', 'lieu de travail'],
  commune: ['commune', 'insee', 'code insee', 'code commune'],
  lat: ['lat', 'latitude'],
  lon: ['lon', 'lng', 'longitude'],
  naf: ['naf', 'ape', 'code naf', 'code ape'],
  qualification: ['qualification', 'code qualification'],
  travel: ['travel', 'deplacements', 'deplacement'],
  licences: ['licences', 'permis'],
  languages: ['languages', 'langues'],
  skills: ['skills', 'competences'],
  contexts: ['contexts', 'conditions', 'contextes'],
  company: ['company', 'entreprise', 'employeur', 'societe'],
  description: ['description', 'descriptif', 'texte'],
};
const HEAD_BYTES = 1 << 18;
const SHOWN = 5;

const folded = (words) =>
  words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** The column that a name of a file most likely means. */
function guess(name) {
  const words = folded(name);
  return COLUMNS.find((column) => folded(column) === words || NAMES[column]?.includes(words)) ?? '';
}

/** Each of the own columns at most once: the first that fits it. */
export function guesses(header) {
  const taken = new Set();
  return header.map((name) => {
    const column = guess(name);
    if (!column || taken.has(column)) return '';
    taken.add(column);
    return column;
  });
}

/**
 * Rows of a CSV with the line each begins on and its own text, so that a refused row can be given back as it was.
 * @returns {{line: number, fields: string[], text: string}[]}
 */
function parseCsv(text, delimiter) {
  const rows = [];
  let [fields, field, quoted, line, from, begun] = [[], '', false, 1, 0, 1];
  const end = (at) => {
    fields.push(field);
    if (fields.length > 1 || fields[0] !== '')
      rows.push({ line: begun, fields, text: text.slice(from, at).replace(/\r$/, '') });
    [fields, field] = [[], ''];
  };
  for (let i = 0; i < text.length; ++i) {
    const c = text[i];
    if (c === '\n') line += 1;
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') {
        field += '"';
        i += 1;
      } else if (c === '"') quoted = false;
      else field += c;
    } else if (c === '"') quoted = true;
    else if (c === delimiter) {
      fields.push(field);
      field = '';
    } else if (c === '\n') {
      end(i);
      [from, begun] = [i + 1, line];
    } else if (c !== '\r') field += c;
  }
  if (field !== '' || fields.length) end(text.length);
  return rows;
}

const quote = (value, delimiter) =>
  /["\r\n]/.test(value) || value.includes(delimiter) ? `"${value.replaceAll('"', '""')}"` : value;

const count = (words, c) => words.split(c).length - 1;

/** UTF-8, or what Windows writes; a character cut at the end of what was read is no fault. */
function decode(bytes) {
  for (let cut = 0; cut < 4; ++cut) {
    try {
      return {
        text: new TextDecoder('utf-8', { fatal: true }).decode(
          bytes.subarray(0, bytes.length - cut),
        ),
        utf8: true,
      };
    } catch {
      // One byte fewer, or no UTF-8 at all.
    }
  }
  return { text: new TextDecoder('windows-1252').decode(bytes), utf8: false };
}

/** @param {Blob & {name: string}} file */
export async function look(file) {
  const { text: start, utf8 } = decode(
    new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()),
  );
  if (/^\s*[[{]/.test(start))
    return { kind: 'json', utf8, rows: sample(start), whole: file.size <= HEAD_BYTES };
  const first = start.slice(0, start.search(/\n|$/));
  const delimiter = count(first, ';') > count(first, ',') ? ';' : ',';
  const rows = parseCsv(start, delimiter);
  const [head, ...rest] = rows;
  // The last row may be cut.
  const whole = file.size <= HEAD_BYTES;
  return {
    kind: 'csv',
    utf8,
    delimiter,
    header: head?.fields ?? [],
    rows: (whole ? rest : rest.slice(0, -1)).slice(0, SHOWN),
    whole,
  };
}

/** The first offers of JSON lines or of an array of them. */
function sample(text) {
  const rows = [];
  for (const line of text.split('\n').slice(0, 200)) {
    try {
      const one = JSON.parse(line.trim().replace(/^\[|,$|\]$/g, ''));
      if (one && typeof one === 'object') rows.push(...(one.resultats ?? [one]).flat());
    } catch {
      // A line of an array written over several lines: read whole below.
    }
    if (rows.length >= SHOWN) break;
  }
  if (rows.length) return rows.slice(0, SHOWN);
  try {
    const all = JSON.parse(text);
    return (all.resultats ?? [all].flat()).slice(0, SHOWN);
  } catch {
    return [];
  }
}

/** Three bytes that some programs write in front of UTF-8. */
async function withoutMark(file) {
  const start = new Uint8Array(await file.slice(0, 3).arrayBuffer());
  return start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? file.slice(3) : file;
}

/** The file under the column names the server knows; columns without one keep theirs and are passed over. */
export async function prepared(file, { kind, utf8, delimiter, header }, mapping) {
  if (kind === 'json') return { blob: file, type: 'application/x-ndjson' };
  const source = utf8
    ? await withoutMark(file)
    : new Blob([new TextDecoder('windows-1252').decode(await file.arrayBuffer())]);
  const text = await source.slice(0, HEAD_BYTES).text();
  const [{ text: first }] = parseCsv(text, delimiter);
  const kept = new Set(mapping.filter(Boolean));
  const names = header.map(
    (name, i) => mapping[i] || (kept.has(name) || COLUMNS.includes(name) ? `${name} (2)` : name),
  );
  const length = new Blob([text.slice(0, text.indexOf(first) + first.length)]).size;
  const blob = new Blob(
    [names.map((name) => quote(name, delimiter)).join(delimiter), source.slice(length)],
    { type: 'text/csv' },
  );
  return { blob, type: 'text/csv', delimiter, names };
}

/** The rows that were refused, as a file to be mended and sent again; the reason stands in a column of its own. */
export async function refusedRows({ blob, type, delimiter, names }, errors) {
  const reasons = new Map(errors.map(({ line, message }) => [line, message]));
  const text = await blob.text();
  if (type === 'text/csv') {
    const rows = parseCsv(text, delimiter)
      .slice(1)
      .filter(({ line }) => reasons.has(line));
    if (!rows.length) return undefined;
    return {
      name: 'csv',
      text: [
        [...names, 'refus'].map((one) => quote(one, delimiter)).join(delimiter),
        ...rows.map((row) => `${row.text}${delimiter}${quote(reasons.get(row.line), delimiter)}`),
      ].join('\r\n'),
    };
  }
  const lines = text.split('\n');
  const found = [...reasons.keys()]
    .map((line) => lines[line - 1]?.trim().replace(/,$/, ''))
    .filter((line) => line?.startsWith('{'));
  return found.length ? { name: 'jsonl', text: found.join('\n') } : undefined;
}
