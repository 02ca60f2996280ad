// node src/console/build.mjs OUT_DIR [--strict] [--sizes FILE]: makes of ui/ what the binary embeds,
// each file at its address below OUT_DIR. --strict fails when a text is missing in a language;
// --sizes writes the gzip sizes of what the first load takes, for the budget.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { appScripts, sdkScripts, styleSheet } from './bundle/scripts.mjs';
import { catalogues } from './bundle/texts.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const ui = join(here, 'ui');

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

// One hash for all of them, in any order: a page never mixes files of two builds.
function hashOf(files) {
  const hash = createHash('sha256');
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(name).update('\0').update(bytes);
  return hash.digest('hex').slice(0, 16);
}

async function build() {
  const tree = new Map(); // address → bytes
  const put = (address, bytes) => tree.set(address, Buffer.from(bytes));

  const sdk = await sdkScripts(ui);
  for (const [name, bytes] of sdk) put(`/ui/sdk/1/${name}`, bytes);
  put(
    '/ui/sdk/1/aksis.css',
    await styleSheet(ui, 'style', ['tokens', 'base', 'elements', 'print']),
  );

  const app = await appScripts(ui);
  app.set('app.css', await styleSheet(ui, 'shell'));
  const texts = catalogues(join(ui, 'i18n'));
  for (const fault of texts.faults) console.error(`texts: ${fault}`);
  for (const [name, bytes] of texts.files) app.set(name, bytes);
  const folder = `/ui/app/${hashOf(app)}`;
  for (const [name, bytes] of app) put(`${folder}/${name}`, bytes);

  for (const file of filesBelow(join(ui, 'icons')))
    put(`/ui/icons/${relative(join(ui, 'icons'), file)}`, readFileSync(file));
  const areas = texts.areas.join(' ');
  const filled = (name) =>
    readFileSync(join(ui, name), 'utf8').replaceAll('@APP@', folder).replaceAll('@AREAS@', areas);
  // All asked for at once: a script that is found in another one costs a way to the server and back.
  const scripts = [...staticScripts(tree, `${folder}/main.js`)];
  const early = scripts
    .slice(1)
    .map((address) => `<link rel="modulepreload" href="${address}">`)
    .join('\n');
  // Two builds differ in it, whatever they differ in: how an open page learns that it is of before.
  put(
    '/index.html',
    filled('index.html').replace('@EARLY@', early).replace('@BUILD@', hashOf(tree)),
  );
  put('/manifest.webmanifest', filled('manifest.webmanifest'));
  // Its text differs with each build, which is how a browser learns of an update.
  const build = hashOf(tree);
  put(
    '/service_worker.js',
    filled('service_worker.js')
      .replaceAll('@BUILD@', build)
      .replace('@SCRIPTS@', scripts.join(' ')),
  );
  return { tree, folder, faults: texts.faults };
}

/** Scripts that a script imports before it runs, itself first. */
function staticScripts(tree, from, into = new Set()) {
  if (into.has(from) || !tree.has(from)) return into;
  into.add(from);
  for (const [, to] of String(tree.get(from)).matchAll(/(?:from|import)"([^"]+)"/g))
    staticScripts(tree, new URL(to, `http://x${from}`).pathname, into);
  return into;
}

// What a browser reads before somebody can sign in: the page, styles, scripts and one catalogue.
function firstLoad({ tree, folder }) {
  const wanted = [
    '/index.html',
    '/ui/sdk/1/aksis.css',
    `${folder}/app.css`,
    `${folder}/base.fr.json`,
    ...staticScripts(tree, `${folder}/main.js`),
  ];
  const sizes = {};
  for (const address of wanted) sizes[address] = gzipSync(tree.get(address), { level: 9 }).length;
  return sizes;
}

const [folder, ...options] = process.argv.slice(2);
if (!folder || folder.startsWith('--')) {
  console.error('usage: node build.mjs OUT_DIR [--strict] [--sizes FILE]');
  process.exit(2);
}
const out = resolve(folder);
const made = await build();
rmSync(out, { recursive: true, force: true });
for (const [address, bytes] of made.tree) {
  const file = join(out, address);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}
const sizes = firstLoad(made);
const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
if (options.includes('--sizes'))
  writeFileSync(options[options.indexOf('--sizes') + 1], JSON.stringify({ total, sizes }, null, 1));
console.log(`console: ${made.tree.size} files, first load ${(total / 1024).toFixed(1)} kB gzip`);
if (options.includes('--strict') && made.faults.length) process.exit(1);
