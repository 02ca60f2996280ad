// Signing in through a provider of identity (OpenID Connect): a certified one from npm over TLS, the
// program that trusts its certificate, and whoever goes there by the button and comes back.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { kClient, startProvider } from '../oidc/provider.mjs';
import { consoleTest } from './harness.mjs';

const folder = mkdtempSync(join(tmpdir(), 'aksis-provider-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const at = (name) => join(folder, name);
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';
const WITH = 'Se connecter avec Identité du test';

execFileSync(
  'openssl',
  [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=127.0.0.1',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
    '-keyout',
    at('key.pem'),
    '-out',
    at('certificate.pem'),
  ],
  { stdio: 'ignore' },
);

// The program asks for https and trusts the authorities of the system: its own view of them, in which
// the provider's certificate is the only one, is a mount of this process alone.
const through = [
  'unshare',
  '--map-root-user',
  '--mount',
  'sh',
  '-c',
  'mount --bind "$0" "$1" && shift && exec "$@"',
  at('certificate.pem'),
  AUTHORITIES,
];
try {
  execFileSync(through[0], [...through.slice(1), 'true'], { stdio: 'ignore' });
} catch {
  console.error('skipped: this system gives no process its own view of /etc/ssl');
  process.exit(77);
}

let provider;

async function settings(url) {
  const ours = { redirect_uri: `${url}/signed-in`, post_logout_redirect_uri: `${url}/` };
  provider = await startProvider({
    algorithm: 'ES256',
    ours,
    tls: { key: readFileSync(at('key.pem')), cert: readFileSync(at('certificate.pem')) },
  });
  writeFileSync(at('provider.secret'), kClient.client_secret, { mode: 0o400 });
  const table = (name, label, issuer) => `[${name}]
label = "${label}"
issuer = "${issuer}"
client_id = "${kClient.client_id}"
client_secret_file = "provider.secret"
redirect_uri = "${ours.redirect_uri}"
post_logout_redirect_uri = "${ours.post_logout_redirect_uri}"
`;
  // The second one's door is closed: no program listens there.
  writeFileSync(
    at('providers.toml'),
    table('test', 'Identité du test', provider.issuer) +
      table('closed', 'Service fermé', 'https://127.0.0.1:9'),
  );
  return { AKSIS_ACCESS__IDENTITY_PROVIDERS_FILE: at('providers.toml') };
}

const alarm = (page) => page.getByRole('alert').filter({ hasText: /\S/ });

/** From the button to the provider's page. */
async function leave(page) {
  await page.getByRole('button', { name: WITH }).click();
  await page.waitForURL((url) => url.origin === provider.issuer);
}

/** The provider's own pages, down to coming back. */
async function agree(page, subject) {
  await page.locator('input[name=login]').fill(subject);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.locator('form:has(input[name=prompt][value=consent]) button[type=submit]').click();
  await page.waitForURL((url) => url.hostname === 'localhost');
}

async function refusals(run) {
  const page = await run.page(undefined, { width: 390, certificates: false });
  await run.open(page, '/');
  await page.getByRole('button', { name: WITH }).waitFor();
  await run.accessible(page, 'signing in with providers');
  await page.getByRole('button', { name: 'Se connecter avec Service fermé' }).click();
  await alarm(page).filter({ hasText: 'connectez-vous avec un mot de passe' }).waitFor();
  run.check(
    'a provider that is away leaves the password',
    await page.locator('#password').isVisible(),
  );

  await leave(page);
  await agree(page, 'nobody-here');
  await alarm(page).filter({ hasText: 'Aucun compte' }).waitFor();
  run.check('an identity without account is told what to do', true);
  run.check(
    'the answer has left the address',
    new URL(page.url()).pathname === '/' && !new URL(page.url()).search,
    page.url(),
  );
  run.check('and the password serves as before', await page.locator('#login').isEditable());
  await run.accessible(page, 'refused by a provider');

  await page.context().clearCookies();
  await leave(page);
  await page.getByText(/cancel/i).click();
  await page.waitForURL((url) => url.hostname === 'localhost');
  await alarm(page).filter({ hasText: 'recommencez' }).waitFor();
  run.check(
    'going back at the provider is no dead end',
    await page.getByRole('button', { name: WITH }).isVisible(),
  );

  for (const [what, query] of [
    ['an answer nobody asked for', '?code=a&state=b'],
    ['no answer at all', ''],
    ['an answer that is none', `?code=a&state=b&error=${'x'.repeat(300)}`],
  ]) {
    await page.goto(`${run.url}/signed-in${query}`);
    await page.locator('#login').waitFor();
    const words = await alarm(page)
      .first()
      .innerText({ timeout: 5000 })
      .catch(() => '');
    run.check(`${what} is refused in words`, /recommencez/.test(words), words);
  }
  await page.context().close();
}

async function link(run) {
  const admin = await run.page('admin', { certificates: false });
  await run.open(admin, '/administration/users');
  await admin
    .getByRole('link', { name: /^Camille/ })
    .first()
    .click();
  await admin.getByRole('button', { name: 'Rattacher une identité' }).click();
  await admin.getByLabel('Service d’identité').fill('test');
  await admin.getByLabel('Identifiant chez ce service').fill('camille-there');
  await admin.getByRole('dialog').getByRole('button', { name: 'Rattacher une identité' }).click();
  const code = admin.locator('#factor-code');
  const linked = admin.getByText('L’identité est rattachée.').first();
  await code.or(linked).first().waitFor();
  if (await code.isVisible()) {
    await code.fill(await run.code('admin'));
    await admin.keyboard.press('Enter');
  }
  await linked.waitFor();
  await admin.getByText('camille-there').waitFor();
  run.check('an administrator links an identity', true);
  return admin;
}

/** From one's profile, by oneself, to the provider and back. */
async function linkOwn(run, taken) {
  const page = await run.page('noa', { width: 390, certificates: false });
  const offer = page.getByRole('button', { name: 'Rattacher Identité du test' });
  await run.open(page, '/profile');
  await offer.waitFor();
  await run.accessible(page, 'a profile with providers');
  await page.getByRole('button', { name: 'Rattacher Service fermé' }).click();
  await page.locator('.toast.bad').waitFor();
  run.check('a provider that is away is said to be', await offer.isEnabled());

  const there = async () => {
    await offer.click();
    await page.waitForURL((url) => url.origin === provider.issuer);
  };
  const back = async (words) => {
    await page.getByRole('heading', { level: 1, name: 'Mon profil' }).waitFor();
    await page.locator('.toast').filter({ hasText: words }).waitFor();
    run.check(
      `back on the profile, signed in: ${words}`,
      new URL(page.url()).pathname === '/profile' &&
        !new URL(page.url()).search &&
        (await page.locator('.person_button').isVisible()),
      page.url(),
    );
    await offer.waitFor();
  };
  await there();
  await agree(page, taken);
  await back('déjà');
  await page.context().clearCookies({ domain: new URL(provider.issuer).hostname });
  await there();
  await page.getByText(/cancel/i).click();
  await back('recommencez');
  await page.context().clearCookies({ domain: new URL(provider.issuer).hostname });
  await there();
  await agree(page, 'noa-there');
  await back('vous pouvez vous connecter par Identité du test');

  const fresh = await run.page(undefined, { certificates: false });
  await run.open(fresh, '/');
  await leave(fresh);
  await agree(fresh, 'noa-there');
  await fresh.locator('#factor-code').fill(await run.code('noa'));
  await fresh.keyboard.press('Enter');
  await fresh.locator('.frame h1').waitFor();
  run.check(
    'who linked an identity signs in by it',
    (await fresh.evaluate(
      async () => (await (await fetch('/api/v1/session')).json()).account.login,
    )) === 'noa',
  );

  await page.getByText('noa-there').waitFor();
  await page.getByRole('button', { name: 'Défaire le rattachement à Identité du test' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Défaire' }).click();
  await page.getByText('noa-there').waitFor({ state: 'detached' });
  run.check('and undoes the link by oneself', await offer.isVisible());
}

await consoleTest(
  async (run) => {
    // What is refused on purpose is said by the browser too; the provider's page asks for fonts.
    run.allow(/status of (40[01349]|50[34])/, /fonts\.g/, /net::ERR/);
    try {
      await refusals(run);
      const admin = await link(run);
      await linkOwn(run, 'camille-there');
      const page = await run.page(undefined, { certificates: false });
      await run.open(page, '/people?sort=name');
      await leave(page);
      await agree(page, 'camille-there');
      await page.locator('#factor-code').waitFor();
      run.check('our second factor is asked, as the provider showed none', true);
      await run.accessible(page, 'back from a provider');
      await page.locator('#factor-code').fill(await run.code('camille'));
      await page.keyboard.press('Enter');
      await page.locator('.frame h1').waitFor();
      run.check(
        'and the linked account is in',
        (await page.evaluate(
          async () => (await (await fetch('/api/v1/session')).json()).account.login,
        )) === 'camille',
      );
      run.check(
        'nothing of the answer is in the address',
        !/code=|state=/.test(page.url()),
        page.url(),
      );
      await page.getByRole('heading', { level: 1, name: 'Personnes accompagnées' }).waitFor();
      run.check(
        'one arrives where one wanted to go',
        new URL(page.url()).pathname === '/people',
        page.url(),
      );

      await page.locator('.person_button').click();
      await page.getByRole('button', { name: 'Se déconnecter' }).click();
      await page.waitForURL((url) => url.origin === provider.issuer);
      run.check(
        'signing out here goes on to sign out there',
        new URL(page.url()).searchParams.has('id_token_hint'),
      );
      await page.locator('button[value=yes]').click();
      await page.waitForURL((url) => url.hostname === 'localhost');
      run.check('and comes back to the sign-in', await page.locator('#login').isEditable());

      await admin.reload();
      await admin
        .getByText(/utilisée/)
        .first()
        .waitFor();
      await admin.getByRole('button', { name: /^Défaire le rattachement/ }).click();
      await admin
        .getByRole('dialog')
        .getByRole('button', { name: 'Défaire le rattachement' })
        .click();
      await admin.getByText('Aucune identité extérieure n’est rattachée.').waitFor();
      const late = await run.page(undefined, { certificates: false });
      await run.open(late, '/');
      await leave(late);
      await agree(late, 'camille-there');
      await alarm(late).filter({ hasText: 'Aucun compte' }).waitFor();
      run.check('a link that is undone opens nothing', true);
    } finally {
      provider.close();
    }
  },
  settings,
  through,
);
