// People: the portfolio, adding and changing somebody, the record and its tabs, what stays closed.
import { consoleTest } from './harness.mjs';

const NOBODY = '/people/01900000-0000-7000-8000-000000000000';
const REASON = 'Reçue à l’accueil sans rendez-vous, sa référente est absente aujourd’hui';

/** Waits for it: a busy machine draws late. */
const seen = (locator) =>
  locator
    .first()
    .waitFor({ timeout: 10_000 })
    .then(
      () => true,
      () => false,
    );

await consoleTest(async (run) => {
  // What is refused on purpose is said by the browser too.
  run.allow(/status of 40[039]/, /status of 412/);
  const page = await run.page('camille');

  await run.open(page, '/people');
  const rows = page.locator('tbody tr');
  await rows.first().waitFor();
  run.check('one arrives at one’s own people', (await rows.count()) === 6, await rows.count());
  run.check('in the order of names', /Costa/.test(await rows.first().innerText()));
  run.check(
    'boxes to choose rows are seen',
    (await page.getByRole('checkbox').nth(1).isVisible()) &&
      (await page
        .getByRole('checkbox')
        .nth(1)
        .evaluate((it) => getComputedStyle(it).opacity === '1')),
  );
  await page.getByRole('link', { name: 'Mon agence' }).click();
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 12);
  run.check('the list stands in the address', /scope=agency/.test(page.url()), page.url());
  await page.getByRole('button', { name: 'Personne', exact: true }).click();
  await page.waitForFunction(() => document.querySelector('th[aria-sort=descending]'));
  run.check('so does the order', /sort=-name/.test(page.url()), page.url());
  await page.getByRole('checkbox').nth(1).check();
  run.check(
    'an action that is refused says why',
    await seen(page.getByText('réservé aux responsables d’agence').first()),
  );

  const field = page.getByRole('searchbox', { name: 'Chercher une personne' });
  await field.fill('perri');
  const found = page.locator('.found_person').first();
  await found.waitFor();
  run.check('a beginning of a name finds', /Lina Perrin/.test(await found.innerText()));
  run.check('what is searched is in no address', !/perri/i.test(page.url()));
  await page.keyboard.press('Tab');
  while (!(await found.evaluate((it) => it === document.activeElement)))
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Lina Perrin' }).waitFor();
  await run.settled(page);
  run.check(
    'contacts are links',
    (await page.locator('a[href^="tel:"]').count()) > 0 &&
      (await page.locator('a[href^="mailto:"]').count()) > 0,
  );
  const dossier = new URL(page.url()).pathname;
  for (const [name, tab] of [
    ['Historique', 'history'],
    ['Accompagnement', 'relations'],
    ['Droits et données', 'rights'],
    ['Accès', 'accesses'],
  ]) {
    await page.getByRole('link', { name, exact: true }).click();
    await run.settled(page);
    run.check(
      `the tab ${tab} stands in the address`,
      page.url().endsWith(`?tab=${tab}`),
      page.url(),
    );
  }
  run.check(
    'who read the record is told in words',
    await seen(page.getByText(/a consulté le dossier/).first()),
  );
  await run.open(page, `${dossier}/rights`);
  run.check('a tab in the path leads there', page.url().endsWith('?tab=rights'), page.url());
  await page
    .getByRole('button', { name: /Noter l’accord/ })
    .first()
    .click();
  await page
    .getByRole('textbox', { name: /Comment l’a-t-elle dit/ })
    .fill('Dit au guichet ce matin');
  await page.getByRole('dialog').getByRole('button', { name: 'Noter l’accord' }).click();
  await page.getByText('Dit au guichet ce matin').waitFor();
  run.check('a consent is kept with how it was given', true);

  await run.open(page, '/people/new');
  await page.getByLabel('Nom de naissance').fill('Marchand');
  await page.getByLabel('Prénoms').fill('Inès');
  await page.getByText('existe peut-être déjà').waitFor();
  run.check('somebody alike is shown while typing', true);
  await page.getByLabel('Prénoms').fill('Zoé <b>pasted</b>');
  await page.getByLabel('Numéro de sécurité sociale').fill('123');
  await page.getByRole('button', { name: 'Ajouter la personne' }).click();
  await page.locator('.field.wrong').first().waitFor();
  run.check(
    'what the server refuses is at its field',
    (await page.getByLabel('Numéro de sécurité sociale').getAttribute('aria-invalid')) === 'true',
  );
  run.check('a number stands in no address', !/123/.test(page.url()));
  // A page that is loaded anew has what was typed, and the browser kept none of it in clear.
  const kept = await page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));
  run.check(
    'what is typed is kept sealed',
    /new-person/.test(kept) && !/pasted|Zo|123/.test(kept),
    kept,
  );
  page.once('dialog', (dialog) => dialog.accept());
  await page.reload();
  await page.getByText('Votre saisie d’il y a peu').waitFor();
  run.check(
    'and is there after a reload, but for the number',
    (await page.getByLabel('Prénoms').inputValue()) === 'Zoé <b>pasted</b>' &&
      (await page.getByLabel('Numéro de sécurité sociale').inputValue()) === '',
  );
  await page.getByRole('button', { name: 'Ajouter la personne' }).click();
  await page.waitForURL(/\/people\/[0-9a-f-]{36}$/);
  await page.getByRole('heading', { level: 1, name: /Zoé/ }).waitFor();
  run.check('pasted HTML stays text', (await page.locator('main b').count()) === 0);
  const made = new URL(page.url()).pathname;

  await run.open(page, `${made}/edit`);
  await page.getByLabel('Prénoms').waitFor();
  const other = await run.page('camille');
  await run.open(other, '/people');
  run.check(
    'somebody else saves meanwhile',
    (await other.evaluate(async (path) => {
      const etag = (await fetch(path)).headers.get('ETag');
      return (
        await fetch(path, {
          method: 'PATCH',
          headers: { 'If-Match': etag, 'Content-Type': 'application/json' },
          body: '{"used_name":"Bernard"}',
        })
      ).status;
    }, `/api/v1${made}`)) === 200,
  );
  await page.getByLabel('Prénoms').fill('Zoé');
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await page.locator('.conflict').waitFor();
  run.check(
    'somebody else’s change is shown beside one’s own',
    /Bernard/.test(await page.locator('.conflict').innerText()),
  );
  await run.accessible(page, 'a conflict');
  await page.getByRole('button', { name: /par-dessus/ }).click();
  await page.waitForURL((url) => url.pathname === made);
  await page.getByRole('heading', { level: 1, name: 'Zoé Bernard' }).waitFor();
  run.check('both changes are kept', true);

  await run.open(page, NOBODY);
  run.check(
    'a closed record says what to do',
    await seen(page.getByRole('heading', { name: 'Ce dossier ne vous est pas ouvert' })),
  );
  await page.getByRole('button', { name: /Ouvrir quand même/ }).click();
  await page.getByRole('textbox', { name: /Pourquoi faut-il/ }).fill(REASON);
  await run.accessible(page, 'opening a closed record');
  await page.getByRole('dialog').getByRole('button', { name: 'Ouvrir le dossier' }).click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  run.check(
    'what was written stays when it is refused',
    (await page.getByRole('textbox', { name: /Pourquoi faut-il/ }).inputValue()) === REASON,
  );

  const boss = await run.page('responsable');
  await run.open(boss, '/people');
  await boss.locator('tbody tr').first().waitFor();
  await boss.getByRole('checkbox').nth(1).check();
  await boss.getByRole('button', { name: 'Confier à…' }).click();
  await boss.getByRole('textbox', { name: 'Pourquoi' }).fill('Nouvelle répartition');
  await run.accessible(boss, 'entrusting somebody');
  await boss.getByRole('dialog').getByRole('button', { name: 'Confier' }).click();
  await run.news(boss, 'Personne confiée.');
  await run.settled(boss);
  run.check('a supervisor entrusts somebody from the list', true);
  await boss.getByRole('checkbox').nth(2).check();
  await boss.getByRole('checkbox').nth(3).check();
  const name = await boss.locator('tbody tr').nth(2).locator('.person_cell').innerText();
  let sent = 0;
  await boss.route('**/relations', (route) =>
    ++sent === 2
      ? route.fulfill({
          status: 409,
          contentType: 'application/problem+json',
          json: { status: 409, detail: 'Ce dossier est archivé.' },
        })
      : route.continue(),
  );
  await boss.getByRole('button', { name: 'Confier à…' }).click();
  await boss.getByRole('textbox', { name: 'Pourquoi' }).fill('Nouvelle répartition');
  await boss.getByRole('dialog').getByRole('button', { name: 'Confier' }).click();
  const refused = boss.locator('.refused_rows');
  await refused.waitFor();
  run.check(
    'of several the one refused is named, with the reason',
    (await refused.innerText()) === `${name}\u00a0: Ce dossier est archivé.`,
    await refused.innerText(),
  );
  await boss.unroute('**/relations');
  await run.open(boss, '/people/broken-glass');
  run.check(
    'nothing to look at says so',
    await seen(boss.getByText('Aucune ouverture à examiner')),
  );

  // Nobody accompanies DEMO-02 any more: who is not its referent opens it with a reason.
  const left = await boss.evaluate(async () => {
    const ask = async (path, body) =>
      (
        await fetch(
          `/api/v1${path}`,
          body
            ? {
                method: 'POST',
                body: JSON.stringify(body),
                headers: { 'Content-Type': 'application/json' },
              }
            : undefined,
        )
      ).json();
    const {
      people: [one],
    } = await ask('/people?reference=DEMO-02');
    const { relations } = await ask(`/people/${one.id}/relations`);
    for (const relation of relations)
      await ask(`/people/${one.id}/relations/${relation.id}/end`, { reason: 'Test' });
    return one.id;
  });
  await run.open(page, `/people/${left}`);
  await page.getByRole('button', { name: /Ouvrir quand même/ }).click();
  await page.getByRole('textbox', { name: /Pourquoi faut-il/ }).fill(REASON);
  await page.getByRole('dialog').getByRole('button', { name: 'Ouvrir le dossier' }).click();
  await page.getByText(/Ouvert hors de votre portefeuille jusqu’à/).waitFor();
  run.check('the reason opens the record, and stands above it', await seen(page.getByText(REASON)));
  await run.open(boss, '/people/broken-glass');
  await boss.getByText(REASON).waitFor();
  await run.accessible(boss, 'records opened outside a caseload');
  await boss.getByRole('button', { name: 'Noter mon constat' }).click();
  await boss.getByRole('textbox', { name: /constaté/ }).fill('Justifiée');
  await boss.getByRole('dialog').getByRole('button', { name: 'Enregistrer le constat' }).click();
  await boss.getByText('Aucune ouverture à examiner').waitFor();
  run.check('a supervisor writes what they found', true);

  await run.open(boss, '/people/groups');
  await boss.getByRole('button', { name: 'Créer un groupe' }).click();
  await boss.getByLabel('Nom du groupe').fill('Quartier nord');
  await boss.getByRole('dialog').getByRole('button', { name: 'Créer', exact: true }).click();
  await boss.getByRole('heading', { name: 'Quartier nord' }).waitFor();
  await boss.getByRole('button', { name: 'Ajouter un membre' }).click();
  await boss.getByLabel('Qui').selectOption({ label: 'Noa Lefèvre' });
  await boss.getByRole('dialog').getByRole('button', { name: 'Ajouter un membre' }).click();
  await boss.getByRole('button', { name: /Noa Lefèvre/ }).waitFor();
  await run.accessible(boss, 'a group with a member');

  await run.open(page, '/people/deputies');
  await page.getByRole('button', { name: 'Désigner un remplacement' }).click();
  await page.getByLabel('Qui remplace').selectOption({ label: 'Noa Lefèvre' });
  await page.getByRole('textbox', { name: 'Motif' }).fill('Congés');
  await page.getByRole('dialog').getByRole('button', { name: 'Désigner', exact: true }).click();
  await page.getByText('Noa Lefèvre remplace Camille Girard (vous)').waitFor();
  await run.accessible(page, 'an absence');

  const guard = await run.page('dpo');
  await run.open(guard, made);
  await guard.getByRole('button', { name: 'Effacer la personne…' }).waitFor();
  run.check('who protects data sees rights alone', (await guard.getByText('Zoé').count()) === 0);
  await guard.getByRole('button', { name: 'Effacer la personne…' }).click();
  await run.accessible(guard, 'erasing');
  await guard.getByLabel(/Qui l’a demandé/).fill('Demande écrite reçue');
  await guard.getByLabel(/pour confirmer/).fill('oui');
  await guard.getByRole('button', { name: 'Effacer définitivement' }).click();
  run.check('a slip erases nobody', await seen(guard.getByText('Écrivez le mot « effacer ».')));

  const modules = [
    { id: 'well', title: { fr: 'Bien', en: 'Well' } },
    { id: 'broken', title: { fr: 'Cassé', en: 'Broken' } },
  ];
  await page.route('**/ui/contributions', (route) =>
    route.fulfill({
      json: {
        modules: modules.map((one) => ({
          ...one,
          version: '1',
          base: `/ui/m/${one.id}/0/`,
          entry: `/ui/m/${one.id}/0/main.js`,
          person_tabs: [
            { id: 'tab', title: { fr: `Onglet ${one.id}`, en: one.id }, export: 'tab' },
          ],
        })),
      },
    }),
  );
  await page.route('**/i18n/*.json', (route) =>
    /\/m\//.test(route.request().url()) ? route.fulfill({ json: {} }) : route.continue(),
  );
  await page.route('**/m/well/0/main.js', (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: 'export const tab = (element, { person }) => { element.append(`for ${person}`); };',
    }),
  );
  await page.route('**/m/broken/0/main.js', (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: 'export const tab = () => { throw new Error("on purpose"); };',
    }),
  );
  run.allow(/on purpose/);
  await run.open(page, dossier);
  await page.getByRole('link', { name: 'Onglet well' }).click();
  await page.getByText(`for ${dossier.split('/').at(-1)}`).waitFor();
  run.check(
    'a module’s tab is told whose record it is',
    page.url().endsWith('?tab=well.tab'),
    page.url(),
  );
  await page.getByRole('link', { name: 'Onglet broken' }).click();
  await page.getByText(/Cassé/).waitFor();
  run.check(
    'one that breaks leaves the record',
    await seen(page.getByRole('heading', { level: 1, name: 'Lina Perrin' })),
  );
  await page.unrouteAll();

  await run.everywhere('camille', '/people', 'people', (one) =>
    one.locator('[data-row]').first().waitFor(),
  );
  await run.everywhere('camille', dossier, 'a record');
  for (const tab of ['history', 'relations', 'rights', 'accesses'])
    await run.everywhere('camille', `${dossier}?tab=${tab}`, `a record, ${tab}`);
  await run.everywhere('camille', `${dossier}/edit`, 'changing a record');
  await run.everywhere('camille', NOBODY, 'a closed record');
  await run.everywhere('responsable', '/people/deputies', 'absences');
  await run.everywhere('responsable', '/people/groups', 'groups');
});
