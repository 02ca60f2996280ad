// The frame: keys, search, palette, looks, unknown addresses, a module that is broken, a lost network.
import { consoleTest } from './harness.mjs';

const MODULE = {
  id: 'broken',
  version: '1',
  title: { fr: 'Le cassé', en: 'The broken one' },
  base: '/ui/m/broken/0123456789abcdef/',
  entry: '/ui/m/broken/0123456789abcdef/main.js',
  i18n: {
    fr: '/ui/m/broken/0123456789abcdef/i18n/fr.json',
    en: '/ui/m/broken/0123456789abcdef/i18n/en.json',
  },
  navigation: [
    { id: 'throws', title: { fr: 'Lève', en: 'Throws' }, icon: 'warning', path: '/throws' },
    { id: 'missing', title: { fr: 'Absent', en: 'Missing' }, icon: 'warning', path: '/missing' },
    {
      id: 'works',
      title: { fr: 'Celui qui marche pour de bon', en: 'The one that works' },
      short: { fr: 'Marche', en: 'Works' },
      icon: 'check',
      path: '/works',
    },
  ],
  pages: [
    { path: '/throws', title: { fr: 'Lève', en: 'Throws' }, export: 'throws' },
    { path: '/missing', title: { fr: 'Absent', en: 'Missing' }, export: 'nowhere' },
    { path: '/works', title: { fr: 'Marche', en: 'Works' }, export: 'works' },
  ],
};
const CODE = `import { html, render } from '/ui/sdk/1/aksis.js';
export function throws() { throw new Error('on purpose'); }
export function works(element, context) {
  const draw = () => render(html\`<p id="works">\${context.t('hello')}</p>\`, element);
  draw();
  addEventListener('aksis-locale', draw, { signal: context.signal });
  context.setTitle('Titre à soi');
  return () => { globalThis.tookOff = true; };
}`;

async function withModule(page) {
  await page.route('**/api/v1/ui/contributions', (route) =>
    route.fulfill({ json: { modules: [MODULE] } }),
  );
  await page.route('**/ui/m/broken/**', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: CODE })
      : route.fulfill({
          json: {
            hello: route.request().url().endsWith('en.json')
              ? 'Hello from the module'
              : 'Bonjour du module',
          },
        }),
  );
}

await consoleTest(async (run) => {
  const page = await run.page('camille');
  await run.open(page, '/');
  await page.keyboard.press('Tab');
  run.check(
    'the first thing skips to the content',
    (await page.evaluate(() => document.activeElement.className)) === 'skip',
  );
  await page.keyboard.press('Enter');
  run.check('and it does', (await page.evaluate(() => document.activeElement.id)) === 'main');

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Raccourcis du clavier' });
  await help.waitFor();
  await run.accessible(page, 'keyboard help');
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });

  // A person, found by a reference, opened by the keyboard.
  await page.keyboard.press('/');
  const search = page.getByRole('dialog', { name: 'Rechercher' });
  await search.getByRole('combobox').waitFor();
  const { data } = await page.evaluate(async () => ({
    data: await (await fetch('/api/v1/people?limit=5')).json(),
  }));
  await page.keyboard.type(data.people[0].reference);
  await search.getByRole('option').first().waitFor();
  await run.accessible(page, 'search');
  await search.getByRole('group', { name: 'Personnes' }).getByRole('option').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
  run.check('a person is opened from the search', true);

  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Que voulez-vous faire ?' });
  await palette.waitFor();
  await page.keyboard.type('sombre');
  await page.keyboard.press('Enter');
  run.check(
    'a command changes the looks',
    (await page.evaluate(() => document.documentElement.dataset.theme)) === 'dark',
  );
  await page.keyboard.press('Control+k');
  await page.keyboard.type('profil');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/profile');
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
  run.check('the title has the focus after going somewhere', true);

  const deep = await run.page('admin');
  await run.open(deep, '/administration/alarms');
  const ends = await deep
    .locator('.crumbs li')
    .evaluateAll((all) => all.map((one) => [...one.children].map((it) => it.localName)));
  run.check(
    'the way up has arrows between its steps alone',
    ends.length > 1 &&
      ends.every((it) => it.at(-1) === 'a') &&
      ends[0].length === 1 &&
      ends[1].length === 2,
    ends,
  );
  await deep.context().close();

  await run.everywhere('camille', '/no/such/page', 'unknown address');

  // A module that is broken harms itself alone.
  const modules = await run.page('camille', { width: 390 });
  await withModule(modules);
  run.allow(/on purpose/, /no nowhere/);
  await run.open(modules, '/throws');
  await modules.getByText('Le module « Le cassé » ne répond pas').waitFor();
  await run.accessible(modules, 'broken module');
  await run.open(modules, '/missing');
  await modules.getByText('Le module « Le cassé » ne répond pas').waitFor();
  await run.open(modules, '/works');
  await modules.locator('#works').waitFor();
  run.check(
    'it has its own texts',
    (await modules.locator('#works').textContent()) === 'Bonjour du module',
  );
  const speak = (language) =>
    modules.evaluate(async (wanted) => {
      await (await import('/ui/sdk/1/aksis.js')).setLocale(wanted);
      return document.getElementById('works').textContent;
    }, language);
  run.check(
    'and has them in another language at once',
    (await speak('en')) === 'Hello from the module',
  );
  run.check('and back', (await speak('fr')) === 'Bonjour du module');
  run.check('and its own title', (await modules.locator('h1').textContent()) === 'Titre à soi');
  await modules.locator('.brand').click();
  await modules.waitForFunction(() => globalThis.tookOff);
  run.check('what it gave is called when it is left', true);

  run.check(
    'the bar says the short title of an entry',
    (await modules.locator('.bar').getByRole('link', { name: 'Marche', exact: true }).count()) ===
      1,
  );
  const phone = await run.page('camille', { width: 390 });
  await run.open(phone, '/');
  const cut = await phone
    .locator('.bar .nav_link span')
    .evaluateAll((all) =>
      all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
    );
  run.check('no word of the bar is cut on a phone', !cut.length, cut);
  await phone.context().close();

  // The phone's navigation beyond four places.
  const more = modules.locator('.bar').getByRole('button', { name: 'Plus' });
  if (await more.count()) {
    await more.click();
    await run.accessible(modules, 'navigation on a phone');
    await modules.keyboard.press('Escape');
  }

  // A stream that says nobody is signed in: it is asked for again after signing in, not before.
  const heard = await run.page('camille');
  await heard.clock.install();
  let streams = 0;
  await heard.route('**/api/v1/stream', (route) => {
    streams += 1;
    return route.fulfill({ status: 401, json: { status: 401 } });
  });
  // On a record: a module that still loads on the dashboard would be late by this clock.
  const { people } = await (await heard.request.get(`${run.url}/api/v1/people?limit=1`)).json();
  await Promise.all([
    heard.waitForResponse('**/api/v1/stream'),
    run.open(heard, `/people/${people[0].id}`),
  ]);
  for (let turn = 0; turn < 4; ++turn) {
    await heard.clock.runFor(40_000);
    await heard.evaluate(() => fetch('/api/v1/ui/start'));
  }
  run.check('a session that is over is not asked for events', streams === 1, streams);
  await Promise.all([
    heard.waitForResponse('**/api/v1/stream'),
    heard.evaluate(async () => (await import('/ui/sdk/1/aksis.js')).session.load()),
  ]);
  run.check('one that begins is', streams === 2, streams);
  await heard.context().close();

  // A network that goes away: it is said, the page stays, and it works again afterwards.
  run.allow(/ERR_INTERNET_DISCONNECTED/);
  // The screen that was gone to is there before the network goes.
  await modules.locator('.place').first().waitFor();
  await run.settled(modules);
  await modules.context().setOffline(true);
  await modules.getByText('Hors connexion').waitFor();
  await run.accessible(modules, 'offline');
  const given = await modules.evaluate(async () => {
    const { api, network } = await import('/ui/sdk/1/aksis.js');
    const ends = new AbortController();
    const asked = api.get('/session', { signal: ends.signal });
    ends.abort();
    await asked.catch(() => {});
    return network.state;
  });
  run.check('a request that was given up is no answer', given === 'offline', given);
  await modules.context().setOffline(false);
  await modules.getByText('Hors connexion').waitFor({ state: 'detached' });
  run.check('the news of the network goes with its cause', true);
});
