// Passkeys made and used by a real browser: Debian's Chromium with virtual authenticators, a page on
// loopback, and the server's operations behind it. What the browser sends is what is verified.
import { createServer } from 'node:http';

import { chromium } from 'playwright-core';

import { Checks, Conversation } from './conversation.mjs';

const [program] = process.argv.slice(2);
const checks = new Checks();

const kPage = `<!doctype html><meta charset="utf-8"><title>passkeys</title><script>
async function call(operation, input, session = "", cookie = "") {
  const answer = await fetch("/call", {
    method: "POST", body: JSON.stringify({ operation, input, session, cookie }),
  });
  return answer.json();
}
async function enrol(session, change = {}) {
  const options = await call("passkeys.options", {}, session);
  if (!options.ok) return options;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON({ ...options.body, ...change });
  const made = await navigator.credentials.create({ publicKey });
  const input = { name: "made by a browser", credential: made.toJSON() };
  return { ...(await call("passkeys.register", input, session)), input };
}
async function use(session) {
  const options = await call("session.passkey_options", {}, session);
  if (!options.ok) return options;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.body);
  const shown = await navigator.credentials.get({ publicKey });
  const input = { credential: shown.toJSON() };
  const answer = await call("session.passkey_verify", input, session, options.cookie);
  return { ...answer, input, cookie: options.cookie };
}
</script>`;

const server = createServer();
await new Promise((done) => server.listen(0, 'localhost', done));
const { port } = server.address();
const conversation = new Conversation(program);
server.on('request', async (request, answer) => {
  if (request.method !== 'POST') {
    answer.writeHead(200, { 'content-type': 'text/html' });
    answer.end(kPage);
    return;
  }
  let body = '';
  for await (const part of request) body += part;
  answer.writeHead(200, { 'content-type': 'application/json' });
  answer.end(JSON.stringify(await conversation.say(JSON.parse(body))));
});
const begun = await conversation.say({ origin: `http://localhost:${port}` });
checks.check('the configuration is taken', begun.ok, begun);

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--headless=new', '--disable-gpu', '--disable-dev-shm-usage'],
});
const page = await browser.newPage();
const cdp = await page.context().newCDPSession(page);
await cdp.send('WebAuthn.enable');

async function authenticator(options = {}) {
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      ...options,
    },
  });
  return {
    id: authenticatorId,
    credentials: () => cdp.send('WebAuthn.getCredentials', { authenticatorId }),
    put: (credential) => cdp.send('WebAuthn.addCredential', { authenticatorId, credential }),
    drop: (credentialId) =>
      cdp.send('WebAuthn.removeCredential', { authenticatorId, credentialId }),
    verifies: (isUserVerified) =>
      cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    end: () => cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }),
  };
}
const session = (name, account, more) => conversation.say({ make_session: name, account, ...more });
const full = { full: true, may_enrol: true };
const enrol = (name, change) => page.evaluate(([n, c]) => enrol(n, c), [name, change]);
const use = (name = '') => page.evaluate((n) => use(n), name);

await page.goto(`http://localhost:${port}/`);

// Each kind of authenticator and attestation: enrol, second factor, signing in alone.
for (const [index, [what, options, change]] of Object.entries([
  ["the platform's", {}, {}],
  ["a security key's", { transport: 'usb' }, {}],
  ['a synced one', { defaultBackupEligibility: true, defaultBackupState: true }, {}],
  ['one that attests its model', { transport: 'usb' }, { attestation: 'direct' }],
])) {
  const device = await authenticator(options);
  const account = `account-${index}`;
  await session(`full-${index}`, account, full);
  await session(`half-${index}`, account, {});
  const made = await enrol(`full-${index}`, change);
  checks.check(`${what} passkey is made`, made.ok, made);
  checks.check(
    `${what} says whether it is copied`,
    made.body?.backed_up === Boolean(options.defaultBackupState),
    made,
  );
  const object = made.input.credential.response.attestationObject;
  const format = change.attestation ? 'packed' : 'none';
  checks.check(
    `${what} attestation is ${format}`,
    Buffer.from(object, 'base64url').includes(format),
  );
  const second = await use(`half-${index}`);
  checks.check(`${what} is a second factor`, second.ok && second.body.full, second);
  const alone = await use();
  checks.check(`${what} signs in alone`, alone.ok && alone.body.account === account, alone);

  // The same bytes again, and those of a registration again.
  const { ok: replayed } = await conversation.call('session.passkey_verify', alone.input, {
    cookie: alone.cookie,
  });
  checks.check(`${what} answer serves once`, !replayed);
  const again = await conversation.call('passkeys.register', made.input, {
    session: `full-${index}`,
  });
  checks.check(`${what} registration serves once`, !again.ok, again);

  // It is offered to nobody else, and the browser refuses to make it twice.
  const twice = await enrol(`full-${index}`).catch((error) => String(error));
  checks.check(`${what} is made once`, /InvalidStateError/.test(twice), twice);
  await device.end();
}

// A copy: the credential is put back with the counter it had at first.
{
  const device = await authenticator();
  await session('copied', 'account-copied', full);
  await enrol('copied');
  const [first] = (await device.credentials()).credentials;
  for (let round = 0; round < 3; round += 1) checks.check('the owner signs in', (await use()).ok);
  await device.drop(first.credentialId);
  await device.put(first);
  await conversation.log();
  const copy = await use();
  checks.check('a copy does not', !copy.ok && copy.code === 2, copy);
  checks.check('and the journal says why', (await conversation.log()).includes('went back'));
  const list = await conversation.call('passkeys.list', {}, { session: 'copied' });
  checks.check('its owner sees it', Boolean(list.body.passkeys[0].suspected_at), list);
  await device.end();
}

// Each algorithm we list, where the authenticator has it.
for (const alg of [-7, -257, -8]) {
  const device = await authenticator();
  await session(`alg${alg}`, `account-alg${alg}`, full);
  const made = await enrol(`alg${alg}`, { pubKeyCredParams: [{ type: 'public-key', alg }] }).catch(
    (error) => ({ absent: /NotSupportedError/.test(String(error)), error: String(error) }),
  );
  console.log(`algorithm ${alg}: ${made.ok ? 'made' : made.error || made.message}`);
  checks.check(`algorithm ${alg} is taken where it exists`, made.ok || made.absent, made);
  if (made.ok) checks.check(`algorithm ${alg} signs in`, (await use()).ok);
  await device.end();
}

// Nobody verified: a page that asks for less than the server does is refused by the server.
{
  const device = await authenticator({ hasUserVerification: false, isUserVerified: false });
  await session('unverified', 'account-unverified', full);
  const made = await enrol('unverified', {
    authenticatorSelection: { userVerification: 'discouraged' },
  });
  checks.check(
    'a passkey without verification is refused',
    !made.ok && made.message.includes('verify'),
    made,
  );
  await device.end();
}

// Another origin, though the same domain and the same passkeys: another port.
{
  const device = await authenticator();
  await session('elsewhere', 'account-elsewhere', full);
  const other = createServer(server.listeners('request')[0]);
  await new Promise((done) => other.listen(0, 'localhost', done));
  await page.goto(`http://localhost:${other.address().port}/`);
  const made = await enrol('elsewhere');
  checks.check(
    'a page of another origin enrols nothing',
    !made.ok && made.message.includes('origin'),
    made,
  );
  await device.end();
  other.close();
}

await browser.close();
await conversation.end();
server.close();
checks.end();
