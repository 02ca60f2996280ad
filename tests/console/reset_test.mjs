// A lost password and a lost factor: an administrator makes the link, the person opens it, and signs
// in with what they chose; a link that does not serve says what to do.
import { totp } from '../acceptance/program.mjs';
import { consoleTest } from './harness.mjs';

const PASSWORD = 'onze moulins tournent bas';
const CODE_S = 30;

/** The link, made in the console for who has this name. */
async function makeLink(run, admin, name, what) {
  await run.open(admin, '/administration/users');
  await admin.getByRole('link', { name }).first().click();
  await admin.getByRole('button', { name: 'Actions' }).click();
  await admin.getByRole('menuitem', { name: what }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('textbox').fill('Perdu hier, identité vérifiée à l’accueil');
  await dialog.getByRole('button', { name: 'Obtenir le lien' }).click();
  const link = admin.locator('#shown-once');
  const code = admin.locator('#factor-code');
  await link.or(code).first().waitFor();
  if (await code.isVisible()) {
    await code.fill(await run.code('admin'));
    await admin.keyboard.press('Enter');
  }
  await link.waitFor();
  const made = await link.inputValue();
  await admin.getByRole('button', { name: 'C’est fait' }).click();
  return made;
}

async function enter(page, login, password, code) {
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('#factor-code').fill(code);
  await page.keyboard.press('Enter');
  await page.locator('.frame h1').waitFor();
}

/** A link that does not serve, opened and filled in. */
async function refused(run, link, heading, what) {
  const page = await run.page(undefined, { width: 390 });
  await page.goto(link);
  await page.getByRole('heading', { name: heading }).waitFor();
  await page.locator('#password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  const alert = page.getByRole('alert').filter({ hasText: /\S/ });
  await alert.waitFor();
  const words = await alert.innerText();
  run.check(
    `${what} says why and what to do`,
    /ne sert plus/.test(words) && /Demandez-en un autre/.test(words),
    words,
  );
  await run.accessible(page, what);
  await page.getByRole('button', { name: 'Aller à la connexion' }).click();
  await page.locator('#login').waitFor();
  run.check(`${what}: signing in is one press away`, true);
  await page.context().close();
}

await consoleTest(async (run) => {
  run.allow(/status of 40[03]/);
  const admin = await run.page('admin');
  await run.open(admin, '/');

  // Lost password: of two links the newer one serves, once.
  const older = await makeLink(run, admin, /^Noa/, 'Mot de passe perdu');
  const link = await makeLink(run, admin, /^Noa/, 'Mot de passe perdu');
  run.check('the link leads here', link.startsWith(`${run.url}/#/password_reset/`), link);
  await refused(run, older, 'Nouveau mot de passe', 'a link before the last');
  const page = await run.page(undefined, { width: 390 });
  await page.goto(link);
  await page.getByRole('heading', { name: 'Nouveau mot de passe' }).waitFor();
  run.check('the token leaves the address', !/[0-9a-f]{64}/.test(page.url()), page.url());
  await run.accessible(page, 'a new password');
  await page.locator('#password').fill('motdepasse');
  await page.keyboard.press('Enter');
  await page.locator('#password-error').waitFor();
  run.check('a weak password is said at its field', true);
  await page.locator('#password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByText('Votre mot de passe est changé').waitFor();
  await page.locator('#login').fill('noa');
  await page.locator('#password').fill(run.account('noa').password);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
  run.check('the password before does not serve any more', true);
  await enter(page, 'noa', PASSWORD, await run.code('noa'));
  run.check('the new one signs in', true);
  await refused(run, link, 'Nouveau mot de passe', 'a used link');
  await refused(
    run,
    `${run.url}/#/factor_reset/${'0'.repeat(64)}`,
    'Remplacer votre second facteur',
    'a link nobody made',
  );

  // Lost factor: the present password, a new app, new recovery codes; the app before serves no more.
  const lost = await makeLink(run, admin, /^Noa/, 'Second facteur perdu');
  const fresh = await run.page(undefined, { width: 390 });
  await fresh.goto(lost);
  await fresh.getByRole('heading', { name: 'Remplacer votre second facteur' }).waitFor();
  await fresh.locator('#password').fill('somebody else’s password');
  await fresh.keyboard.press('Enter');
  await fresh
    .getByRole('alert')
    .filter({ hasText: /\S/ })
    .or(fresh.locator('#password-error'))
    .first()
    .waitFor();
  run.check('a found link alone replaces nothing', await fresh.locator('#password').isVisible());
  await fresh.locator('#password').fill(PASSWORD);
  await fresh.keyboard.press('Enter');
  await fresh.getByRole('button', { name: /Application d’authentification/ }).click();
  const secret = await fresh.locator('[data-secret]').getAttribute('data-secret');
  await fresh.locator('#first-code').fill(totp(secret, CODE_S));
  await fresh.keyboard.press('Enter');
  await fresh.locator('.codes li').first().waitFor();
  await fresh.getByLabel('Je les ai notés').check();
  await fresh.getByRole('button', { name: 'Continuer' }).click();
  await fresh.locator('.frame h1').waitFor();
  run.check('one is in with the new factor', true);
  await page.reload();
  await page.locator('#login').waitFor();
  run.check('sessions with the factor before ended', true);
  await page.locator('#login').fill('noa');
  await page.locator('#password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('#factor-code').fill(await run.code('noa'));
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
  run.check('a code of the app before is refused', true);
  await page.locator('#factor-code').fill(totp(secret));
  await page.keyboard.press('Enter');
  await page.locator('.frame h1').waitFor();
  run.check('a code of the new one signs in', true);
});
