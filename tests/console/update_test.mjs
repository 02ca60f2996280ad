// An open page after an update of the server, without a service worker: files of the page's version are
// gone. It says so, loads nothing anew by itself, and keeps the draft of who agrees.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { consoleTest } from './harness.mjs';

const built = mkdtempSync(join(tmpdir(), 'aksis-update-'));
process.on('exit', () => rmSync(built, { recursive: true, force: true }));
execFileSync(process.execPath, [join(import.meta.dirname, '../../src/console/build.mjs'), built]);
process.env.AKSIS_CONSOLE_ASSETS = built;

const GONE = 'Le serveur a été mis à jour';
const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath ?? one.path, one.name));

/** The same console under other names, as another version has. */
function update() {
  const page = readFileSync(join(built, 'index.html'), 'utf8');
  const [, build] = /data-build="([0-9a-f]{16})"/.exec(page);
  const names = [
    build,
    ...['app', 'sdk/1'].flatMap((place) =>
      readdirSync(join(built, 'ui', place)).filter((name) => /^[0-9a-f]{16}$/.test(name)),
    ),
  ];
  const turned = (name) => [...name].reverse().join('');
  for (const file of filesOf(built).filter((one) => /\.(js|css|html|json)$/.test(one))) {
    const words = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      names.reduce((all, name) => all.replaceAll(name, turned(name)), words),
    );
  }
  for (const place of ['app', 'sdk/1'])
    for (const name of readdirSync(join(built, 'ui', place)))
      if (names.includes(name))
        renameSync(join(built, 'ui', place, name), join(built, 'ui', place, turned(name)));
}

async function typed(run) {
  const page = await run.page('admin');
  await run.open(page, '/administration/users/new');
  await page.getByLabel('Nom', { exact: false }).first().fill('Zoé Longuement');
  return page;
}

/** A part of the SDK that comes when it is first needed, and does not come any more. */
async function lostPart(run, page) {
  await page.evaluate(() => document.body.append(document.createElement('aksis-calendar')));
  const news = page.locator('.toast').filter({ hasText: GONE });
  await news.waitFor();
  await run.accessible(page, 'a part is of another version');
  run.check(
    'what is typed stays until somebody agrees',
    (await page.getByLabel('Nom', { exact: false }).first().inputValue()) === 'Zoé Longuement',
  );
  page.on('dialog', (dialog) => dialog.accept());
  await Promise.all([
    page.waitForEvent('load'),
    news.getByRole('button', { name: 'Recharger' }).click(),
  ]);
  await page.getByText('Votre saisie d’il y a peu').waitFor();
  run.check(
    'and is there again on the new page',
    (await page.getByLabel('Nom', { exact: false }).first().inputValue()) === 'Zoé Longuement',
  );
}

async function lostScreen(run, page) {
  const before = await page.evaluate(
    () => document.querySelector('script[data-build]').dataset.build,
  );
  await page.locator('.rail').getByRole('link', { name: 'Personnes' }).click();
  await page.getByText(GONE).waitFor();
  run.check(
    'no retry is offered that would fail again',
    (await page.getByRole('button', { name: 'Réessayer' }).count()) === 0,
  );
  await run.accessible(page, 'a screen of another version');
  await Promise.all([
    page.waitForEvent('load'),
    page.getByRole('button', { name: 'Recharger la page' }).click(),
  ]);
  await page.locator('tbody tr').first().waitFor();
  run.check(
    'the new page shows the screen that was wanted',
    (await page.evaluate(() => document.querySelector('script[data-build]').dataset.build)) !==
      before,
  );
}

/** A module alone, whose files are another version's. */
async function lostModule(run) {
  const page = await run.page('camille');
  await run.open(page, '/');
  await page.route('**/ui/m/matching/**/offers/**', (route) =>
    route.fulfill({ status: 404, body: '' }),
  );
  await page.route('**/api/v1/ui/contributions', async (route) => {
    const response = await route.fetch();
    const words = (await response.text()).replace(
      /(\/ui\/m\/matching\/)[0-9a-f]{16,64}\//g,
      '$1ffffffffffffffff/',
    );
    await route.fulfill({ response, body: words });
  });
  await page.locator('.rail').getByRole('link', { name: 'Offres' }).click();
  await page.getByText(GONE).waitFor();
  run.check('so does a module that alone is another', true);
  await page.unroute('**/api/v1/ui/contributions');
  await page.locator('.rail').getByRole('link', { name: 'Accueil' }).click();
  await page.waitForURL(`${run.url}/`);
  await Promise.all([
    page.waitForResponse('**/api/v1/ui/contributions'),
    page.locator('.rail').getByRole('link', { name: 'Offres' }).click(),
  ]);
  await page.getByText('Le module « ').waitFor();
  run.check(
    'one that fails in the same version may be asked again',
    (await page.getByRole('button', { name: 'Réessayer' }).isVisible()) &&
      (await page.getByText(GONE).count()) === 0,
  );
  await page.context().close();
}

await consoleTest(async (run) => {
  run.allow(/status of 404/, /dynamically imported module/, /\w\.json: 404/);
  await lostModule(run);
  const writing = await typed(run);
  const screen = await run.page('camille');
  await run.open(screen, '/profile');
  update();
  await lostPart(run, writing);
  await lostScreen(run, screen);
});
