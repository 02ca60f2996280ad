// The service worker keeps the shell and nothing of people; another version is offered, never forced.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { consoleTest } from './harness.mjs';

// A build of its own, which a later version takes the place of.
const built = mkdtempSync(join(tmpdir(), 'aksis-worker-'));
process.on('exit', () => rmSync(built, { recursive: true, force: true }));
execFileSync(process.execPath, [join(import.meta.dirname, '../../src/console/build.mjs'), built]);
process.env.AKSIS_CONSOLE_ASSETS = built;

function rewrite(name, from, to) {
  const text = readFileSync(join(built, name), 'utf8');
  if (!from.test(text)) throw new Error(`${name} has no ${from}`);
  writeFileSync(join(built, name), text.replace(from, to));
}

function nextVersion() {
  rewrite('index.html', /<head>/, '<head><meta name="version" content="next">');
  rewrite('service_worker.js', /aksis-[0-9a-f]+/, 'aksis-next');
}

const isNext = (page) => page.waitForFunction(() => document.querySelector('meta[name=version]'));
const offer = (page) =>
  page.locator('.toast').filter({ hasText: 'Une nouvelle version est prête' });

async function offered(run) {
  const page = await run.page('camille', { worker: true });
  await run.open(page, '/profile');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await run.open(page, '/profile');
  run.check('one’s first visit offers no other version', (await offer(page).count()) === 0);
  const writing = await page.context().newPage();
  await run.open(writing, '/people/new');
  await writing.getByLabel('Nom de naissance').fill('Longuement tapé');

  nextVersion();
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await offer(page).waitFor();
  await run.accessible(page, 'another version');
  run.check(
    'it waits until somebody agrees',
    (await page.locator('meta[name=version]').count()) === 0,
  );
  await offer(writing).waitFor();
  await offer(page).getByRole('button', { name: 'Recharger' }).click();
  await isNext(page);
  await page.locator('.frame h1').waitFor();
  await page.waitForFunction(async () => String(await caches.keys()) === 'aksis-next');
  run.check('who agrees has it, and nothing of the one before is kept', true);
  run.check(
    'another page keeps what is typed there',
    (await writing.getByLabel('Nom de naissance').inputValue()) === 'Longuement tapé' &&
      (await writing.locator('meta[name=version]').count()) === 0,
  );
  writing.on('dialog', (dialog) => dialog.accept());
  await offer(writing).getByRole('button', { name: 'Recharger' }).click();
  await isNext(writing);
  run.check('until its own turn', true);
  await page.context().close();
}

await consoleTest(async (run) => {
  const page = await run.page('camille', { worker: true });
  await run.open(page, '/profile');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.locator('.frame h1').waitFor();
  await run.open(page, '/people');
  await page.locator('tbody tr').first().getByRole('link').first().click();
  await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
  await run.settled(page);
  const name = await page.locator('h1').innerText();
  run.check('a record is open', /^\S+ \S+/.test(name), name);
  const kept = await page.evaluate(async () => {
    const out = [];
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys())
        out.push(new URL(request.url).pathname);
    return out;
  });
  run.check(
    'the shell is kept',
    kept.includes('/index.html') && kept.some((path) => path.endsWith('/main.js')),
    kept,
  );
  const other = kept.filter((path) => path !== '/index.html' && !path.startsWith('/ui/'));
  run.check('nothing else is', !other.length, other);
  const told = await page.evaluate(async (words) => {
    for (const cache of await Promise.all((await caches.keys()).map((one) => caches.open(one))))
      for (const request of await cache.keys())
        if ((await (await cache.match(request)).text()).includes(words)) return request.url;
    return undefined;
  }, name);
  run.check('no name of anybody is kept', told === undefined, told);
  run.allow(/ERR_INTERNET_DISCONNECTED/, /Problem/, /Failed to fetch/, /TypeError/);
  await page.context().setOffline(true);
  await page.reload();
  await page.getByText('Le serveur ne répond pas').first().waitFor();
  run.check('without a network the console opens and says so', true);
  await page.context().close();

  await offered(run);
});
