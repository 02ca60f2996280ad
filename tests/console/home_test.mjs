// The dashboard: what it shows first, arranging it by keyboard, mouse and finger, what is kept,
// what fails; and the pages of help.
import { consoleTest } from './harness.mjs';

const named = (page, title) =>
  page.locator('.place').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
const titles = (page) => page.locator('.place h2').allInnerTexts();
const layoutOf = (page) =>
  page.evaluate(async () => await (await fetch('/api/v1/ui/layout')).json());
const columnOf = async (page, title) => (await named(page, title).boundingBox()).x;

/** Presses a button that keeps something, and waits until the server has it. */
async function kept(page, act, method = 'PUT') {
  const answered = page.waitForResponse(
    (response) =>
      response.url().endsWith('/api/v1/ui/layout') && response.request().method() === method,
  );
  await act();
  return (await answered).status();
}

/**
 * A finger put down somewhere and held, until what is under it comes along; moved in steps, and
 * lifted. A swipe scrolls the page, as everywhere.
 */
async function finger(page, from, by) {
  const devtools = await page.context().newCDPSession(page);
  const touch = (type, touchPoints) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', [from]);
  await page.locator('.ui-draggable-armed, .ui-resizable-armed').waitFor();
  for (let at = 1; at <= 10; at += 1)
    await touch('touchMove', [{ x: from.x + (by.x * at) / 10, y: from.y + (by.y * at) / 10 }]);
  await touch('touchEnd', []);
  await devtools.detach();
}

await consoleTest(async (run) => {
  const page = await run.page('camille');
  await run.open(page, '/');
  const people = named(page, 'Mes personnes');
  await people.getByRole('link').first().waitFor();
  const first = await titles(page);
  run.check(
    'people and widgets of modules stand on the first dashboard',
    first.includes('Mes personnes') && first.includes('Offres récentes'),
    first,
  );
  run.check(
    'the count is a link to the list',
    (await people.locator('.figure').getAttribute('href')) === '/people?scope=mine',
  );
  await run.settled(page);
  await run.accessible(page, 'dashboard');
  const scores = named(page, 'Personnes à qui proposer').locator('.matching_row > .number');
  await scores.first().waitFor();
  const lines = await scores.evaluateAll((all) =>
    all.map((one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    }),
  );
  run.check(
    'a score stays on one line',
    lines.every((count) => count === 1),
    lines,
  );

  // Arranged by keyboard alone.
  const arrange = page.getByRole('button', { name: 'Organiser' });
  await arrange.focus();
  await page.keyboard.press('Enter');
  const grip = people.getByRole('button', { name: /Déplacer ou redimensionner/ });
  await grip.focus();
  const before = await columnOf(page, 'Mes personnes');
  await page.keyboard.press('Enter');
  run.check('what is picked up says so', (await grip.getAttribute('aria-pressed')) === 'true');
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[aria-live]')].some((one) => /colonne 5/.test(one.textContent)),
  );
  run.check('it moves by arrows and is told', (await columnOf(page, 'Mes personnes')) > before);
  await page.keyboard.press('Escape');
  run.check(
    'Escape gives it its place back',
    Math.abs((await columnOf(page, 'Mes personnes')) - before) < 2,
  );
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  run.check(
    'putting it down keeps it',
    (await kept(page, () => page.keyboard.press('Enter'))) === 200,
  );
  const own = await layoutOf(page);
  const mine = own.widgets.find((one) => one.widget === 'core.people');
  run.check(
    'the server has its size and place',
    own.origin === 'own' && mine.w === 5 && mine.h === 5 && mine.y > 0,
    mine,
  );
  run.check(
    'the focus stays on the handle',
    await grip.evaluate((one) => one === document.activeElement),
  );
  // Nothing under the header, which stays while one scrolls.
  await page.evaluate(() => scrollTo(0, 0));
  await run.accessible(page, 'arranging');

  // By mouse: the title is what one takes hold of.
  await page.locator('.grid-stack').waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  const moved = named(page, 'Offres récentes');
  const head = await moved.locator('.widget_head').boundingBox();
  const step = (await page.locator('.places').boundingBox()).width / 12;
  const status = await kept(page, async () => {
    await page.mouse.move(head.x + head.width / 2, head.y + 10);
    await page.mouse.down();
    for (let at = 1; at <= 8; at += 1)
      await page.mouse.move(head.x + head.width / 2 - (at * step) / 2, head.y + 12);
    await page.mouse.up();
  });
  run.check('a widget is moved by mouse', status === 200);
  const corner = await moved.locator('.ui-resizable-se').boundingBox();
  run.check(
    'and resized',
    (await kept(page, async () => {
      await page.mouse.move(corner.x + 10, corner.y + 10);
      await page.mouse.down();
      for (let at = 1; at <= 5; at += 1)
        await page.mouse.move(corner.x + 10, corner.y + 10 + at * 25);
      await page.mouse.up();
    })) === 200,
  );

  // Taken off, undone, taken off again, added again.
  await kept(page, () => moved.getByRole('button', { name: /^Retirer/ }).click());
  run.check('a widget is taken off', (await moved.count()) === 0);
  await kept(page, () => page.locator('.toast').getByRole('button', { name: 'Annuler' }).click());
  run.check('and comes back by undo', (await moved.count()) === 1);
  await page.getByRole('button', { name: 'Ajouter un cadre' }).click();
  const dialog = page.getByRole('dialog');
  await run.accessible(page, 'catalogue');
  run.check(
    'the catalogue tells what each is for',
    await dialog.getByText('Les vues que vous avez enregistrées').isVisible(),
  );
  await kept(page, () => dialog.getByRole('button', { name: 'Ajouter « Mes listes »' }).click());
  await dialog.locator('.dialog_foot').getByRole('button').click();
  run.check('what is added stands there', (await named(page, 'Mes listes').count()) === 1);

  // Its settings, from its schema.
  await people.getByRole('button', { name: /^Réglages/ }).click();
  await dialog.getByLabel('Nombre de dossiers affichés').fill('3');
  await kept(page, () => dialog.getByRole('button', { name: 'Enregistrer' }).click());
  await page.waitForFunction(
    () => document.querySelectorAll('aksis-widget-people .widget_rows > li').length === 3,
  );
  await page.getByRole('button', { name: 'Terminer' }).click();

  // Kept after a reload, on a phone too; gone after a reset, which can be undone.
  const arranged = await titles(page);
  await run.open(page, '/');
  run.check(
    'the layout is kept',
    JSON.stringify(await titles(page)) === JSON.stringify(arranged),
    await titles(page),
  );
  run.check('options too', (await people.locator('.widget_rows > li').count()) === 3);

  const phone = await run.page('camille', { width: 390 });
  await run.open(phone, '/');
  await phone.getByRole('button', { name: 'Organiser' }).tap();
  const [top] = await titles(phone);
  run.check(
    'moved down on a phone',
    (await kept(phone, () =>
      named(phone, top)
        .getByRole('button', { name: `Descendre « ${top} »` })
        .tap(),
    )) === 200,
  );
  run.check('it is the second', (await titles(phone))[1] === top, await titles(phone));
  await phone.context().close();

  // Another window has changed it meanwhile.
  run.allow(/status of 412/);
  await page.getByRole('button', { name: 'Organiser' }).click();
  await named(page, 'Mes listes')
    .getByRole('button', { name: /^Retirer/ })
    .click();
  await page.getByRole('heading', { name: 'Votre tableau de bord a changé ailleurs' }).waitFor();
  await kept(page, () => page.getByRole('button', { name: 'Garder celle-ci' }).click());
  run.check(
    'of two layouts one is chosen',
    (await layoutOf(page)).widgets.every((one) => one.widget !== 'core.views'),
  );

  await kept(page, () => page.getByRole('button', { name: 'Réinitialiser' }).click(), 'DELETE');
  run.check('a reset goes back to the beginning', (await layoutOf(page)).origin === 'built_in');
  await page.waitForFunction(
    (count) => document.querySelectorAll('.place').length === count,
    first.length,
  );
  run.check(
    'and shows it',
    JSON.stringify(await titles(page)) === JSON.stringify(first),
    await titles(page),
  );

  // Everything taken off: what to do next.
  while (await page.locator('.place').count())
    await page
      .getByRole('button', { name: /^Retirer/ })
      .first()
      .click();
  await page.getByText('Votre tableau de bord est vide').waitFor();
  await run.accessible(page, 'empty dashboard');
  await kept(page, () => page.getByRole('button', { name: 'Réinitialiser' }).click(), 'DELETE');
  await page.context().close();

  // By finger on a tablet: moved by the title, resized by the corner, and the page stays where it is.
  const tablet = await run.page('noa', { width: 820, touch: true });
  await run.open(tablet, '/');
  await tablet.getByRole('button', { name: 'Organiser' }).tap();
  await tablet.locator('.grid-stack').waitFor();
  await run.accessible(tablet, 'arranging on a tablet');
  await tablet.evaluate(() => scrollTo(0, 0));
  const held = named(tablet, 'Mes personnes');
  const bar = await held.locator('.widget_head h2').boundingBox();
  const wide = (await tablet.locator('.places').boundingBox()).width;
  const left = await columnOf(tablet, 'Mes personnes');
  run.check(
    'a finger moves a widget',
    (await kept(tablet, () =>
      finger(tablet, { x: bar.x + 20, y: bar.y + 8 }, { x: wide / 2, y: 4 }),
    )) === 200 && (await columnOf(tablet, 'Mes personnes')) > left + wide / 4,
  );
  const scrolled = await tablet.evaluate(() => scrollY);
  run.check('the page does not move under the finger', scrolled === 0, scrolled);
  const edge = await held.locator('.ui-resizable-se').boundingBox();
  const { height } = await held.boundingBox();
  run.check(
    'and resizes it',
    (await kept(tablet, () =>
      finger(tablet, { x: edge.x + 8, y: edge.y + 8 }, { x: 0, y: 120 }),
    )) === 200 && (await held.boundingBox()).height > height + 40,
  );
  const [placed] = (await layoutOf(tablet)).widgets.filter((one) => one.widget === 'core.people');
  run.check('the server has where a finger left it', placed.x > 0 && placed.h > 4, placed);
  await tablet.context().close();

  // A widget whose code breaks: its card says so, the others work.
  run.allow(/broken on purpose/, /status of 503/);
  const broken = await run.page('camille');
  await broken.route('**/ui/m/matching/**/main.js', (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: `export const recentWidget = () => { throw new Error("broken on purpose"); };
        export const proposeWidget = recentWidget;`,
    }),
  );
  await run.open(broken, '/');
  await broken
    .getByText(/Le module «\s.*\s» ne répond pas/)
    .first()
    .waitFor();
  run.check(
    'a broken widget stays in its card',
    await named(broken, 'Mes personnes').locator('.figure').isVisible(),
  );
  await run.accessible(broken, 'broken widget');
  await broken.context().close();

  // Whoever supervises and administers sees what waits, each a link.
  for (const [login, title, href] of [
    ['responsable', 'À examiner', '/people/broken-glass'],
    ['admin', 'État du serveur', '/administration/keys'],
  ]) {
    const other = await run.page(login);
    await run.open(other, '/');
    await named(other, title).locator(`a[href="${href}"]`).waitFor();
    run.check(`${login}: ${title}`, true);
    await other.context().close();
  }

  // Keys, version and statement, one from the other.
  const help = await run.page('camille');
  await run.open(help, '/');
  await help.keyboard.press('?');
  await help.getByRole('dialog').getByRole('link', { name: 'Aide et raccourcis' }).click();
  await help.getByRole('heading', { name: 'Sur le tableau de bord' }).waitFor();
  await help.getByRole('link', { name: 'À propos' }).click();
  await help.getByText('gridstack').waitFor();
  run.check(
    'the version is told',
    /\d+\.\d+\.\d+/.test(await help.locator('aksis-about aksis-facts').innerText()),
  );
  run.check(
    'each library has a licence',
    await help
      .locator('.table tbody td:nth-child(3)')
      .evaluateAll((cells) => cells.length > 0 && cells.every((cell) => cell.textContent.trim())),
  );
  await help.context().close();

  await run.everywhere('camille', '/', 'dashboard');
  for (const path of ['/help', '/help/about', '/help/accessibility'])
    await run.everywhere('camille', path, path);
});
