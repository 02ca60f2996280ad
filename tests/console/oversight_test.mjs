// Oversight: who read too much is stopped and let go on by a human; keys replaced; the log proved,
// taken along and purged; what is past its time archived and erased; events a module refused.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { Caller } from '../acceptance/program.mjs';
import { consoleTest } from './harness.mjs';

const OPENED_MAX = 4;
const FINDING = 'Relevé de statistiques fait à la main, vu avec Noa';

/** The ids of the people whom an account accompanies. */
async function caseload(run, page) {
  const answer = await page.request.get(`${run.url}/api/v1/people?scope=mine&limit=20`);
  return (await answer.json()).people.map(({ id }) => id);
}

async function alarm(run, boss) {
  const page = await run.page('noa', { cookies: await run.session('noa') });
  await run.open(page, '/people');
  const people = await caseload(run, page);
  for (const id of people.slice(0, OPENED_MAX)) {
    await run.open(page, `/people/${id}`);
    await page.locator('.dossier_head').waitFor();
  }
  await page.goto(`${run.url}/people/${people[OPENED_MAX]}`);
  await page.getByRole('heading', { name: 'Votre compte est bloqué' }).waitFor();
  run.check(
    'who read too much is told so, and offered no other way in',
    (await page.getByRole('button', { name: /Ouvrir quand même/ }).count()) === 0,
  );
  await run.accessible(page, 'stopped by an alarm');
  await page.goto(`${run.url}/people`);
  await page.locator('#login').fill('noa');
  await page.locator('#password').fill(run.account('noa').password);
  await page.keyboard.press('Enter');
  await page.getByText(/si cela dure, demandez à la personne qui administre/).waitFor();
  run.check(
    'the right password opens nothing any more',
    (await page.locator('#factor-code').count()) === 0,
  );
  await page.context().close();

  await run.open(boss, '/administration');
  await boss.getByRole('link', { name: '1 alerte à clore' }).click();
  const card = boss.locator('main li.card').filter({ hasText: 'Noa Lefèvre' });
  await card.waitFor();
  run.check(
    'the alarm says what was read',
    /4 dossiers ouverts \(limite\s: 4 par jour\)/.test(await card.innerText()),
    await card.innerText(),
  );
  await run.accessible(boss, 'an alarm that waits');
  await card.getByRole('link', { name: 'Noa Lefèvre' }).click();
  await boss.getByText('Bloqué', { exact: true }).first().waitFor();
  run.check(
    'the account it closed says so',
    await boss.getByText('Alerte de consultation massive').isVisible(),
  );
  await boss.getByRole('button', { name: 'Clore' }).click();
  const dialog = boss.getByRole('dialog');
  await dialog.getByLabel('Décision').selectOption({ label: 'Rouvrir le compte' });
  await dialog.getByRole('button', { name: 'Clore' }).click();
  run.check('no alarm is settled without a finding', await dialog.isVisible());
  await dialog.getByLabel('Ce que vous avez constaté').fill(FINDING);
  await run.accessible(boss, 'settling an alarm');
  await dialog.getByRole('button', { name: 'Clore' }).click();
  await run.stepUp(boss, 'admin');
  await run.news(boss, 'L’alerte est close.');
  await boss.getByText('Actif', { exact: true }).first().waitFor();
  run.check('the account is open again', true);
  await run.open(boss, '/administration/alarms');
  await boss.getByText('Aucune alerte à clore').waitFor();
  await boss.getByRole('button', { name: 'Voir toutes les alertes' }).click();
  await boss.getByText(FINDING).waitFor();
  run.check('what was found is kept', await boss.getByText('Close', { exact: true }).isVisible());

  const back = await run.page('noa', { cookies: await run.session('noa') });
  await run.open(back, `/people/${people[OPENED_MAX]}`);
  await back.locator('.dossier_head').waitFor();
  run.check('and who was let go on reads on', true);
  await back.context().close();
}

/** A program reads as much: its key is stopped, the screens say it is a program and which. */
async function alarmOfProgram(run, page) {
  await run.open(page, '/administration/alarms');
  const agency = await page.evaluate(
    async () =>
      (await (await fetch('/api/v1/organisations?kind=agency')).json()).organisations[0].id,
  );
  // Whoever holds the machine makes such keys: an administrator of accounts reads no record.
  const { key } = JSON.parse(
    execFileSync(
      run.demo.binary,
      ['apikey', 'create', 'Tableau', 'people.read:agency', '--organisation', agency, '--json'],
      { env: { ...process.env, AKSIS_DATA__FOLDER: run.demo.folder }, encoding: 'utf8' },
    ),
  );
  const program = new Caller(run.demo, key);
  const { people } = await program.ok('GET', '/people?limit=5&scope=agency');
  const status = async (at) => (await program.call('GET', `/people/${people[at].id}`)).status;
  for (let at = 0; at < OPENED_MAX; at += 1) await status(at);
  run.check(
    'one record too many is refused to a program, then everything',
    (await status(OPENED_MAX)) === 403 && (await status(0)) === 401,
  );
  await run.open(page, '/administration/clients');
  const client = page.locator('main li.card').filter({ hasText: 'Tableau' });
  await client.getByText('Arrêtée par une alerte').waitFor();
  await run.accessible(page, 'a key stopped by an alarm');
  await client.getByRole('link', { name: 'Voir l’alerte' }).click();
  const card = page.locator('main li.card').filter({ hasText: 'Tableau' });
  await card.getByRole('button', { name: 'Clore' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Décision').selectOption({ label: 'Rétablir la clé' });
  await dialog.getByLabel('Ce que vous avez constaté').fill('Tableau de bord du siège');
  await dialog.getByRole('button', { name: 'Clore' }).click();
  await run.news(page, 'L’alerte est close.');
  run.check('the key works again', (await status(0)) === 200);
}

async function keys(run, page) {
  await run.open(page, '/administration/keys');
  const first = await page.locator('.mono').first().innerText();
  const asks = await run.oldFactor(page, '**/api/v1/keys/rotate');
  await page.getByRole('button', { name: 'Remplacer la clé maîtresse' }).click();
  await page.getByText('Sauvegardez-la aussitôt').waitFor();
  await run.accessible(page, 'replacing the first key');
  await page.getByRole('dialog').getByRole('button', { name: 'Remplacer', exact: true }).click();
  await page.locator('#factor-code').fill(await run.code('admin'));
  await page.keyboard.press('Enter');
  await page.locator('aksis-keys .notice.warn').waitFor();
  await page.waitForFunction(
    (before) => document.querySelector('aksis-keys .card .mono').innerText !== before,
    first,
  );
  run.check('the first key is replaced after a factor', asks() === 2, asks());
  run.check(
    'what is to be done now stays on the screen',
    /\S{10}/.test(await page.locator('aksis-keys .notice.warn').innerText()),
  );
  await page.getByRole('button', { name: 'Remplacer les clés des données' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remplacer', exact: true }).click();
  await run.news(page, /clés? reprises?\./);
  const states = page.locator('aksis-keys .sheet_list aksis-status');
  await page.waitForFunction(
    () => document.querySelectorAll('aksis-keys .sheet_list aksis-status').length > 4,
  );
  run.check(
    'the new keys stand beside those they replace',
    (await states.filter({ hasText: 'En usage' }).count()) === 4 &&
      (await states.filter({ hasText: /En remplacement|Retirée/ }).count()) > 0,
    await states.allInnerTexts(),
  );
  await run.accessible(page, 'keys after a replacement');
  await page.getByRole('button', { name: 'Vérifier que tout s’ouvre' }).click();
  await page.getByText('Tout s’ouvre.').waitFor();
  const adviser = await run.page('camille');
  await run.open(adviser, '/people');
  await adviser.locator('tbody tr').first().waitFor();
  run.check('and everything still opens', true);
  await adviser.context().close();
}

const saved = async (page, act) => {
  const [file] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
};

/** RFC 9162, 2.1.3.2: the root that a leaf and its path lead to. */
function rootOf({ index, size, leaf, proof }) {
  const join = (left, right) =>
    createHash('sha256')
      .update(Buffer.concat([Buffer.from([1]), left, right]))
      .digest();
  let [at, last, hash] = [index, size - 1, Buffer.from(leaf, 'hex')];
  for (const step of proof.map((one) => Buffer.from(one, 'hex'))) {
    if (at % 2 || at === last) {
      hash = join(step, hash);
      while (at % 2 === 0 && at) [at, last] = [at >> 1, last >> 1];
    } else hash = join(hash, step);
    [at, last] = [at >> 1, last >> 1];
  }
  return hash.toString('hex');
}

async function theLog(run, admin) {
  await run.open(admin, '/administration');
  run.check(
    'the right to purge is given',
    (await admin.evaluate(async () => {
      const { id, built_in: _, ...role } = await (await fetch('/api/v1/roles/auditor')).json();
      return (
        await fetch(`/api/v1/roles/${id}`, {
          method: 'PUT',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ ...role, grants: [...role.grants, 'audit.purge:all'] }),
        })
      ).status;
    })) === 200,
  );

  const page = await run.page('controle');
  await run.open(page, '/administration/audit?kind=alarm');
  await page.locator('.entry').first().click();
  await page.getByRole('button', { name: 'Prouver cette entrée' }).click();
  const download = page.getByRole('button', { name: 'Télécharger la preuve' });
  const proof = JSON.parse((await saved(page, () => download.click())).text);
  run.check(
    'the proof leads from the entry to the signed root',
    rootOf(proof) === proof.root,
    proof,
  );

  await run.open(page, '/administration/audit/proof');
  const card = (name) =>
    page.locator('section.card').filter({ has: page.getByRole('heading', { name }) });
  await page.getByText('En ordre').waitFor();
  await page.getByRole('button', { name: 'Tout vérifier' }).click();
  await page.getByText('Le journal est intact.').waitFor();
  await page.getByRole('button', { name: 'Signer maintenant' }).click();
  await page
    .getByText(/Point de contrôle n° \d+ signé/)
    .first()
    .waitFor();
  run.check('a checkpoint is signed', true);
  await card('Exporter le journal').getByRole('button', { name: 'Exporter' }).click();
  const file = await saved(page, () =>
    page.getByRole('dialog').getByRole('button', { name: 'Exporter' }).click(),
  );
  const lines = file.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const leaves = lines.filter(({ index }) => index !== undefined);
  run.check(
    'the export is the whole log, in order, with its checkpoints',
    /^aksis-audit-.*\.ndjson$/.test(file.name) &&
      lines[0].size === leaves.length &&
      leaves.every(({ index }, at) => index === at) &&
      lines.some(({ checkpoint }) => checkpoint),
    [file.name, lines[0], leaves.length],
  );
  await card('Purger les entrées anciennes').getByRole('button', { name: 'Purger…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Garder combien de jours').fill('12');
  await dialog.getByLabel('Garder combien de jours').blur();
  run.check(
    'no less is kept than the law asks for',
    (await dialog.getByLabel('Garder combien de jours').inputValue()) === '180',
  );
  await run.accessible(page, 'purging the log');
  await dialog.getByRole('button', { name: 'Effacer pour toujours' }).click();
  await run.news(page, 'Rien n’était à effacer.');
  run.check('a purge of nothing says so', true);
  await page.context().close();
}

/** Twelve minutes of attempts lie before an event is set aside: here its list is told as the server would. */
async function setAside(run, page) {
  const one = {
    id: '01900000-0000-7000-8000-00000000000a',
    subscriber: 'matching',
    type: 'core.territories_changed/1',
    at: new Date().toISOString(),
    set_aside_at: new Date().toISOString(),
    error: 'disque plein <b>x</b>',
    data: { communes: 2 },
  };
  let events = [one];
  const sent = [];
  await page.route('**/api/v1/events/set-aside?*', (route) =>
    route.fulfill({ json: { total: events.length, events } }),
  );
  await page.route('**/api/v1/events/set-aside/*/*', (route) => {
    sent.push([
      new URL(route.request().url()).pathname.split('/').slice(-2),
      route.request().postDataJSON(),
    ]);
    if (sent.length === 1)
      return route.fulfill({
        json: {
          delivered: 0,
          refused: 1,
          errors: [{ id: one.id, message: 'disque encore plein' }],
        },
      });
    events = [];
    return route.fulfill({ json: { delivered: 1, refused: 0, errors: [] } });
  });
  await run.open(page, '/administration/events');
  await page.getByText('Refusé par matching').waitFor();
  run.check(
    'why it was refused is told, as text',
    await page.getByText('disque plein <b>x</b>').isVisible(),
  );
  await page.getByText('Contenu', { exact: true }).click();
  await run.accessible(page, 'an event set aside');
  await page.getByRole('button', { name: 'Redonner' }).click();
  await run.news(page, 'Encore refusé : disque encore plein');
  await page.getByText('Refusé par matching').waitFor();
  run.check('what is refused again stays', true);
  await page.getByRole('button', { name: 'Redonner' }).click();
  await page.getByText('Aucun événement mis de côté').waitFor();
  run.check(
    'what is received leaves the list',
    JSON.stringify(sent.at(-1)) ===
      JSON.stringify([[one.id, 'replay'], { subscriber: 'matching' }]),
    sent,
  );
}

await consoleTest(
  async (run) => {
    // What is refused on purpose is said by the browser too.
    // An entry of the last minute has no proof before a checkpoint is signed for it.
    run.allow(/status of 403/, /status of 400 .*audit\/proof/);
    // One page: a factor shown anew renews the session, and other copies of it end.
    const admin = await run.page('admin');
    for (const part of [alarm, alarmOfProgram, keys, theLog, setAside]) await part(run, admin);
  },
  {
    AKSIS_ACCESS__RECORDS_A_DAY_FREE: String(OPENED_MAX),
    AKSIS_ACCESS__RECORDS_A_DAY_MAX: String(OPENED_MAX + 2),
  },
);
