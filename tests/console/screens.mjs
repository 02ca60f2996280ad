// node screens.mjs BINARY FOLDER [WORD …]: a picture of every screen of the host's table and of every
// page that modules contribute, at both widths, for people to look at. Parameters of a path are filled
// with what the demo has; a screen is opened by the first account that may. WORDs: only those whose path
// has one of them.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { WIDTHS, consoleTest } from './harness.mjs';

const ACCOUNTS = ['camille', 'admin', 'responsable', 'dpo', 'controle', 'pilotage'];
const [, , , folder = 'build/screens', ...words] = process.argv;

const table = pathToFileURL(
  join(import.meta.dirname ?? '.', '../../src/console/ui/screens/screens.js'),
);
const { screens } = await import(table);

/** What a path's parameter is filled with: by whom it is asked, and how, on a page of theirs. */
const first = (path, member) => async (ask) => (await ask(path))[member][0]?.id;
const SOURCES = {
  person: ['camille', first('/people?limit=1', 'people')],
  code: [
    'camille',
    async (ask) => (await ask('/occupations?q=soin&limit=1')).results[0]?.rome_code,
  ],
  offer: ['camille', async (ask) => (await ask('/offers?limit=1')).offers[0]?.offer.id],
  // A result is kept on purpose: one is, for whom an offer fits.
  result: [
    'camille',
    async (ask) => {
      for (const { id } of (await ask('/people?scope=mine')).people) {
        const { results: [best] = [] } = await ask(`/people/${id}/matches?limit=1`);
        if (!best) continue;
        const offer = encodeURIComponent(best.offer.id);
        return (await ask(`/people/${id}/matches/${offer}/results`, {})).result;
      }
      return undefined;
    },
  ],
  account: ['admin', first('/accounts?limit=1', 'accounts')],
  role: ['admin', first('/roles', 'roles')],
  organisation: ['admin', first('/organisations?limit=1', 'organisations')],
  module: ['admin', first('/modules', 'modules')],
  tab: ['camille', () => 'history'],
};
const known = new Map();

const asks = (page) => (path, body) =>
  page.evaluate(
    async ([address, sent]) => {
      const headers = { 'Content-Type': 'application/json' };
      const post = sent && { method: 'POST', headers, body: JSON.stringify(sent) };
      return (await fetch(`/api/v1${address}`, post)).json();
    },
    [path, body],
  );

// As the console reads rights: one of a list will do, and jobs.* holds jobs.read.
const may = (held, asked) =>
  !asked ||
  [asked]
    .flat()
    .some((one) =>
      held.some(
        (right) => right === one || (right.endsWith('*') && one.startsWith(right.slice(0, -1))),
      ),
    );

async function filled(pages, path) {
  let out = path;
  for (const [part, name] of path.matchAll(/:(\w+)/g)) {
    const [login, find] = SOURCES[name] ?? [];
    if (!login) return undefined;
    if (!known.has(name)) known.set(name, await find(asks(pages[login][1280])));
    if (known.get(name) === undefined) return undefined;
    out = out.replace(part, encodeURIComponent(known.get(name)));
  }
  return out;
}

async function take(run, page, path, file) {
  await run.open(page, path);
  await page.waitForTimeout(600);
  await page.screenshot({ path: file, fullPage: true });
}

await consoleTest(async (run) => {
  run.allow(/./);
  mkdirSync(folder, { recursive: true });
  const pages = {};
  const rights = {};
  const contributed = {};
  for (const login of ACCOUNTS) {
    pages[login] = {};
    for (const width of Object.keys(WIDTHS).map(Number))
      pages[login][width] = await run.page(login, { width });
    await run.open(pages[login][1280], '/profile');
    [rights[login], contributed[login]] = await pages[login][1280].evaluate(async () => [
      (await (await fetch('/api/v1/session')).json()).grants.map((one) => one.permission),
      ((await (await fetch('/api/v1/ui/contributions')).json()).modules ?? []).flatMap(
        (module) => module.pages ?? [],
      ),
    ]);
  }
  const wanted = [
    ...screens.map((one) => [
      one.path,
      ACCOUNTS.find((login) => may(rights[login], one.permission)),
    ]),
  ];
  for (const login of ACCOUNTS)
    for (const page of contributed[login])
      if (!wanted.some(([path]) => path === page.path)) wanted.push([page.path, login]);
  const anybody = await Promise.all(
    Object.keys(WIDTHS).map((width) => run.page(undefined, { width: Number(width) })),
  );
  for (const [i, width] of Object.keys(WIDTHS).entries())
    await take(run, anybody[i], '/', join(folder, `sign_in-${width}.png`));
  for (const [path, login] of wanted) {
    if (words.length && !words.some((word) => path.includes(word))) continue;
    const address = login && (await filled(pages, path));
    if (!address) {
      run.check(`${path}: somebody of the demo can open it`, false);
      continue;
    }
    const name = path.replace(/[:/]+/g, '_').replace(/^_|_$/g, '') || 'home';
    for (const width of Object.keys(WIDTHS)) {
      const file = join(folder, `${name}-${width}.png`);
      await take(run, pages[login][width], address, file).catch((error) =>
        run.check(`${path} opens at ${width} px`, false, error.message),
      );
    }
    console.log(`ok    ${path} (${login})`);
  }
});
