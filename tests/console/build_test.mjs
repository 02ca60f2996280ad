// What is built: the exports of the SDK, one Lit, every text in both languages and every text that is
// asked for, and the weight of the first load.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FIRST_LOAD_MAX = 60 * 1024;
// Version 1 of the SDK: names are added here, never taken off.
const EXPORTS =
  `AksisElement AsyncDirective LitElement Problem announce answerWith api back can catalogue
  classMap confirm createRef date dateTime directive distance drafts euros guard guardLeave hasText html icon
  ifDefined keyed list listen live loadStyle loadTexts locale match navigate network nothing number
  onLocale openDialog percent personName preferences preferredLocale question readTextsWith ref
  relative relativeText render repeat router saveFile scopeOf session setLocale setQuery styleMap
  svg t text time toast until when`.split(/\s+/);

const source = join(dirname(fileURLToPath(import.meta.url)), '../../src/console');
let faults = 0;
function check(what, ok, detail = '') {
  if (!ok) faults += 1;
  console.log(ok ? `ok    ${what}` : `FAIL  ${what}: ${detail}`);
}

const filesBelow = (folder, ending) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

const out = mkdtempSync(join(tmpdir(), 'aksis-console-build-'));
try {
  const sizes = join(out, 'sizes.json');
  const tree = join(out, 'tree');
  let said = '';
  try {
    said = execFileSync('node', [join(source, 'build.mjs'), tree, '--strict', '--sizes', sizes], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    check('every text is there in both languages', true);
  } catch (error) {
    check('every text is there in both languages', false, error.stderr);
  }
  console.log(said.trim());

  const sdk = readFileSync(join(tree, 'ui/sdk/1/aksis.js'), 'utf8');
  const named = [...sdk.matchAll(/export\{([^}]*)\}/g)]
    .flatMap(([, names]) => names.split(','))
    .map((name) =>
      name
        .trim()
        .split(/\s+as\s+/)
        .at(-1),
    )
    .filter(Boolean)
    .sort();
  const gone = EXPORTS.filter((name) => !named.includes(name));
  check('no export of the SDK is taken off', !gone.length, gone.join(' '));
  const fresh = named.filter((name) => !EXPORTS.includes(name));
  check('every export of the SDK is in this list', !fresh.length, fresh.join(' '));

  const scripts = filesBelow(join(tree, 'ui'), '.js');
  const lits = scripts.filter((file) => readFileSync(file, 'utf8').includes('litHtmlVersions'));
  check('one copy of Lit is built', lits.length === 1, lits.join(' '));

  const { total } = JSON.parse(readFileSync(sizes, 'utf8'));
  check('the first load is light', total <= FIRST_LOAD_MAX, `${total} bytes of ${FIRST_LOAD_MAX}`);

  const known = new Set(
    filesBelow(join(source, 'ui/i18n/fr'), '.json').flatMap((file) =>
      Object.keys(JSON.parse(readFileSync(file, 'utf8'))),
    ),
  );
  const unknown = new Set();
  for (const file of filesBelow(join(source, 'ui'), '.js'))
    for (const [, key] of readFileSync(file, 'utf8').matchAll(/\bt\('([a-z_]+(?:\.\w+)+)'/g))
      if (!known.has(key)) unknown.add(key);
  check('every text asked for is there', !unknown.size, [...unknown].join(' '));
} finally {
  rmSync(out, { recursive: true, force: true });
}
process.exit(faults ? 1 : 0);
