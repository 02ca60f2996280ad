// Administration: cards by rights, accounts from the invitation to the lock, roles with their preview,
// organisations, keys of programs, the log, retention, and what runs the server.
import { readFileSync } from 'node:fs';

import { Caller } from '../acceptance/program.mjs';
import { consoleTest } from './harness.mjs';

const NOBODY = '/administration/users/01900000-0000-7000-8000-000000000000';

async function accounts(run) {
  const page = await run.page('admin');
  await run.open(page, '/administration');
  await page.getByRole('link', { name: '7 comptes' }).waitFor();
  const large = await run.page('admin');
  await large.route(/\/api\/v1\/organisations\?/, (route) => {
    const last = new URL(route.request().url()).searchParams.get('cursor');
    const rows = Array.from({ length: last ? 5 : 200 }, (_, i) => ({
      id: `${last}${i}`,
      name: 'A',
    }));
    return route.fulfill({ json: { organisations: rows, ...(last ? {} : { next: 'more' }) } });
  });
  await run.open(large, '/administration');
  await large.getByRole('link', { name: '205 organismes' }).waitFor();
  run.check('organisations beyond a page are counted', true);
  const accountsOf = { locked: 1, invited: 3 };
  await large.route(/\/api\/v1\/accounts\?/, (route) => {
    const query = new URL(route.request().url()).searchParams;
    const last = query.get('cursor');
    const part = accountsOf[query.get('state')] ?? 7;
    const rows = Array.from({ length: last ? part : 200 }, (_, i) => ({ id: `${last}${i}` }));
    return route.fulfill({ json: { accounts: rows, ...(last ? {} : { next: 'more' }) } });
  });
  await run.open(large, '/administration');
  for (const words of ['207 comptes', '201 comptes bloqués', '203 invitations en attente'])
    await large
      .getByRole('link', { name: words })
      .waitFor({ timeout: 5000 })
      .catch(async () => run.check(words, false, await large.locator('.area').first().innerText()));
  await large.context().close();
  run.check(
    'an administrator sees what they may administer',
    (await page.getByRole('heading', { level: 2 }).count()) === 8,
    await page.getByRole('heading', { level: 2 }).allInnerTexts(),
  );
  await page.getByRole('link', { name: '7 comptes' }).click();
  await page.locator('tbody tr').nth(6).waitFor();
  run.check(
    'accounts show their roles',
    await page.getByRole('cell', { name: 'Responsable d’agence' }).isVisible(),
  );
  await page.getByLabel('Rôle', { exact: true }).selectOption({ label: 'Conseiller, conseillère' });
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 2);
  run.check('the role stands in the address', /role=adviser/.test(page.url()), page.url());

  await page.getByRole('link', { name: 'Inviter quelqu’un' }).click();
  await page.getByLabel('Nom', { exact: false }).first().fill('Zoé Lambert');
  await page.getByLabel(/^Identifiant/).fill('zoe');
  await page.getByRole('checkbox', { name: 'Conseiller, conseillère' }).check();
  await page.getByRole('button', { name: 'Créer et obtenir le lien' }).click();
  await run.stepUp(page, 'admin');
  const link = page.locator('#shown-once');
  await link.waitFor();
  run.check('the invitation is shown this once', /^http/.test(await link.inputValue()));
  await run.accessible(page, 'an invitation');
  await page.getByRole('button', { name: 'C’est fait' }).click();
  await page.getByRole('heading', { level: 1, name: 'Zoé Lambert' }).waitFor();
  await run.settled(page);
  run.check(
    'the new account has its role',
    await page.getByRole('link', { name: 'Conseiller, conseillère' }).isVisible(),
  );
  await page.getByRole('button', { name: 'Retirer : Conseiller, conseillère' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Retirer' }).click();
  await page.getByText('Sans rôle, ce compte ne peut rien ouvrir.').waitFor();
  run.check('a role is taken away', true);
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Désactiver' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('Départ');
  await page.getByRole('dialog').getByRole('button', { name: 'Désactiver' }).click();
  await page.getByText('Désactivé', { exact: true }).waitFor();
  run.check('an account is disabled with a reason', true);
  await run.open(page, NOBODY);
  run.check('an unknown account says so', await page.locator('aksis-error').isVisible());
}

async function roles(run) {
  const page = await run.page('admin');
  await run.open(page, '/administration/roles');
  const reading = page.getByRole('row', { name: /^Lire les dossiers/ });
  await reading.getByText('son agence').nth(1).waitFor();
  run.check(
    'the matrix says how far a right reaches',
    (await reading.getByText('son agence').count()) === 2,
    await reading.allInnerTexts(),
  );
  await run.open(page, '/administration/roles/adviser?show=seen');
  run.check(
    'what a role sees: the menu',
    await page.locator('.sheet_list').first().getByText('Personnes', { exact: true }).isVisible(),
  );
  run.check(
    'what a role sees: masked fields',
    (await page.getByText('masqué', { exact: true }).count()) === 1,
  );
  await page.getByRole('link', { name: 'Modifier', exact: true }).click();
  await page.getByLabel('Lire le journal d’audit').selectOption({ label: 'tout' });
  await page.getByRole('checkbox', { name: 'Date de naissance' }).check();
  await page.getByRole('button', { name: 'Voir ce qui change' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('2 comptes sont touchés').waitFor();
  run.check(
    'the preview tells what is given and hidden',
    (await dialog.getByText('Donné').isVisible()) &&
      (await dialog.getByText('Date de naissance').isVisible()),
  );
  await run.accessible(page, 'what changes in a role');
  // Meanwhile somebody else saves.
  await page.evaluate(async () => {
    const ask = (path, options) => fetch(`/api/v1${path}`, options).then((answer) => answer.json());
    const { id, built_in: _, ...role } = await ask('/roles/adviser');
    await ask(`/roles/${id}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...role, masked: ['nir', 'address'] }),
    });
  });
  await dialog.getByRole('button', { name: 'Enregistrer le rôle' }).click();
  await page.getByRole('dialog').getByText('Quelqu’un d’autre vient d’enregistrer').waitFor();
  await page.getByRole('button', { name: 'Enregistrer la mienne' }).click();
  await run.news(page, 'C’est enregistré.');
  await page.getByRole('link', { name: 'Modifier', exact: true }).waitFor();
  await page.getByText('Date de naissance').first().waitFor();
  run.check('one’s own is kept over theirs', true);
}

async function programs(run) {
  const page = await run.page('admin', { width: 390 });
  await run.open(page, '/administration/clients/new');
  await page.getByLabel('À quoi sert cette clé').fill('Entrepôt');
  await page.getByLabel('Lire les organismes').selectOption({ label: 'tout' });
  await page.getByRole('button', { name: 'Créer la clé' }).click();
  await run.stepUp(page, 'admin');
  await page.locator('#shown-once').waitFor();
  run.check(
    'a key is shown this once',
    /^aksis_/.test(await page.locator('#shown-once').inputValue()),
  );
  const program = new Caller(run.demo, await page.locator('#shown-once').inputValue());
  const status = async (path) => (await program.call('GET', path)).status;
  run.check(
    'the key opens what it was given, and nothing more',
    (await status('/organisations')) === 200 && (await status('/accounts')) === 403,
  );
  await page.getByRole('button', { name: 'C’est fait' }).click();
  await page.getByRole('heading', { name: 'Entrepôt' }).waitFor();
  await page.getByRole('button', { name: 'Révoquer Entrepôt' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Révoquer' }).click();
  await page.getByRole('heading', { name: 'Entrepôt' }).waitFor({ state: 'detached' });
  run.check(
    'a key is revoked, and opens nothing any more',
    (await status('/organisations')) === 401,
  );

  await run.open(page, '/administration/organisations');
  await page.getByRole('button', { name: 'Ajouter un organisme' }).click();
  await page.getByRole('textbox', { name: 'Nom', exact: true }).fill('Antenne nord');
  await page
    .getByRole('combobox', { name: 'Dépend de' })
    .selectOption({ label: 'Agence de démonstration' });
  await page.getByRole('dialog').getByRole('button', { name: 'Ajouter un organisme' }).click();
  await run.news(page, 'L’organisme est ajouté.');
  await twoSave(run, page);
  await run.open(page, '/administration/organisations?show=tree');
  run.check(
    'the tree shows what depends on what',
    await page.locator('.tree ul').getByRole('link', { name: 'Antenne du port est' }).isVisible(),
  );
}

/** Two change one organisation: who comes second sees both versions and chooses. */
async function twoSave(run, page) {
  await run.open(page, '/administration/organisations?q=Antenne');
  await page.getByRole('link', { name: 'Antenne nord' }).click();
  await page.getByRole('heading', { level: 1, name: 'Antenne nord' }).waitFor();
  await run.settled(page);
  const asked = async (name) => {
    await page.getByRole('button', { name: 'Modifier' }).click();
    await page.getByRole('textbox', { name: 'Nom', exact: true }).fill(name);
    const theirs = await page.evaluate(async () => {
      const path = `/api/v1/organisations/${location.pathname.split('/').at(-1)}`;
      const present = await fetch(path);
      const name = `${(await present.json()).name} est`;
      await fetch(path, {
        method: 'PATCH',
        body: JSON.stringify({ name }),
        headers: { 'Content-Type': 'application/json', 'If-Match': present.headers.get('ETag') },
      });
      return name;
    });
    await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('Quelqu’un d’autre vient d’enregistrer').waitFor();
    const words = await page.getByRole('dialog').last().innerText();
    run.check(
      `both versions are shown: ${name}`,
      words.includes(theirs) && words.includes(name),
      words,
    );
    return theirs;
  };
  await asked('Antenne du port');
  await run.accessible(page, 'an organisation that somebody else saved');
  await page.getByRole('button', { name: 'Enregistrer la mienne' }).click();
  await page.getByRole('heading', { level: 1, name: 'Antenne du port' }).waitFor();
  run.check('one’s own organisation is saved over theirs', true);
  await run.settled(page);
  const theirs = await asked('Antenne nord');
  await page.getByRole('button', { name: 'Garder la sienne' }).click();
  await page.getByRole('heading', { level: 1, name: theirs }).waitFor();
  run.check('or theirs stays', theirs === 'Antenne du port est');
}

async function theLog(run) {
  const page = await run.page('controle');
  await run.open(page, '/administration/audit?kind=sign_in');
  await page.locator('tbody tr').first().waitFor();
  const kinds = await page.getByLabel('Nature').locator('option').allInnerTexts();
  run.check(
    'kinds are those that entries have: an export is a reading',
    kinds.includes('Consultation') && !kinds.includes('Export'),
    kinds,
  );
  run.check(
    'who acted has a name',
    await page
      .getByRole('link', { name: /Dominique Roy/ })
      .first()
      .isVisible(),
  );
  await page.locator('.entry').first().click();
  await page.getByRole('button', { name: 'Prouver cette entrée' }).click();
  const [proof] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Télécharger la preuve' }).click(),
  ]);
  run.check(
    'the proof of an entry is a file',
    /^aksis-proof-\d+\.json$/.test(proof.suggestedFilename()) &&
      JSON.parse(readFileSync(await proof.path(), 'utf8')).proof.length > 0,
  );
  await run.accessible(page, 'an entry with its proof');
  await run.open(page, '/administration/audit/proof');
  await page.getByRole('button', { name: 'Tout vérifier' }).click();
  await page.getByText('Le journal est intact.').waitFor();
  run.check('the log is verified', true);
  run.check(
    'no card leads where an auditor may not go',
    (await page
      .goto(`${run.url}/administration`)
      .then(() => page.locator('.area').first().waitFor())
      .then(() => page.locator('.area').count())) === 1,
  );

  const guard = await run.page('dpo');
  await run.open(guard, '/administration/retention');
  await guard.getByRole('button', { name: /Voir ce qui serait/ }).click();
  await guard.getByText('Rien n’est arrivé à son terme.').waitFor();
  run.check('retention is tried before it runs', true);
  await run.open(guard, '/administration/audit/holds');
  await guard.getByRole('button', { name: 'Conserver des entrées' }).click();
  await guard.getByLabel('Quoi').selectOption('entries');
  await guard.getByLabel('Première entrée').fill('1');
  await guard.getByLabel('Dernière entrée').fill('3');
  await guard.getByLabel('Motif').fill('Procédure 12/26');
  await guard.getByRole('dialog').getByRole('button', { name: 'Conserver des entrées' }).click();
  await guard.getByText('Procédure 12/26').waitFor();
  run.check('entries are held for a procedure', true);
}

/** What a module lets be set stands with the module, and breaks there alone. */
async function panelOfModule(run) {
  const page = await run.page('admin');
  await page.route('**/api/v1/ui/contributions', async (route) => {
    const response = await route.fetch();
    const told = await response.json();
    for (const module of told.modules.filter(({ id }) => id === 'matching'))
      module.settings = ['works', 'breaks'].map((name) => ({
        id: name,
        title: { fr: `Réglages : ${name}`, en: name },
        export: name,
      }));
    await route.fulfill({ response, json: told });
  });
  await page.route('**/ui/m/matching/**/main.js', (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: `export const works = (element) => { element.textContent = 'Seuil de la note'; };
        export const breaks = () => { throw new Error('broken on purpose'); };`,
    }),
  );
  await run.open(page, '/administration/modules');
  await page.getByText('Réglages : works').click();
  await page.getByText('Seuil de la note').waitFor();
  await page.getByText('Réglages : breaks').click();
  await page.getByText('ne répond pas').waitFor();
  run.check(
    'a panel that breaks leaves the other',
    await page.getByText('Seuil de la note').isVisible(),
  );
  await run.accessible(page, 'settings of a module');
  await page.context().close();
}

async function server(run) {
  const page = await run.page('admin');
  await run.open(page, '/administration/keys');
  await page.getByRole('button', { name: 'Vérifier que tout s’ouvre' }).click();
  await page.getByText('Tout s’ouvre.').waitFor();
  run.check('keys are verified', true);
  await run.open(page, '/administration/configuration?q=token');
  await page.getByText('masqué', { exact: true }).first().waitFor();
  run.check('secrets are masked', true);
  await run.open(page, '/administration/jobs');
  await page.getByRole('button', { name: /^Actions : Tenir/ }).click();
  await page.getByRole('menuitem', { name: 'Lancer maintenant' }).click();
  await run.news(page, 'La tâche part tout de suite.');
  run.check('a job is run now', true);
  await run.open(page, '/administration/modules');
  await panelOfModule(run);
  run.check(
    'modules say what they asked for',
    await page
      .getByText(/droits qu’il définit/)
      .first()
      .isVisible(),
  );
}

// The screens that are worked with all day in every way; the others at a desk and on a phone.
const ALL_DAY = { admin: ['', '/users', '/roles/adviser?show=edit'], controle: ['/audit'] };
const OTHERS = {
  admin: [
    '/users/new',
    '/alarms',
    '/roles',
    '/roles/adviser',
    '/roles/adviser?show=seen',
    '/organisations',
    '/clients',
    '/clients/new',
    '/keys',
    '/modules',
    '/configuration',
    '/jobs',
    '/events',
  ],
  controle: ['/audit/proof'],
  dpo: ['/audit/holds', '/retention'],
};

async function looks(run) {
  for (const [login, paths] of Object.entries(ALL_DAY))
    for (const path of paths)
      await run.everywhere(login, `/administration${path}`, `administration${path}`);
  for (const options of [{ width: 390 }, { width: 1280, language: 'en', theme: 'dark' }])
    for (const [login, paths] of Object.entries(OTHERS)) {
      const page = await run.page(login, options);
      for (const path of paths) {
        await run.open(page, `/administration${path}`);
        await run.accessible(page, `administration${path}, ${options.width} px`);
      }
      await page.context().close();
    }
}

await consoleTest(async (run) => {
  // What is refused on purpose is said by the browser too.
  run.allow(/status of 40[0349]/, /status of 412/, /broken on purpose/);
  for (const part of [accounts, roles, programs, theLog, server, looks]) await part(run);
});
