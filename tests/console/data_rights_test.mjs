// What a person may ask for, and how it ends: their number masked by who looks, what is held given to
// them, a restriction, whoever accompanies them, who read them on paper, erasure, and what is past its time.
import { readFileSync } from 'node:fs';

import { consoleTest } from './harness.mjs';

const NIR = '255081416802538';
const PURPOSE = 'Ouvrir ses droits à la formation';

const saved = async (page, act) => {
  const [file] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
};

/** The first of those an adviser accompanies, by reference. */
async function person(run, page, at) {
  const answer = await page.request.get(`${run.url}/api/v1/people?scope=mine&limit=20`);
  return (await answer.json()).people[at].id;
}

async function number(run, { adviser, boss }, id) {
  await run.open(boss, `/people/${id}/edit`);
  const field = boss.getByLabel('Numéro de sécurité sociale');
  await field.fill(`${NIR.slice(0, 13)}00`);
  await boss.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await boss.locator('.field.wrong').waitFor();
  run.check(
    'a number whose key is wrong is refused at its field',
    (await field.getAttribute('aria-invalid')) === 'true',
  );
  await field.fill(NIR);
  await boss.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await boss.waitForURL((url) => url.pathname === `/people/${id}`);
  await run.open(boss, `/people/${id}?tab=rights`);
  const card = boss.locator('aksis-nir');
  run.check(
    'its last characters alone are shown',
    /^•+25$/m.test(await card.innerText()) && !(await boss.content()).includes(NIR.slice(0, 13)),
    await card.innerText(),
  );
  await run.oldFactor(boss, `**/people/${id}/nir`);
  await card.getByRole('button', { name: 'Afficher en entier' }).click();
  const dialog = boss.getByRole('dialog');
  await dialog.getByLabel('À quoi sert-il maintenant ?').fill('Voir');
  await dialog.getByRole('button', { name: 'Afficher' }).click();
  run.check('a purpose of a word is none', await dialog.isVisible());
  await dialog.getByLabel('À quoi sert-il maintenant ?').fill(PURPOSE);
  await run.accessible(boss, 'asking for a number');
  await dialog.getByRole('button', { name: 'Afficher' }).click();
  await boss.locator('#factor-code').fill(await run.code('responsable'));
  await boss.keyboard.press('Enter');
  await card.getByText('2 55 08 14 168 025 38').waitFor();
  run.check('whoever may, sees it whole after a factor and a purpose', true);
  await card.getByRole('button', { name: 'Masquer' }).click();
  run.check('and puts it away', (await card.getByText('2 55 08').count()) === 0);
  const admin = await run.page('admin');
  await run.open(admin, '/administration/roles/supervisor?show=edit');
  await admin.getByRole('checkbox', { name: 'Numéro de sécurité sociale' }).check();
  await admin.getByRole('button', { name: 'Voir ce qui change' }).click();
  await admin.getByRole('button', { name: 'Enregistrer le rôle' }).click();
  await run.news(admin, 'C’est enregistré.');
  await admin.context().close();
  await card.getByRole('button', { name: 'Afficher en entier' }).click();
  await dialog.getByLabel('À quoi sert-il maintenant ?').fill(PURPOSE);
  await dialog.getByRole('button', { name: 'Afficher' }).click();
  await dialog.getByText('Votre rôle ne laisse voir que la fin du numéro').waitFor();
  run.check('a role that masks it since shows it to nobody', true);
  await boss.keyboard.press('Escape');
  await boss.unrouteAll();

  await run.open(adviser, `/people/${id}?tab=rights`);
  await adviser.locator('aksis-nir').getByText('Masqué pour votre rôle').waitFor();
  run.check(
    'an adviser sees that there is one, and no way to it',
    (await adviser.locator('aksis-nir').getByRole('button').count()) === 0,
  );
  await run.open(adviser, `/people/${id}/edit`);
  run.check(
    'nor does the form ask for it',
    (await adviser.getByLabel('Numéro de sécurité sociale').count()) === 0,
  );
  await run.open(adviser, `/people/${id}?tab=accesses`);
  await adviser.getByText(`motif : ${PURPOSE}`).first().waitFor();
  run.check('the purpose stands in the history of accesses', true);
}

async function onPaper(run, { adviser }, id) {
  await run.open(adviser, `/people/${id}?tab=accesses`);
  await adviser
    .getByText(/a consulté le dossier/)
    .first()
    .waitFor();
  await adviser.emulateMedia({ media: 'print' });
  const seen = (selector) => adviser.locator(selector).filter({ visible: true }).count();
  run.check(
    'on paper neither menu nor search nor filter stands',
    (await seen('.rail, .top, .bar, .timeline_types')) === 0,
  );
  run.check(
    'but who read the record',
    (await adviser
      .getByText(/a consulté le dossier/)
      .first()
      .isVisible()) && (await adviser.getByText(`motif : ${PURPOSE}`).first().isVisible()),
  );
  await adviser.emulateMedia({ media: null });
  let printed = 0;
  await adviser.exposeFunction('printed', () => printed++);
  await adviser.evaluate(() => {
    globalThis.print = globalThis.printed;
  });
  await adviser.getByRole('button', { name: 'Autres actions' }).click();
  await adviser.getByRole('menuitem', { name: 'Imprimer' }).click();
  await adviser.waitForFunction(
    () => !document.querySelector('[role=menuitem]')?.checkVisibility(),
  );
  run.check('printing is asked for from the menu', printed === 1, printed);
}

async function relations(run, { boss }, id) {
  await run.open(boss, `/people/${id}?tab=relations`);
  const present = boss.locator('.held');
  const before = await present.count();
  await boss.getByRole('button', { name: 'Confier à…' }).first().click();
  const dialog = boss.getByRole('dialog');
  await dialog
    .getByLabel('Type d’accompagnement')
    .selectOption({ label: 'Instructeur ou instructrice' });
  await dialog.getByLabel('À qui').selectOption({ label: 'Noa Lefèvre' });
  await dialog.getByLabel('Pourquoi').fill('Dossier de formation à instruire');
  await run.accessible(boss, 'entrusting from a record');
  await dialog.getByRole('button', { name: 'Confier' }).click();
  const noa = present.filter({ hasText: 'Instructeur ou instructrice' });
  await noa.getByText('Dossier de formation à instruire').waitFor();
  run.check('somebody is entrusted from the record', (await present.count()) === before + 1);
  await noa.getByRole('button', { name: 'Mettre fin : Noa Lefèvre' }).click();
  await dialog.getByRole('button', { name: 'Mettre fin' }).click();
  run.check('none ends without a reason', await dialog.isVisible());
  await dialog.getByLabel('Pourquoi prend-il fin ?').fill('Formation accordée');
  await dialog.getByRole('button', { name: 'Mettre fin' }).click();
  await run.news(boss, 'Accompagnement terminé.');
  await boss
    .getByText(/Formation accordée/)
    .first()
    .waitFor();
  run.check('what ended stays told, with who ended it', (await present.count()) === before);
}

async function ownData(run, { guard, adviser }, id) {
  const { birth_name: name } = await (
    await adviser.request.get(`${run.url}/api/v1/people/${id}`)
  ).json();
  await run.open(guard, `/people/${id}`);
  await guard.getByRole('button', { name: 'Préparer l’export' }).click();
  await guard.getByRole('button', { name: 'Page à lire' }).waitFor();
  await run.accessible(guard, 'what is held of somebody');
  const page = await saved(guard, () => guard.getByRole('button', { name: 'Page à lire' }).click());
  const file = await saved(guard, () =>
    guard.getByRole('button', { name: 'Fichier JSON' }).click(),
  );
  run.check(
    'no name stands in the name of a file',
    /^donnees-[^.]+\.html$/.test(page.name) && !`${page.name} ${file.name}`.includes(name),
    [page.name, file.name],
  );
  run.check(
    'the page tells what is held, the number too',
    page.text.includes(name) && /^<!doctype html>/i.test(page.text),
  );
  run.check(
    'the file holds what every part keeps',
    JSON.stringify(JSON.parse(file.text)).includes(name) &&
      ['record', 'competences', 'matching'].every((part) => file.text.includes(part)),
    Object.keys(JSON.parse(file.text)),
  );
}

async function restriction(run, { guard, adviser }, id) {
  await run.open(guard, `/people/${id}`);
  await guard.getByRole('button', { name: 'Limiter le traitement' }).click();
  const dialog = guard.getByRole('dialog');
  await dialog.getByLabel('Pourquoi').fill('Adresse contestée');
  await run.accessible(guard, 'restricting');
  await dialog.getByRole('button', { name: 'Limiter le traitement' }).click();
  await run.news(guard, 'Traitement limité.');
  await run.open(adviser, `/people/${id}`);
  await adviser.getByText('Traitement limité').first().waitFor();
  run.check('the record says that it is restricted', true);
  await run.open(adviser, `/people/${id}?tab=matching.matches`);
  await adviser.getByText('Le traitement des données de cette personne est limité').waitFor();
  await run.accessible(adviser, 'no matching for somebody restricted');
  run.check(
    'and no offer is matched; where that comes from is one step away',
    (await adviser.locator('.matching_match').count()) === 0 &&
      (await adviser.getByRole('link', { name: 'Voir ses droits et données' }).count()) === 1,
  );
  await guard.getByRole('button', { name: 'Lever la limitation' }).click();
  await dialog.getByLabel('Pourquoi').fill('Adresse vérifiée');
  await dialog.getByRole('button', { name: 'Lever la limitation' }).click();
  await run.news(guard, 'Limitation levée.');
  await run.open(adviser, `/people/${id}?tab=rights`);
  await adviser.getByText(/Adresse vérifiée/).waitFor();
  run.check('lifted, with why', await adviser.getByText('Aucune limitation').isVisible());
}

async function erasure(run, { guard, adviser }, id) {
  await run.open(guard, `/people/${id}`);
  await run.oldFactor(guard, `**/people/${id}/erase`);
  await guard.getByRole('button', { name: 'Effacer la personne…' }).click();
  await guard.getByLabel(/Fondement/).selectOption({ label: 'Opposition' });
  await guard.getByLabel(/Qui l’a demandé/).fill('Demande écrite reçue');
  await guard.getByLabel(/pour confirmer/).fill('Effacer');
  await guard.getByRole('button', { name: 'Effacer définitivement' }).click();
  await guard.locator('#factor-code').fill(await run.code('dpo'));
  await guard.keyboard.press('Enter');
  await run.news(guard, 'La personne a été effacée.');
  await guard.waitForURL(`${run.url}/`);
  run.check('somebody is erased after a word and a factor', true);
  await run.open(adviser, `/people/${id}`);
  await adviser.getByRole('heading', { name: 'Ce dossier ne vous est pas ouvert' }).waitFor();
  run.check(
    'the record is gone',
    (await adviser.request.get(`${run.url}/api/v1/people/${id}`)).status() >= 403,
  );
  await run.accessible(adviser, 'an erased record');
}

async function retention(run, { guard, adviser }, [old, older]) {
  for (const [id, ended] of [
    [old, '2018-03-31'],
    [older, '2001-03-31'],
  ]) {
    await run.open(adviser, `/people/${id}/edit`);
    await adviser.getByLabel('Inscription le', { exact: true }).fill('2000-01-03');
    await adviser.getByLabel('Fin d’inscription le').fill(ended);
    await adviser.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await adviser.waitForURL((url) => url.pathname === `/people/${id}`);
  }
  await run.open(guard, '/administration/retention');
  await guard.getByRole('button', { name: /Voir ce qui serait/ }).click();
  await guard.getByRole('button', { name: 'Archiver et effacer' }).waitFor();
  const row = guard.locator('aksis-list tbody tr').filter({ hasText: /Demandeurs d.emploi/ });
  run.check(
    'what would be done is counted by category',
    /1\s+0\s+1$/.test((await row.innerText()).trim()),
    await row.innerText(),
  );
  await run.accessible(guard, 'what retention would do');
  await guard.getByRole('button', { name: 'Archiver et effacer' }).click();
  const dialog = guard.getByRole('dialog');
  await dialog
    .getByText('1 dossiers ou parties seront archivés, 1 effacés pour toujours.')
    .waitFor();
  run.check(
    'nothing is done before it is confirmed',
    (await adviser.request.get(`${run.url}/api/v1/people/${older}`)).status() === 200,
  );
  await dialog.getByRole('button', { name: 'Archiver et effacer' }).click();
  await guard.getByText('Ce qui a été fait').waitFor();
  run.check(
    'who is past their time is erased',
    (await adviser.request.get(`${run.url}/api/v1/people/${older}`)).status() >= 403,
  );
  await run.open(adviser, `/people/${old}`);
  await adviser.getByRole('heading', { name: 'Ce dossier ne vous est pas ouvert' }).waitFor();
  await run.open(adviser, '/people?scope=agency');
  const archived = adviser
    .locator('tbody tr')
    .filter({ has: adviser.locator(`a[href="/people/${old}"]`) });
  await archived.first().waitFor();
  run.check(
    'who is past use is closed, and told to be archived',
    /Archivé/i.test(await archived.innerText()),
    await archived.innerText(),
  );
  await guard.getByRole('button', { name: /Voir ce qui serait/ }).click();
  await guard.getByText('Rien n’est arrivé à son terme.').waitFor();
  run.check('and nothing is left to do', (await row.count()) === 0);
}

await consoleTest(async (run) => {
  // What is refused on purpose is said by the browser too.
  run.allow(/status of 40[0349]/);
  const pages = {
    adviser: await run.page('camille'),
    boss: await run.page('responsable'),
    guard: await run.page('dpo'),
  };
  const people = await Promise.all([0, 1, 2].map((at) => person(run, pages.adviser, at)));
  for (const part of [number, onPaper, relations, ownData, restriction])
    await part(run, pages, people[0]);
  await erasure(run, pages, people[0]);
  await retention(run, pages, people.slice(1));
});
