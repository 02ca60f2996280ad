// The first start: an empty server, the link with its token, the first administrator down to the
// recovery codes, and signing in with one of them.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { totp } from '../acceptance/program.mjs';
import { consoleTest } from './harness.mjs';

const PASSWORD = 'quatre girafes lisent tard';

async function emptyServer(binary) {
  const folder = mkdtempSync(join(tmpdir(), 'aksis-first-start-'));
  const assets = process.env.AKSIS_CONSOLE_ASSETS;
  const child = spawn(binary, ['serve', '--create', ...(assets ? ['--assets', assets] : [])], {
    env: { ...process.env, AKSIS_DATA__FOLDER: folder, AKSIS_SERVER__PORT: '0' },
  });
  let log = '';
  const found = await new Promise((done, failed) => {
    const read = (bytes) => {
      log += bytes;
      const line = /^ready http:\/\/127\.0\.0\.1:(\d+) setup=([0-9a-f]{64})/m.exec(log);
      if (line) done(line);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => failed(new Error(log)));
  });
  const end = () =>
    new Promise((done) => {
      child.once('exit', () => {
        rmSync(folder, { recursive: true, force: true });
        done();
      });
      child.kill('SIGTERM');
    });
  return { url: `http://localhost:${found[1]}`, token: found[2], end };
}

await consoleTest(async (run) => {
  const server = await emptyServer(run.demo.binary);
  try {
    const page = await run.page(undefined, { width: 390 });
    await page.goto(server.url);
    await page.getByText('Personne n’a encore de compte').waitFor();
    await run.accessible(page, 'nobody has an account');
    await page.goto(`${server.url}/#/setup/${server.token}`);
    await page.getByRole('heading', { name: 'Premier compte d’administration' }).waitFor();
    await run.accessible(page, 'first administrator');
    await page.locator('#name').fill('Alix Moreau');
    await page.locator('#login').fill('alix');
    await page.locator('#password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Application d’authentification/ }).click();
    const secret = await page.locator('[data-secret]').getAttribute('data-secret');
    await page.locator('#first-code').fill(totp(secret));
    await page.keyboard.press('Enter');
    await page.locator('.codes li').first().waitFor();
    const code = await page.locator('.codes li').first().textContent();
    await page.getByLabel('Je les ai notés').check();
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.locator('.frame h1').waitFor();
    run.check('the first administrator is in', true);

    await page.locator('.person_button').click();
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.locator('#login').fill('alix');
    await page.locator('#password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Utiliser un code de secours' }).click();
    await page.locator('#recovery-code').fill(code);
    await page.keyboard.press('Enter');
    await page.locator('.frame h1').waitFor();
    run.check('a recovery code signs in', true);

    run.allow(/status of 40/);
    const late = await run.page(undefined);
    await late.goto(`${server.url}/#/setup/${server.token}`);
    await late.locator('#name').fill('Somebody else');
    await late.locator('#login').fill('other');
    await late.locator('#password').fill(PASSWORD);
    await late.keyboard.press('Enter');
    await late.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    run.check('a spent link is refused in words', true);
  } finally {
    await server.end();
  }
});
