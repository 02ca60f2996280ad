// A passkey by a virtual authenticator: added in the profile, renamed, used to sign in, removed; and an
// invitation accepted with one, down to the recovery codes.
import { execFileSync } from 'node:child_process';

import { consoleTest } from './harness.mjs';

async function authenticator(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

await consoleTest(async (run) => {
  const page = await run.page('camille', { cookies: await run.session('camille') });
  await authenticator(page);
  await run.open(page, '/profile');
  await page.getByRole('button', { name: 'Ajouter une clé d’accès' }).click();
  await page.getByLabel('Nom de cette clé').fill('Clé du test');
  await run.accessible(page, 'adding a passkey');
  await page.keyboard.press('Enter');
  await page.locator('.held').getByText('Clé du test').waitFor();
  await page.getByRole('button', { name: 'Renommer Clé du test' }).click();
  await page.getByLabel('Nom de cette clé').fill('Mon portable');
  await page.keyboard.press('Enter');
  await page.locator('.held').getByText('Mon portable').waitFor();
  run.check('a passkey is added and renamed', true);

  await page.locator('.person_button').click();
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await page.getByRole('button', { name: 'Se connecter avec une clé d’accès' }).click();
  await page.locator('.frame h1').waitFor();
  run.check('it signs in alone', true);

  await run.open(page, '/profile');
  await page.getByRole('button', { name: 'Retirer Mon portable' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Retirer' }).click();
  await page.getByText('Aucune clé d’accès').waitFor();
  run.check('it is removed', true);

  // Somebody new: the link, a password, a passkey, ten codes.
  const { AKSIS_CONSOLE_ASSETS: _, ...environment } = process.env;
  const made = execFileSync(run.demo.binary, ['user', 'add', 'lea', 'Léa Test', '--json'], {
    env: { ...environment, AKSIS_DATA__FOLDER: run.demo.folder },
    encoding: 'utf8',
  });
  const [, token] = /invitation\/([0-9a-f]{64})/.exec(made);
  const fresh = await run.page(undefined, { width: 390 });
  await authenticator(fresh);
  await fresh.goto(`${run.url}/#/invitation/${token}`);
  await fresh.getByRole('heading', { name: 'Bienvenue' }).waitFor();
  run.check('the token leaves the address', !fresh.url().includes(token), fresh.url());
  await run.accessible(fresh, 'invitation');
  run.allow(/status of 400/);
  await fresh.locator('#password').fill('short');
  await fresh.keyboard.press('Enter');
  await fresh.locator('#password-error').waitFor();
  run.check('a weak password is said at its field', true);
  await fresh.locator('#password').fill('neuf bateaux dansent tard');
  await fresh.keyboard.press('Enter');
  await fresh.getByRole('button', { name: /^Clé d’accès/ }).waitFor();
  await run.accessible(fresh, 'choosing a factor');
  await fresh.getByRole('button', { name: /^Clé d’accès/ }).click();
  await fresh.getByRole('button', { name: 'Créer la clé d’accès' }).click();
  await fresh.getByRole('heading', { name: 'Vos codes de secours' }).waitFor();
  await run.accessible(fresh, 'recovery codes');
  run.check('ten codes are shown', (await fresh.locator('.codes li').count()) === 10);
  const go = fresh.getByRole('button', { name: 'Continuer' });
  run.check('they are not left unread', await go.isDisabled());
  await fresh.getByLabel('Je les ai notés').check();
  await go.click();
  await fresh.locator('.frame h1').waitFor();
  run.check('and one is in', true);
});
