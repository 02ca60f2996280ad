// Occupations and skills: finding an occupation, its sheet, a person's profile, the gap and the bridges.
import { consoleTest } from './harness.mjs';

const CODE = 'J1501';
const EDITED = 'competences.skills';

/** Waits for what a screen of the module is shown for. */
const until = (selector) => (page) => page.locator(selector).first().waitFor();

/** Whether a choice of one of these lists would be cut. */
const tooNarrow = (all) =>
  all.slice(0, 2).some((one) => {
    const free = one.cloneNode(true);
    free.style.setProperty('width', 'max-content');
    free.style.setProperty('position', 'absolute');
    one.after(free);
    const cut = free.offsetWidth > one.offsetWidth;
    free.remove();
    return cut;
  });

await consoleTest(async (run) => {
  run.allow(/status of 404/, /status of 412/);
  const page = await run.page('camille');

  // Found by the words a person uses, by the keyboard alone.
  await run.open(page, '/occupations');
  await page.locator('#occupation-search').focus();
  await page.keyboard.type('aide soign');
  const found = page.locator('.competences_row', { hasText: 'Aide-soignant' }).first();
  await found.waitFor();
  await page.waitForFunction(() => new URL(location.href).searchParams.get('q') === 'aide soign');
  run.check('the search is in the address', true);
  await run.accessible(page, 'search');
  run.check(
    'and what is typed stays',
    (await page.inputValue('#occupation-search')) === 'aide soign',
  );
  await page.keyboard.press('Tab');
  while (!(await page.evaluate(() => document.activeElement?.matches('.competences_row'))))
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /Aide-soignant/ }).waitFor();
  run.check(
    'Enter opens the sheet',
    new URL(page.url()).pathname === `/occupations/${CODE}`,
    page.url(),
  );

  await page.locator('.competences_lines, .prose').first().waitFor();
  await page
    .getByRole('link', { name: /^Compétences/ })
    .first()
    .click();
  await page.getByRole('heading', { name: /^Savoir-faire/ }).waitFor();
  await run.accessible(page, 'skills of an occupation');
  const all = await page.locator('.competences_skills > li').count();
  await page.getByRole('button', { name: /Cœur de métier/ }).click();
  await page.waitForFunction(
    (before) => document.querySelectorAll('.competences_skills > li').length < before,
    all,
  );
  run.check('the core alone is in the address', /core=1/.test(page.url()), page.url());
  await page.getByRole('link', { name: 'Passerelles', exact: true }).first().click();
  const bridge = page.locator('.competences_bridge').first();
  await bridge.waitFor();
  await run.accessible(page, 'bridges');
  run.check(
    'a bridge says what carries over and what is missing',
    /Ce qui se transfère/.test(await bridge.innerText()) &&
      /Ce qui manque/.test(await bridge.innerText()),
  );

  await run.open(page, '/occupations');
  await page.locator('.competences_category', { hasText: 'Santé' }).first().click();
  await page.getByRole('heading', { level: 2, name: 'Santé' }).waitFor();
  await run.accessible(page, 'a domain');
  run.check(
    'a domain lists its occupations',
    (await page.locator(`a[href="/occupations/${CODE}"]`).count()) > 0,
  );
  await page.goBack();
  await until('.competences_category')(page);
  run.check('back leads to the domains', true);

  await run.open(page, '/occupations/Z9999');
  await page.getByText('Aucun métier ne porte le code Z9999').waitFor();
  run.check('an unknown code says so', true);
  await run.open(page, '/occupations?q=zzzzqqqqxxxx');
  await page.getByText('Rien ne correspond').waitFor();
  await page.getByRole('button', { name: 'Effacer la recherche' }).click();
  await until('.competences_category')(page);
  run.check('nothing found leads back', !/q=/.test(page.url()), page.url());

  // The profile of the first of one's people that has something to suggest.
  const { people } = await (await page.request.get(`${run.url}/api/v1/people?limit=20`)).json();
  let person;
  for (const { id } of people) {
    const answer = await page.request.get(
      `${run.url}/api/v1/people/${id}/skill-suggestions?limit=5`,
    );
    if (answer.ok() && (await answer.json()).count > 2) person ??= id;
  }
  const dossier = `/people/${person}?tab=${EDITED}`;
  const saved = async () =>
    (await page.request.get(`${run.url}/api/v1/people/${person}/skills`)).json();
  const before = (await saved()).skills.length;
  await run.open(page, dossier);
  await page.locator('.competences_likely li button').first().click();
  await page.getByRole('button', { name: 'Enregistrer' }).waitFor();
  run.check(
    'one suggestion is taken over',
    /1 compétence/.test(await page.locator('.competences_save').innerText()),
  );
  await page.reload();
  await page.getByText('Vos modifications d’avant').waitFor();
  run.check('what was changed survives a reload', true);
  // Camille’s session ends without signing out, and somebody else goes on in the same tab.
  const own = await page.context().cookies();
  await page.context().clearCookies();
  await page.context().addCookies(await run.session('responsable'));
  await run.open(page, dossier);
  await until('.competences_held')(page);
  run.check(
    'another account does not see it',
    (await page.locator('.competences_save').count()) === 0,
  );
  await page.context().clearCookies();
  await page.context().addCookies(own);
  await run.open(page, dossier);
  await page.getByText('Vos modifications d’avant').waitFor();

  const search = page.getByLabel('Ajouter une compétence');
  await search.pressSequentially('organis');
  await page.locator('li[role=option]:visible').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.id?.startsWith('level-new-'));
  await page.keyboard.press('ArrowDown');
  run.check('a skill is found by typing, its level has the focus', true);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await run.news(page, 'Profil enregistré');
  const after = await saved();
  run.check('both are saved', after.skills.length === before + 2, [before, after.skills.length]);
  run.check('nothing is left to save', (await page.locator('.competences_save').count()) === 0);

  // What was said in words is shown, written, and kept when something else is saved.
  const WORDS = 'Plan de charge de la cuisine, montré en entretien.';
  const line = page.locator('.competences_held').first();
  await line.locator('.tools button').first().click();
  await line.getByLabel('Ce sur quoi repose le niveau').fill(WORDS);
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.waitForFunction(() => !document.querySelector('.competences_save'));
  await run.open(page, dossier);
  await page.getByText(WORDS).waitFor();
  const lastLevel = page.locator('.competences_held').last().locator('select').first();
  await lastLevel.selectOption({
    index: (await lastLevel.evaluate((it) => it.selectedIndex)) === 4 ? 3 : 4,
  });
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.waitForFunction(() => !document.querySelector('.competences_save'));
  const worded = await saved();
  run.check(
    'the evidence stays',
    worded.skills.filter(({ evidence }) => evidence === WORDS).length === 1,
    worded.skills,
  );

  // An experience without its length is refused at its field.
  await page.getByLabel('Ajouter une expérience').pressSequentially('boulang');
  await page.locator('li[role=option]:visible').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.id?.startsWith('years-new-'));
  await page.keyboard.press('Control+s');
  await page.getByText('Indiquez combien de temps').waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
  run.check('what is missing is said at its field, which has the focus', true);
  await page.keyboard.type('2');
  await page.keyboard.press('Tab');

  // Somebody else saves meanwhile: both changes are kept.
  const other = await run.page('camille');
  await run.open(other, dossier);
  await other.locator('.competences_held .tools button:last-child').first().waitFor();
  const level = other.locator('.competences_held select').first();
  await level.selectOption({
    index: (await level.evaluate((it) => it.selectedIndex)) === 4 ? 3 : 4,
  });
  await other.getByRole('button', { name: 'Enregistrer' }).click();
  await run.news(other, 'Profil enregistré');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  const asked = page.getByRole('dialog');
  await asked.getByText('entre-temps').waitFor();
  run.check('a conflict tells what changed', (await asked.locator('li').count()) > 0);
  await run.accessible(page, 'conflict');
  await asked.getByRole('button', { name: 'Garder mes modifications' }).click();
  await run.news(page, 'Profil enregistré');
  await page.waitForFunction(() => !document.querySelector('.competences_save'));
  const together = await saved();
  run.check(
    'both changes stand',
    together.experiences.some(({ months }) => months === 24) &&
      together.version === worded.version + 2,
    together.experiences,
  );
  await other.context().close();

  // Leaving with changes asks; staying keeps them.
  await page.locator('.competences_held select').first().selectOption({ index: 1 });
  await page.locator('.competences_save').waitFor();
  await page.getByRole('link', { name: 'Métiers et compétences' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rester' }).click();
  run.check(
    'one stays with what was changed',
    (await page.locator('.competences_save').count()) === 1,
  );
  await page.locator('.competences_save').getByRole('button', { name: 'Annuler' }).click();

  const gap = `${dossier}&view=gap&target=${CODE}`;
  await run.open(page, gap);
  await page.locator('.competences_radar svg').waitFor();
  await page.getByText('de ce que le métier demande').waitFor();
  await page.locator('.competences_count.missing').click();
  await page.waitForFunction(
    () => /state=missing/.test(location.search) && /tab=/.test(location.search),
  );
  run.check(
    'a count leads to its lines',
    (await page.getByRole('button', { name: /^Manquantes/ }).getAttribute('aria-pressed')) ===
      'true',
  );
  await page.locator('.competences_steps, .notice').first().waitFor();

  await run.open(page, `${dossier}&view=bridges`);
  await page
    .locator('.competences_bridge')
    .first()
    .getByRole('link', { name: 'Voir l’écart' })
    .click();
  await page.getByText('de ce que le métier demande').waitFor();
  run.check('a bridge leads to its gap', /view=gap&target=/.test(page.url()), page.url());

  await run.everywhere('camille', '/occupations', 'occupations', until('.competences_category'));
  await run.everywhere(
    'camille',
    `/occupations/${CODE}`,
    'sheet',
    until('.competences_contexts, .competences_links'),
  );
  await run.everywhere('camille', dossier, 'profile', async (it) => {
    await until('.competences_held')(it);
    await it.locator('.competences_held .tools button').first().click();
    const selects = it.locator('.competences_held select');
    await selects.first().selectOption({ index: 1 });
    run.check(
      'the widest choice of a level and of its evidence can be read whole',
      !(await selects.evaluateAll(tooNarrow)),
    );
    // At the end of the page the bar that saves stands in its own place, over nothing.
    await it.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  });
  await run.everywhere('camille', gap, 'gap', async (it) => {
    await until('.competences_radar')(it);
    await until('aksis-list')(it);
    await run.settled(it);
  });
  await run.everywhere(
    'camille',
    `${dossier}&view=bridges`,
    'bridges of a person',
    until('.competences_bridge'),
  );
});
