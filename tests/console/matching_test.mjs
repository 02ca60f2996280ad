// Offers and matches: finding, writing and importing offers, what fits a person and why, what became of it.
import { consoleTest } from './harness.mjs';

const TAB = 'matching.matches';

/** Waits for what a screen of the module is shown for. */
const until = (selector) => (page) => page.locator(selector).first().waitFor();

const CSV = [
  'Réf;Intitulé du poste;Code ROME;Contrat;Code INSEE;Salaire min;Période salaire;Remarque',
  'A1;"Cuisinier ; cuisine centrale";G1602;CDI;44109;1900;mensuel;rien',
  'A2;Serveur en salle;G1803;CDD;44109;abc;mensuel;montant faux',
  'A3;Aide à domicile;K1304;CDI;44109;1850;mensuel;',
].join('\r\n');

await consoleTest(async (run) => {
  run.allow(/status of (400|404|409|412)/);
  const page = await run.page('camille');
  const get = async (path, from = page) =>
    (await from.request.get(`${run.url}/api/v1${path}`)).json();

  // Offers: filters are in the address and lead back.
  await run.open(page, '/offers');
  await page.getByRole('table').waitFor();
  await page.getByLabel('Mots de l’intitulé').pressSequentially('aide');
  await page.waitForFunction(() => new URL(location.href).searchParams.get('q') === 'aide');
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll('tbody tr th, tbody tr td:first-child')].length > 0 &&
      [...document.querySelectorAll('tbody tr')].every((row) => /aide/i.test(row.innerText)),
  );
  run.check('words of the title filter', true);
  await run.open(page, '/offers?contract=CDD&salary=true&sort=title');
  await page.locator('tbody tr').first().waitFor();
  const shown = await page.locator('tbody tr').allInnerTexts();
  run.check(
    'contract and salary filter',
    shown.length > 0 && shown.every((row) => /CDD/.test(row) && /€/.test(row)),
    shown.slice(0, 2),
  );
  await run.open(page, '/offers?q=zzzzqqq');
  await page.getByText('Aucun résultat').first().waitFor();
  run.check('nothing found says so', true);

  // The sheet, by the keyboard; an unknown one helps on.
  await run.open(page, '/offers?q=tractoriste');
  await page.locator('tbody a').first().focus();
  await page.keyboard.press('Enter');
  await page.getByText('Ce que l’offre demande').waitFor();
  run.check(
    'the sheet says what the offer leaves unsaid',
    await page.getByText('L’offre ne dit rien de').isVisible(),
  );
  await run.open(page, '/offers/NOPE');
  await page.getByText('Cette offre n’existe pas ici').waitFor();

  // Written by hand: what is missing is said at its field.
  await run.open(page, '/offers/new');
  await page.getByRole('button', { name: 'Créer l’offre' }).click();
  await page.locator('.summary').waitFor();
  run.check(
    'what must be there is asked for',
    (await page.locator('[aria-invalid=true]').count()) >= 2,
  );
  await page.getByLabel('Intitulé').fill('Cuisinier de crèche (H/F)');
  await page.getByLabel('Métier (ROME)').pressSequentially('cuisin');
  await page.locator('li[role=option]:visible').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByLabel('Salaire brut, de').fill('1900');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Créer l’offre' }).click();
  await page.getByText('Dites si c’est par heure').first().waitFor();
  await page.getByLabel('Salaire exprimé').selectOption('monthly');
  await page.getByRole('button', { name: 'Créer l’offre' }).click();
  await page.getByRole('heading', { level: 1, name: 'Cuisinier de crèche (H/F)' }).waitFor();
  const own = decodeURIComponent(new URL(page.url()).pathname.split('/')[2]);
  run.check('the offer is there', (await get(`/offers/${own}`)).offer.salary.min_cents === 190_000);

  // Somebody else changes it meanwhile: mine is kept on top of theirs.
  await run.open(page, `/offers/${own}/edit`);
  await page.getByLabel('Employeur').fill('Crèche des Lilas');
  const { offer } = await get(`/offers/${own}`);
  const { id, ...rest } = offer;
  await page.request.put(`${run.url}/api/v1/offers/${id}`, {
    data: { ...rest, positions: 3 },
    headers: { Origin: run.url },
  });
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  const asked = page.getByRole('dialog');
  await asked.getByText('Postes').waitFor();
  await run.accessible(page, 'conflict of an offer');
  await asked.getByRole('button', { name: 'Garder la mienne' }).click();
  await page.getByText('Crèche des Lilas').first().waitFor();
  run.check('mine is saved', (await get(`/offers/${own}`)).offer.company === 'Crèche des Lilas');

  await page.getByRole('button', { name: 'Autres actions' }).click();
  await page.getByRole('menuitem', { name: 'Clore l’offre' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clore l’offre' }).click();
  await page.getByText('Cette offre est close').waitFor();
  run.check('it is closed', (await get(`/offers/${own}`)).open === false);
  await run.open(page, '/offers/import');
  await page.getByText('Vous ne pouvez pas importer').waitFor();
  run.check('who may not import is told why', true);

  // What fits a person: reasons, a step with its reason, the result kept and computed again.
  const { people } = await get('/people?limit=20');
  let person;
  for (const one of people) {
    const answer = await page.request.get(`${run.url}/api/v1/people/${one.id}/matches?limit=10`);
    if (answer.ok() && (await answer.json()).results.length > 3) person ??= one.id;
  }
  const tab = `/people/${person}?tab=${TAB}`;
  await run.open(page, tab);
  await until('.matching_match')(page);
  run.check(
    'it is said that the machine decides nothing',
    await page.getByText('il ne décide de rien').isVisible(),
  );
  const [best, second] = (await get(`/people/${person}/matches?limit=10`)).results;
  await page
    .locator('.matching_match')
    .first()
    .getByRole('button', { name: /^Proposer/ })
    .click();
  await page.locator('.matching_match').first().getByText('Proposée').waitFor();
  const steps = (await get(`/people/${person}/matches/${best.offer.id}/feedback`)).feedback;
  run.check(
    'proposing is noted with the result',
    steps.at(-1).step === 'proposed' && Boolean(steps.at(-1).result),
  );
  await page
    .locator('.matching_match')
    .nth(1)
    .getByRole('button', { name: /^Écarter/ })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Écarter' }).click();
  await dialog.getByText('Choisissez une raison').waitFor();
  await run.accessible(page, 'setting aside');
  await dialog.getByLabel('Trop loin').check();
  await dialog.getByLabel('Commentaire').fill('Pas de bus avant huit heures.');
  await dialog.getByRole('button', { name: 'Écarter' }).click();
  await page.waitForFunction(
    (title) =>
      ![...document.querySelectorAll('.matching_match h3 a')].some((it) => it.href.endsWith(title)),
    `offer=${encodeURIComponent(second.offer.id)}`,
  );
  run.check('what is set aside leaves the list', true);
  await run.open(page, `${tab}&step=refused`);
  await page.locator('.matching_match').getByText('Écartée').first().waitFor();
  run.check('and is found again', true);
  await run.open(page, `${tab}&offer=${second.offer.id}`);
  await page.getByText('Pas de bus avant huit heures.').waitFor();
  run.check('what was said of it is read again', true);

  await run.open(page, `${tab}&offer=${best.offer.id}`);
  await page.getByText('Écart de compétences').waitFor();
  await page.locator('.reasons_title').first().waitFor();
  run.check(
    'the parts of the score are told',
    (await page.locator('.matching_parts li').count()) === 6,
  );
  await page.getByRole('link', { name: 'Le résultat de ce jour-là' }).first().click();
  await page.getByRole('heading', { level: 1, name: /Résultat conservé/ }).waitFor();
  const result = new URL(page.url()).pathname;
  await page.getByRole('button', { name: 'Recalculer' }).click();
  await page.getByText('Recalculé à l’identique').waitFor();
  run.check('a kept result is computed again to the same', true);

  await run.open(page, tab);
  await page.getByLabel('Chercher une offre').pressSequentially('tractor');
  await page.locator('li[role=option]:visible').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText('Pourquoi cette offre n’est pas dans la liste').waitFor();
  run.check('why not an offer is explained', /offer=/.test(page.url()));

  // Wishes: found by typing, ordered by buttons, two at once settled.
  await run.open(page, `${tab}&view=wishes`);
  await page.getByRole('combobox', { name: 'Métiers' }).waitFor();
  const wished = (await get(`/people/${person}/wishes`)).wishes;
  await page.getByRole('combobox', { name: 'Métiers' }).pressSequentially('boulang');
  await page.locator('li[role=option]:visible').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    (before) =>
      document.querySelectorAll('.matching_ranked').length &&
      document.querySelector('.matching_ranked').children.length === before + 1,
    wished.occupations.length,
  );
  await page
    .locator('.matching_ranked')
    .first()
    .getByRole('button', { name: /^Monter/ })
    .last()
    .click();
  await page.getByLabel('Rayon de mobilité').fill('55');
  await page.keyboard.press('Tab');
  await page.request.put(`${run.url}/api/v1/people/${person}/wishes`, {
    data: { ...wished, transport: ['car'], comment: 'Cherche un poste calme.' },
    headers: { Origin: run.url },
  });
  await page.getByRole('button', { name: 'Enregistrer les souhaits' }).click();
  await page.getByRole('dialog').getByText('Moyens de transport').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Garder la mienne' }).click();
  await run.news(page, 'Souhaits enregistrés');
  const saved = (await get(`/people/${person}/wishes`)).wishes;
  run.check(
    'wishes are saved in their order',
    saved.radius_km === 55 &&
      saved.occupations.length === wished.occupations.length + 1 &&
      saved.occupations.at(-1).rome_code === wished.occupations.at(-1).rome_code,
    saved,
  );

  // What is said in words is kept when something else is saved.
  await run.open(page, `${tab}&view=wishes`);
  await page.getByLabel('Commentaire').fill('Préfère le matin.');
  await page.getByRole('button', { name: 'Enregistrer les souhaits' }).click();
  await run.news(page, 'Souhaits enregistrés');
  await run.open(page, `${tab}&view=wishes`);
  await page.getByLabel('Rayon de mobilité').fill('54');
  await page.getByRole('button', { name: 'Enregistrer les souhaits' }).click();
  await run.news(page, 'Souhaits enregistrés');
  const worded = await get(`/people/${person}/wishes`);
  run.check(
    'the words stay',
    worded.comment === 'Préfère le matin.' && worded.wishes.radius_km === 54,
    worded,
  );

  await run.open(page, `/offers/${best.offer.id}/people`);
  await until('.matching_match')(page);
  run.check(
    'people are named',
    !/dossier sans nom|[0-9a-f]{8}-/i.test(
      await page.locator('.matching_match h3').first().innerText(),
    ),
  );

  // Importing: columns of the file's own, refused rows given back.
  const office = await run.page('admin');
  await run.open(office, '/offers/import');
  await office
    .locator('input[type=file]')
    .setInputFiles({ name: 'offres.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV, 'utf8') });
  await office.getByRole('button', { name: 'Continuer' }).click();
  await office.getByText('Vérifiez ce que veut dire').waitFor();
  const chosen = await office
    .locator('.matching_mapping select')
    .evaluateAll((all) => all.map((it) => it.value));
  run.check(
    'columns are guessed from their names',
    chosen.join() === 'id,title,rome_code,contract,commune,salary_min,salary_per,',
    chosen,
  );
  await run.accessible(office, 'columns');
  await office.getByRole('button', { name: 'Continuer' }).click();
  await office.getByLabel('Nom de la source').fill('essai');
  await office.getByRole('button', { name: 'Importer', exact: true }).click();
  await office.getByText('2 offres acceptées, 1 refusée').waitFor();
  await run.accessible(office, 'report of an import');
  const [file] = await Promise.all([
    office.waitForEvent('download'),
    office.getByRole('button', { name: 'Télécharger les lignes' }).click(),
  ]);
  const text = (await import('node:fs')).readFileSync(await file.path(), 'utf8');
  run.check(
    'refused rows come back with their reason',
    text.includes('A2;Serveur en salle') && !text.includes('A3;') && /refus/.test(text),
    text,
  );
  const stored = await get('/offers/essai%3AA1');
  run.check(
    'the offer is stored under its source',
    stored.offer.title === 'Cuisinier ; cuisine centrale' && stored.offer.commune === '44109',
    stored,
  );
  await office.context().close();
  await run.open(page, '/offers?source=essai');
  // The list is read in parts and filtered as they come.
  await page
    .waitForFunction(() => document.querySelectorAll('tbody tr').length === 2)
    .catch(() => {});
  run.check('offers are found by their source', (await page.locator('tbody tr').count()) === 2);

  const phone = await run.page('camille', { width: 390 });
  await run.open(phone, '/offers');
  await phone.locator('.row_card').first().waitFor();
  const facts = await phone
    .locator('.row_card dl')
    .evaluateAll((all) =>
      all.map((one) => [...one.querySelectorAll('dt')].map((it) => it.innerText)),
    );
  run.check(
    'the card of an offer takes three lines at most',
    facts.every((it) => it.length <= 3) && facts.some((it) => it.length === 3),
    facts[0],
  );
  await phone.getByRole('button', { name: 'Colonnes' }).click();
  const left = phone.getByRole('checkbox', { name: 'Publiée' });
  run.check('what is left out of cards can be chosen', !(await left.isChecked()));
  await left.check();
  await phone.locator('.row_card dt').filter({ hasText: 'Publiée' }).first().waitFor();
  await left.uncheck();
  await phone.context().close();
  await run.everywhere(
    'camille',
    '/offers',
    'offers',
    until('aksis-list table, aksis-list article, aksis-list li'),
  );
  await run.everywhere('camille', '/offers/DEMO001', 'an offer', until('.matching_sheet'));
  await run.everywhere(
    'camille',
    '/offers/DEMO001/edit',
    'an offer changed',
    until('.matching_form'),
  );
  await run.everywhere('admin', '/offers/import', 'import', until('.matching_import'));
  await run.everywhere('camille', tab, 'matches', until('.matching_match'));
  await run.everywhere('camille', `${tab}&view=map`, 'map of matches', until('.map_frame'));
  await run.everywhere('camille', `${tab}&view=wishes`, 'wishes', until('.matching_ranked'));
  await run.everywhere(
    'camille',
    `${tab}&offer=${best.offer.id}`,
    'a match',
    until('.matching_parts'),
  );
  await run.everywhere(
    'camille',
    `/offers/${best.offer.id}/people`,
    'people for an offer',
    until('.matching_match'),
  );
  await run.everywhere('camille', result, 'a kept result', until('.matching_parts'));
});
