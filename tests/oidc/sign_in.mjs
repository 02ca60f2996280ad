// Whole sign-ins through a certified provider: each algorithm we take, secrets both ways, userinfo
// plain and signed, levels of assurance, links, the end of the session.
import { Checks, Conversation } from './conversation.mjs';
import { kClient, startProvider, walk } from './provider.mjs';

const [program] = process.argv.slice(2);
const checks = new Checks();

async function withProvider(options, settings, body) {
  const provider = await startProvider(options);
  const server = new Conversation(program);
  const begun = await server.say({
    providers: [
      {
        name: 'one',
        issuer: provider.issuer,
        allow_loopback_http: true,
        scopes: ['openid', 'email'],
        ...kClient,
        ...settings,
      },
    ],
  });
  checks.check('the configuration is taken', begun.ok, begun);
  try {
    await body(server, provider);
  } finally {
    await server.end();
    provider.close();
  }
}

async function signIn(server, login, { link = false, session = '' } = {}) {
  const start = await server.call('session.oidc_start', { provider: 'one', link }, { session });
  if (!start.ok) return start;
  const back = await walk(start.body.url, login);
  return server.call('session.oidc_return', back, { session, cookie: start.cookie });
}

const linkTo = (server, account, subject) =>
  server.call('oidc_links.create', { account, provider: 'one', subject });

for (const algorithm of ['ES256', 'RS256', 'PS256'])
  for (const userinfo of ['json', 'jwt'])
    await withProvider(
      { algorithm, userinfo, inForm: userinfo === 'jwt' },
      userinfo === 'jwt' ? { proconnect: true, acr_values: [] } : { userinfo: true },
      async (server) => {
        const what = `${algorithm}, userinfo ${userinfo}`;
        const stranger = await signIn(server, 'ana');
        checks.check(`${what}: without a link nobody enters`, stranger.code === 3, stranger);
        checks.check(`${what}: a link is made`, (await linkTo(server, 'account-ana', 'ana')).ok);
        const again = await linkTo(server, 'account-bob', 'ana');
        checks.check(`${what}: an identity opens one account`, !again.ok, again);
        const ana = await signIn(server, 'ana');
        checks.check(`${what}: with it she does`, ana.body?.account === 'account-ana', ana);
        checks.check(`${what}: our second factor is asked`, ana.body?.full === false, ana);
        checks.check(`${what}: bob does not`, (await signIn(server, 'bob')).code === 3);
        const out = await fetch(ana.body.logout_url, { redirect: 'manual' });
        const page = await out.text();
        checks.check(
          `${what}: the provider knows how to end it`,
          out.status === 200 && page.includes('logout'),
          out.status,
        );
      },
    );

// A second factor at the provider counts when the configuration says so.
for (const [settings, full] of [
  [{ second_factor_acr: ['eidas2'], acr_values: ['eidas2'] }, true],
  [{ second_factor_acr: ['eidas2'], acr_values: ['eidas2'], acr_essential: true }, true],
  [{ second_factor_acr: ['eidas3'], acr_values: ['eidas2'] }, false],
  [{ second_factor_amr: ['mfa'] }, true],
  [{ second_factor_amr: ['mfa'], amr_required: ['pwd', 'mfa'] }, true],
  [{ second_factor_amr: ['hwk'] }, false],
  [{}, false],
])
  await withProvider(
    { algorithm: 'ES256', acr: 'eidas2', amr: ['pwd', 'mfa'] },
    settings,
    async (server) => {
      await linkTo(server, 'account-ana', 'ana');
      const ana = await signIn(server, 'ana');
      checks.check(`${JSON.stringify(settings)} makes full: ${full}`, ana.body?.full === full, ana);
    },
  );
await withProvider(
  { algorithm: 'ES256', acr: 'eidas1' },
  { acr_required: ['eidas2'], acr_values: ['eidas2', 'eidas1'] },
  async (server) => {
    await linkTo(server, 'account-ana', 'ana');
    const ana = await signIn(server, 'ana');
    checks.check('a level below the one required is refused', ana.code === 2, ana);
    checks.check('and the journal says why', (await server.log()).includes('acr_required'));
  },
);
await withProvider({ algorithm: 'ES256' }, { max_age_s: 300 }, async (server) => {
  await linkTo(server, 'account-ana', 'ana');
  const ana = await signIn(server, 'ana');
  checks.check('a fresh sign-in satisfies max_age', ana.ok, ana);
});

// An invited account links itself, a full session keeps what it is.
await withProvider({ algorithm: 'ES256' }, {}, async (server) => {
  await server.say({ make_session: 'invited', account: 'account-new', may_enrol: true });
  await server.say({ make_session: 'half', account: 'account-half' });
  await server.say({ make_session: 'full', account: 'account-full', full: true, may_enrol: true });
  const half = await signIn(server, 'half', { link: true, session: 'half' });
  checks.check('a half session of an account with factors links nothing', half.code === 3, half);
  const none = await signIn(server, 'none', { link: true });
  checks.check('nobody links nothing', none.code === 2, none);
  const invited = await signIn(server, 'new', { link: true, session: 'invited' });
  checks.check('an invited account links itself', invited.body?.account === 'account-new', invited);
  const full = await signIn(server, 'full', { link: true, session: 'full' });
  checks.check('a full session links and stays', full.body?.linked === true, full);
  const taken = await signIn(server, 'new', { link: true, session: 'full' });
  checks.check("somebody else's identity cannot be linked", taken.code === 5, taken);
  const later = await signIn(server, 'full');
  checks.check('the link opens the account', later.body?.account === 'account-full', later);

  // The way back serves once, in the browser that began, with the code it got.
  const start = await server.call('session.oidc_start', { provider: 'one' });
  const back = await walk(start.body.url, 'full');
  const elsewhere = await server.call('session.oidc_return', back, { cookie: 'another' });
  checks.check('another browser does not return', elsewhere.code === 2, elsewhere);
  const spent = await server.call('session.oidc_return', back, { cookie: start.cookie });
  checks.check('a state serves once', spent.code === 2, spent);
  const second = await server.call('session.oidc_start', { provider: 'one' });
  const swapped = { ...(await walk(second.body.url, 'full')), code: back.code };
  const injected = await server.call('session.oidc_return', swapped, { cookie: second.cookie });
  checks.check('a code of another sign-in is refused', injected.code === 2, injected);
  const third = await server.call('session.oidc_start', { provider: 'one' });
  const state = new URL(third.body.url).searchParams.get('state');
  const denied = await server.call(
    'session.oidc_return',
    { state, error: 'access_denied' },
    { cookie: third.cookie },
  );
  checks.check('a refusal at the provider is one here', denied.code === 2, denied);
});

checks.end();
