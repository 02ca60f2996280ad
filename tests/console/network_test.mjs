// A slow connection, one that drops in the middle of a save, and what others change meanwhile.
import { consoleTest } from './harness.mjs';
import { Relay } from './relay.mjs';

const SLOW_CODE_MS = 1000;
const SLOW_MS = 5000;
const RESUMED_MS = 60_000;
const relay = await Relay.start();

async function settings(url) {
  relay.leadTo(url);
  return { AKSIS_SERVER__PUBLIC_URL: relay.url };
}

/** Slows what a page asks for; 0: not any more. */
async function slowness(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  return (latency) =>
    devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
}

/** The same person in another place, whose network is well. */
async function elsewhere(run) {
  const page = await run.page('camille', { cookies: await run.session('camille') });
  await page.goto(`${run.demo.url}/help`);
  await page.locator('.frame h1').waitFor();
  return {
    read: (path) => page.evaluate(async (at) => (await fetch(at)).json(), `/api/v1${path}`),
    change: (path, changes) =>
      page.evaluate(
        async ([at, body]) => {
          const etag = (await fetch(at)).headers.get('ETag');
          const { ok } = await fetch(at, {
            method: 'PATCH',
            body,
            headers: { 'If-Match': etag, 'Content-Type': 'application/json' },
          });
          if (!ok) throw new Error(at);
        },
        [`/api/v1${path}`, JSON.stringify(changes)],
      ),
  };
}

/** What stands in the place of a screen, or of a list, while its code comes. */
const placeHeld = (page) =>
  page.waitForFunction(() =>
    ['.page_body', 'aksis-list', 'aksis-form'].some((one) =>
      [...document.querySelectorAll(one)].some(
        (it) => getComputedStyle(it, '::before').content === '""' && it.clientHeight > 100,
      ),
    ),
  );

async function slow(run) {
  const page = await run.page('camille', { width: 390 });
  await run.open(page, '/');
  const figure = page.locator('aksis-widget-people .figure');
  await figure.waitFor();
  const slowed = await slowness(page);
  await slowed(SLOW_CODE_MS);
  await figure.click();
  await placeHeld(page);
  await page.locator('aksis-list').getByRole('link').first().waitFor();
  run.check('a screen whose code comes slowly holds its place', true);

  await slowed(0);
  await page.locator('.brand').click();
  await figure.waitFor();
  // Only what is asked of the server is slow now: the code was there before.
  await slowed(SLOW_MS);
  await figure.click();
  await page.locator('aksis-list .list_skeleton, aksis-list [aria-busy="true"]').first().waitFor();
  await page.getByText('La connexion est lente').waitFor();
  run.check(
    'a slow connection is said while a list waits',
    (await page.locator('aksis-list').getByRole('link').count()) === 0,
  );
  await run.accessible(page, 'a list that waits');
  await slowed(0);
  await page.locator('aksis-list').getByRole('link').first().waitFor();
  await page.getByText('La connexion est lente').waitFor({ state: 'detached' });
  run.check('then its content is there and nothing is said any more', true);
  await page.context().close();
}

/** A save that is cut off: kept on the screen, said, and the next try goes through. */
async function dropped(run, other, { lost, name, width }) {
  const page = await run.page('camille', { width });
  const { people } = await other.read('/people?scope=mine&limit=1');
  const path = `/people/${people[0].id}`;
  await run.open(page, `${path}/edit`);
  const field = page.getByLabel('Nom d’usage');
  await field.fill(name);
  // It goes nowhere; or it arrives, and the network is gone before the answer.
  if (lost) relay.loseAnswers();
  else relay.cut();
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  if (lost) {
    while ((await other.read(path)).used_name !== name);
    run.check(`${name}: the server has saved it`, true);
    relay.cut();
  }
  await page.getByText('Hors connexion').waitFor();
  await page.locator('aksis-form').getByRole('alert').filter({ hasText: /\S/ }).first().waitFor();
  run.check(
    `${name}: what is typed stays and it is said`,
    (await field.inputValue()) === name,
    await field.inputValue(),
  );
  await run.accessible(page, `${name}: a save that was cut off`);
  relay.mend();
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await page.waitForURL((url) => url.pathname === path);
  await page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor();
  run.check(`${name}: trying again saves it`, (await other.read(path)).used_name === name);
  await page.getByText('Hors connexion').waitFor({ state: 'detached' });
  await page.context().close();
}

/** Somebody is added, and the answer is lost: trying again adds nobody twice. */
async function addedOnce(run, other) {
  const page = await run.page('camille', { width: 390 });
  const { total } = await other.read('/people?scope=mine&limit=1');
  await run.open(page, '/people/new');
  await page.getByLabel('Nom de naissance').fill('Deuxfois');
  await page.getByLabel('Prénoms').fill('Jamais');
  relay.loseAnswers();
  const add = page.getByRole('button', { name: 'Ajouter la personne' });
  await add.click();
  while ((await other.read('/people?scope=mine&limit=1')).total === total);
  relay.cut();
  await page.locator('aksis-form').getByRole('alert').filter({ hasText: /\S/ }).first().waitFor();
  relay.mend();
  await add.click();
  await page.getByRole('heading', { level: 1, name: /Deuxfois/ }).waitFor();
  run.check(
    'somebody whose adding was cut off is there once',
    (await other.read('/people?scope=mine&limit=1')).total === total + 1,
  );
  await page.context().close();
}

/** What another session changes appears by itself, also what it changed while this one was cut off. */
async function heard(run, other) {
  const page = await run.page('camille');
  await run.open(page, '/');
  const widget = page.locator('aksis-widget-people');
  const first = widget.locator('.widget_rows a').first();
  await first.waitFor();
  const path = new URL(await first.evaluate((it) => it.href)).pathname;
  await page.evaluate(() => {
    globalThis.notLoadedAnew = true;
  });
  await other.change(path, { used_name: 'Vivant' });
  await widget.getByText('Vivant').waitFor();
  run.check('what somebody else changes is shown by the widget itself', true);

  const ofStream = (it) => it.url().endsWith('/api/v1/stream');
  const gone = page.waitForEvent('requestfailed', ofStream);
  relay.cut();
  await gone;
  await other.change(path, { used_name: 'Absent' });
  const again = page.waitForResponse((answer) => ofStream(answer) && answer.ok(), {
    timeout: RESUMED_MS,
  });
  relay.mend();
  run.check(
    'the stream goes on after what was heard last',
    Boolean((await again).request().headers()['last-event-id']),
  );
  await widget.getByText('Absent').waitFor();
  run.check('what was missed appears', true);
  run.check('without loading the page anew', await page.evaluate(() => globalThis.notLoadedAnew));
}

await consoleTest(async (run) => {
  run.url = relay.url;
  run.allow(/net::ERR_(CONNECTION|EMPTY|SOCKET|NETWORK|INCOMPLETE)/);
  try {
    await slow(run);
    const other = await elsewhere(run);
    await dropped(run, other, { name: 'Coupée', width: 390 });
    await dropped(run, other, { name: 'Perdue', lost: true, width: 1280 });
    await addedOnce(run, other);
    await heard(run, other);
  } finally {
    relay.stop();
  }
}, settings);
