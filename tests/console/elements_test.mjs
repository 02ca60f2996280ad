// Every element of the SDK in the gallery: axe in all themes at both widths, and what a keyboard
// can do with them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { chromium } from 'playwright-core';

import { serveGallery } from './elements_server.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const faults = [];
const check = (what, ok, detail) => {
  console.log(
    `${ok ? 'ok   ' : 'FAIL '} ${what}${ok || detail === undefined ? '' : `: ${JSON.stringify(detail)}`}`,
  );
  if (!ok) faults.push(what);
};

const server = await serveGallery();
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox'],
});

async function open({ width = 1280, theme = 'light', lang = 'fr', query = '' } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    hasTouch: width < 600,
    isMobile: width < 600,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    reducedMotion: 'reduce',
    bypassCSP: false,
  });
  const page = await context.newPage();
  page.on(
    'console',
    (message) =>
      ['error', 'warning'].includes(message.type()) &&
      !/^Error: gone/.test(message.text()) &&
      check(`nothing is said by the page (${width} px)`, false, message.text()),
  );
  page.on('pageerror', (error) => check('no error of the page', false, error.stack));
  await page.goto(`${server.url}/?theme=${theme}&lang=${lang}${query}`);
  await page.waitForFunction(
    () =>
      document.documentElement.dataset.ready &&
      !document.querySelector(
        'aksis-list:not(:defined), aksis-form:not(:defined), aksis-map:not(:defined), aksis-chart:not(:defined)',
      ),
  );
  await page.locator('#list [data-row]').first().waitFor();
  await page.locator('#map .leaflet-container').waitFor();
  return page;
}

async function accessible(page, what) {
  await page.evaluate(AXE);
  const found = await page.evaluate(
    async (rules) =>
      (await globalThis.axe.run(document, { runOnly: rules })).violations.map(({ id, nodes }) => ({
        id,
        at: nodes.slice(0, 3).map((node) => node.html.slice(0, 200)),
        why: nodes[0].failureSummary.slice(0, 300),
      })),
    RULES,
  );
  check(`${what}: axe finds nothing`, !found.length, found);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(`${what}: fits its width`, wide <= 1, wide);
  const bare = await page.evaluate(
    () => document.body.innerText.match(/\b(el|sdk)\.[a-z_]+\.[a-z_.]+\b/g) ?? [],
  );
  check(`${what}: every text is there`, !bare.length, bare);
}

const focused = (page) =>
  page.evaluate(
    () =>
      document.activeElement.innerText ||
      document.activeElement.getAttribute('aria-label') ||
      document.activeElement.className,
  );
const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};

async function refused(page, it, boxes) {
  const remind = it.getByRole('button', { name: 'Relancer' });
  await boxes.nth(1).check();
  await remind.click();
  await it.getByRole('alert').getByText('Votre rôle ne le permet pas.').waitFor();
  check('an action that fails says why', true);
  const name = await it.locator('tbody tr').nth(1).getByRole('rowheader').innerText();
  await boxes.nth(2).check();
  await remind.click();
  await it.getByRole('alert').getByText('1 ligne a été refusée').waitFor();
  check(
    'rows that were refused are named, with the reason',
    (await it.locator('.refused_rows').innerText()) === `${name}\u00a0: Son dossier est restreint.`,
    await it.locator('.refused_rows').innerText(),
  );
  check(
    'and stay chosen, alone',
    (await boxes.nth(2).isChecked()) && !(await boxes.nth(1).isChecked()),
  );
  await accessible(page, 'list with a refused row');
  await it.getByRole('button', { name: 'J’ai lu' }).click();
  check('until they are read', (await it.getByRole('alert').count()) === 0);
  await it.getByRole('button', { name: 'Annuler' }).click();
}

async function gridless(page) {
  await page.route(/calendar_grid/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("gone");' }),
  );
  const calendar = page.locator('#calendar');
  await calendar.getByRole('button', { name: 'Mois' }).click();
  await calendar.getByText('La grille n’a pas pu être chargée').waitFor();
  check(
    'a calendar without its grid shows the list',
    (await calendar.locator('.day .event').count()) > 0,
  );
  await page.unroute(/calendar_grid/);
  await accessible(page, 'calendar without its grid');
}

async function list(page) {
  const it = page.locator('#list');
  check(
    'the words of a list fit a noun of any gender',
    (await it.locator('.list_count').innerText()) === '8 sur 64 personnes' &&
      (await page.getByLabel('Agence').locator('option').first().textContent()).trim() ===
        'Sans filtre',
    await it.locator('.list_count').innerText(),
  );
  const name = it.getByRole('button', { name: 'Nom' });
  await name.focus();
  await press(page, 'Enter');
  await page.waitForURL(/sort=name/);
  check('aria-sort stands on the th', (await it.locator('th[aria-sort=ascending]').count()) === 1);
  await press(page, 'Enter');
  await it.locator('th[aria-sort=descending]').waitFor();
  check('the sort is in the address', page.url().includes('sort=-name'));
  check('the focus stays on the sort button', (await focused(page)).startsWith('Nom'));
  await it.getByRole('button', { name: 'Charger la suite' }).focus();
  await press(page, 'Enter');
  await page.waitForFunction(() => document.querySelectorAll('#list [data-row]').length === 16);
  await page.waitForFunction(() => document.activeElement.closest('[data-row]'));
  check(
    'after more the first new row has the focus',
    (await page.evaluate(() =>
      [...document.querySelectorAll('#list [data-row]')].indexOf(
        document.activeElement.closest('[data-row]'),
      ),
    )) === 8,
  );
  const boxes = it.getByRole('checkbox');
  await boxes.nth(1).focus();
  await press(page, 'Space');
  const move = it.getByRole('button', { name: 'Réaffecter' });
  check(
    'a refused action stays and says why',
    (await move.getAttribute('aria-disabled')) === 'true' &&
      (await it.locator('.bulk_reasons').innerText()).includes('au moins deux'),
  );
  await boxes.first().focus();
  await press(page, 'Space');
  await it.getByRole('button', { name: 'Choisir les 64 résultats' }).click();
  check(
    'all results can be chosen',
    (await it.locator('.bulk').innerText()).includes('Les 64 résultats'),
  );
  await accessible(page, 'list with a selection');
  await it.getByRole('button', { name: 'Annuler' }).click();
  await refused(page, it, boxes);
  check(
    'a cell whose drawing gives nothing has a dash',
    (await it.locator('tbody tr').first().locator('td').last().innerText()) === '–',
  );
  await page.locator('aksis-filters input[type=search]').fill('zzz');
  await it.getByText('Aucun élément ne répond').waitFor();
  check('the filter is in the address', page.url().includes('q=zzz'));
  await it.getByRole('button', { name: 'Retirer les filtres' }).click();
  await it.locator('[data-row]').first().waitFor();
  check('a reset takes the filters off', !page.url().includes('q='));
  for (const kind of ['.csv', '.xlsx']) {
    await it.getByRole('button', { name: 'Exporter' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      it.getByRole('button', { name: kind }).click(),
    ]);
    const bytes = readFileSync(await download.path());
    check(
      `${kind} holds what is filtered`,
      kind === '.csv'
        ? bytes.toString().split('\r\n').length === 66
        : bytes.subarray(0, 2).toString() === 'PK',
      bytes.length,
    );
    await press(page, 'Escape');
  }
}

async function form(page) {
  const it = page.locator('#form');
  await it.getByRole('button', { name: 'Enregistrer la personne' }).focus();
  await press(page, 'Enter');
  await it.locator('.summary').waitFor();
  check(
    'the summary has the focus and every fault',
    (await focused(page)).includes('4 points'),
    await focused(page),
  );
  await accessible(page, 'form with faults');
  await it.locator('.summary a').first().focus();
  await press(page, 'Enter');
  check(
    'a link of the summary goes to its field',
    await page.evaluate(() => document.activeElement.labels?.[0]?.innerText.startsWith('Prénom')),
  );
  await page.keyboard.type('Refus');
  await it.getByLabel('Date de naissance').fill('1991-05-03');
  await it.getByLabel('Durée déterminée').check();
  await it.getByLabel('Salaire mensuel').fill('2 500');
  await it.getByRole('combobox', { name: /Métier/ }).fill('cuis');
  await page.locator('#form [role=option]').first().waitFor();
  await press(page, 'ArrowDown', 'Enter');
  await it.getByRole('button', { name: 'Ajouter une expérience' }).focus();
  await press(page, 'Enter');
  await page.waitForFunction(() => document.activeElement.closest('.item'));
  check('what is added takes the focus', true);
  await page.keyboard.type('Commis');
  const note = it.getByLabel('Ce qu’il faut savoir');
  await note.focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text', 'x'.repeat(5_000_000));
    document.activeElement.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await it.locator('.field .error').getByText('rien n’a été collé').waitFor();
  check('five megabytes pasted are refused in words', true);
  await note.fill('<img src=x onerror=alert(1)>');
  await it.getByRole('button', { name: 'Enregistrer la personne' }).click();
  await it.locator('.summary').getByText('plafond').waitFor();
  check(
    'what the server refused stands at its field',
    (await it.locator('.field.wrong').innerText()).includes('2 400'),
  );
  check(
    'an unknown place is told on top',
    (await it.locator('.summary').innerText()).includes('/unknown/place'),
  );
  check(
    'what is sent has the types of the schema',
    await page.evaluate(
      () =>
        globalThis.sent.salary === 2500 &&
        globalThis.sent.occupation === 'G1601' &&
        globalThis.sent.experiences[0].title === 'Commis' &&
        !('address' in globalThis.sent),
    ),
    await page.evaluate(() => globalThis.sent),
  );
  check(
    'a draft is kept sealed',
    await page.evaluate(() => {
      const kept = JSON.stringify(Object.entries(sessionStorage));
      return kept.includes('aksis.draft') && !kept.includes('Refus');
    }),
  );
  await page.reload();
  await page.locator('#form').getByText('a été retrouvée').waitFor();
  check(
    'a draft survives a reload',
    (await page.locator('#form').getByLabel('Prénom').inputValue()) === 'Refus',
  );
  await page.locator('#form').getByRole('button', { name: 'Repartir de zéro' }).click();
  check(
    'and can be dropped',
    (await page.locator('#form').getByLabel('Prénom').inputValue()) === '',
  );
}

async function small(page) {
  await page.locator('#tabs [role=tab]').first().focus();
  await press(page, 'ArrowRight');
  check('arrows walk the tabs', (await focused(page)).startsWith('Compétences'));
  await press(page, 'End', 'ArrowRight');
  check('and around', (await focused(page)) === 'Synthèse', await focused(page));
  const menu = page.locator('#menu');
  await menu.getByRole('button').focus();
  await press(page, 'Enter');
  await page.getByRole('menuitem', { name: 'Inviter' }).waitFor();
  await accessible(page, 'open menu');
  await press(page, 'ArrowDown', 'ArrowDown');
  check('a refused item says why', (await focused(page)).includes('Seule la personne responsable'));
  await press(page, 'Escape');
  check('escape gives the focus back', (await focused(page)) === 'Actions', await focused(page));
  await press(page, 'ArrowDown', 'Enter');
  check('an item is taken', (await page.evaluate(() => globalThis.taken)) === 'invite');
  const combo = page.locator('#combo').getByRole('combobox');
  await combo.fill('aide');
  await page.getByRole('option', { name: /Aide/ }).waitFor();
  await accessible(page, 'open combobox');
  await press(page, 'Enter');
  check(
    'a choice becomes a chip',
    (await page.locator('#combo .chip').innerText()).includes('Aide'),
  );
  await press(page, 'Backspace');
  check('backspace takes it away', (await page.locator('#combo .chip').count()) === 0);
  await page.locator('#ask').focus();
  await press(page, 'Enter');
  await page.locator('dialog[open]').waitFor();
  await accessible(page, 'dialog');
  await page.keyboard.type('non');
  await page.locator('dialog').getByRole('button', { name: 'Clore' }).click();
  check(
    'a reason too short is told',
    (await page.locator('dialog .error').innerText()).includes('5'),
  );
  await press(page, 'Escape');
  check('escape answers no', (await page.evaluate(() => globalThis.answered)) === false);
  await page.locator('#drop input').setInputFiles([
    { name: 'bad.csv', mimeType: 'text/csv', buffer: Buffer.from('a') },
    { name: 'big.csv', mimeType: 'text/csv', buffer: Buffer.alloc(3000) },
    { name: 'a.exe', mimeType: '', buffer: Buffer.from('a') },
    { name: 'good.csv', mimeType: 'text/csv', buffer: Buffer.from('a') },
  ]);
  await page.locator('#drop').getByText('Envoyé').waitFor();
  const files = await page.locator('#drop').innerText();
  check(
    'each file tells its own fate',
    ['ligne 3', '2 ko au plus', 'n’est pas accepté'].every((words) => files.includes(words)),
    files,
  );
  await page.locator('#map .map_place').first().click();
  check(
    'a place of the list is marked on the map',
    (await page.locator('#map path.point.chosen').count()) === 1,
  );
  await page.locator('#calendar').getByRole('button', { name: 'Semaine' }).click();
  await page.locator('#calendar .calendar_grid').getByText('Entretien').first().waitFor();
  check('the calendar has a grid on request', true);
}

async function refusals(page) {
  const words = await page.locator('#refused').innerText();
  check(
    'what is refused for another reason is not said to be somebody else’s doing',
    words.includes('Le groupe est clos.') && !words.includes('Quelqu’un d’autre'),
    words,
  );
}

for (const width of [1280, 390])
  for (const theme of ['light', 'dark', 'contrast']) {
    const page = await open({ width, theme, lang: theme === 'dark' ? 'en' : 'fr' });
    await accessible(page, `gallery, ${width} px, ${theme}`);
    await page.context().close();
  }
for (const part of [list, form, small, gridless, refusals]) {
  const page = await open();
  page.setDefaultTimeout(8000);
  await part(page).catch((error) => check(`${part.name} ends`, false, error.message));
  await page.context().close();
}
await browser.close();
server.stop();
if (faults.length) console.log(`${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
