// What happens to somebody's page when their session ended, and before something sensitive.
import { consoleTest } from './harness.mjs';

/** Nobody is at the screen any more: it covers itself, and the session is over. */
async function unattended(run) {
  const page = await run.page('responsable', { cookies: await run.session('responsable') });
  await page.clock.install();
  await run.open(page, '/people');
  await page.locator('tbody tr').first().waitFor();
  const window = page.getByRole('dialog', { name: 'Reconnectez-vous' });
  for (let minutes = 0; minutes < 28; minutes += 14) {
    await page.clock.fastForward('13:40');
    const asked = page.waitForResponse('**/api/v1/session');
    await page.keyboard.press('Shift');
    await page.clock.fastForward('00:20');
    run.check('who is there is kept signed in', (await asked).ok() && !(await window.isVisible()));
  }
  const ended = page.waitForResponse((one) => one.request().method() === 'DELETE');
  await page.clock.fastForward('15:20');
  await ended;
  await window.waitFor();
  await run.accessible(page, 'an unattended screen');
  run.check(
    'nothing of the page is seen behind the window',
    await window.evaluate((it) =>
      /^rgb\(/.test(getComputedStyle(it, '::backdrop').backgroundColor),
    ),
    await window.evaluate((it) => getComputedStyle(it, '::backdrop').backgroundColor),
  );
  run.check(
    'and the session is over',
    (await page.request.get(`${run.url}/api/v1/session`)).status() === 401,
  );
  await page.keyboard.press('Escape');
  run.check('it cannot be put away', await window.isVisible());
  await window.locator('#password').fill(run.account('responsable').password);
  await page.keyboard.press('Enter');
  await window.locator('#factor-code').fill(await run.code('responsable'));
  await page.keyboard.press('Enter');
  await window.waitFor({ state: 'detached' });
  run.check('the page is there again', await page.locator('tbody tr').first().isVisible());
  await page.context().close();
}

const NEW_PASSWORD = 'sept wagons dorment debout';

await consoleTest(async (run) => {
  // An expired session: the window above the page, and what was typed is sent after it.
  const page = await run.page('camille', { cookies: await run.session('camille') });
  await run.open(page, '/profile');
  await page.getByRole('button', { name: 'Changer de mot de passe' }).click();
  await page.locator('#old-password').fill(run.account('camille').password);
  await page.locator('#new-password').fill(NEW_PASSWORD);
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Changer de mot de passe' }).click();
  const again = page.getByRole('dialog', { name: 'Reconnectez-vous' });
  await again.waitFor();
  await run.accessible(page, 'signing in again');
  run.check(
    'what is typed is kept below',
    (await page.locator('#new-password').inputValue()) === NEW_PASSWORD,
  );
  run.check('the login is known', (await again.locator('#login').inputValue()) === 'camille');
  await again.locator('#password').fill(run.account('camille').password);
  await page.keyboard.press('Enter');
  await again.locator('#factor-code').fill(await run.code('camille'));
  await page.keyboard.press('Enter');
  await page.getByText('Votre mot de passe est changé').first().waitFor();
  run.check('the request is sent after it', (await page.locator('#new-password').count()) === 0);

  // A wrong password is no ended session.
  await page.getByRole('button', { name: 'Changer de mot de passe' }).click();
  await page.locator('#old-password').fill('not this one, surely');
  await page.locator('#new-password').fill('huit lampes chantent fort');
  await page.getByRole('button', { name: 'Changer de mot de passe' }).click();
  await page.locator('aksis-profile-password [role="alert"]').waitFor();
  run.check(
    'a wrong password is said in place',
    (await page.locator('dialog[open]').count()) === 0,
  );

  // A factor that was shown long ago: the server says so, once, and the window asks.
  const other = await run.page('noa', { width: 390 });
  await run.open(other, '/profile');
  const asks = await run.oldFactor(other, '**/api/v1/session/factors/totp');
  run.allow(/status of 403/);
  await other.getByRole('button', { name: 'Ajouter une application' }).click();
  const asked = other.getByRole('dialog', { name: 'Confirmez que c’est vous' });
  await asked.waitFor();
  await run.accessible(other, 'showing a factor again');
  await asked.locator('#factor-code').fill(await run.code('noa'));
  await other.keyboard.press('Enter');
  await other.getByRole('heading', { name: 'Scannez ce code' }).waitFor();
  run.check('and the same is asked again after it', asks() === 2, asks());
  const secret = await other.locator('[data-secret]').getAttribute('data-secret');
  run.check(
    'the QR code is drawn',
    (await other.locator('svg.qr path').count()) === 1 && secret.length >= 32,
  );
  await run.accessible(other, 'adding an app');

  await run.everywhere('responsable', '/profile', 'profile');

  await unattended(run);
});
