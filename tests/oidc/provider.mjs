// A certified provider (npm oidc-provider) on loopback, with its own development pages for signing
// in, one client, and levels of assurance as a test asks.
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { generateKeyPairSync } from 'node:crypto';

import Provider from 'oidc-provider';

// It warns of being a development server, which it is.
console.info = () => {};
console.warn = () => {};

export const kClient = {
  client_id: 'aksis',
  client_secret: 'a secret with: signs & spaces',
  redirect_uri: 'http://127.0.0.1:1/sign-in/return',
  post_logout_redirect_uri: 'http://127.0.0.1:1/signed-out',
};

const jwk = (pair, more) => ({ ...pair.privateKey.export({ format: 'jwk' }), use: 'sig', ...more });

/** `tls` (key and certificate): over https, as the program asks for; `ours`: where it sends back to. */
export async function startProvider({
  algorithm,
  userinfo,
  inForm,
  acr,
  amr,
  tls,
  ours = kClient,
}) {
  const server = tls ? createSecureServer(tls) : createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `${tls ? 'https' : 'http'}://127.0.0.1:${server.address().port}`;
  const keys = [
    jwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }), { kid: 'ec-1', alg: 'ES256' }),
    jwk(generateKeyPairSync('rsa', { modulusLength: 2048 }), { kid: 'rsa-1', alg: 'RS256' }),
    jwk(generateKeyPairSync('rsa', { modulusLength: 2048 }), { kid: 'pss-1', alg: 'PS256' }),
    jwk(generateKeyPairSync('ed25519'), { kid: 'ed-1', alg: 'EdDSA' }),
  ];
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: kClient.client_id,
        client_secret: kClient.client_secret,
        redirect_uris: [ours.redirect_uri],
        post_logout_redirect_uris: [ours.post_logout_redirect_uri],
        token_endpoint_auth_method: inForm ? 'client_secret_post' : 'client_secret_basic',
        id_token_signed_response_alg: algorithm,
        ...(userinfo === 'jwt' && { userinfo_signed_response_alg: algorithm }),
      },
    ],
    jwks: { keys },
    claims: {
      openid: ['sub'],
      email: ['email'],
      given_name: ['given_name'],
      usual_name: ['usual_name'],
      siret: ['siret'],
      uid: ['uid'],
      ...(acr && { acr: null }),
      ...(amr && { amr: null }),
      auth_time: null,
      iss: null,
    },
    scopes: ['openid', 'offline_access', 'email', 'given_name', 'usual_name', 'siret', 'uid'],
    acrValues: ['eidas1', 'eidas2'],
    enabledJWA: {
      idTokenSigningAlgValues: ['ES256', 'RS256', 'PS256', 'EdDSA'],
      userinfoSigningAlgValues: ['ES256', 'RS256', 'PS256', 'EdDSA'],
    },
    features: {
      claimsParameter: { enabled: true },
      jwtUserinfo: { enabled: true },
      devInteractions: { enabled: true },
    },
    pkce: { required: () => true, methods: ['S256'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        email: `${id}@agence.example`,
        given_name: 'Ana',
        usual_name: 'Durand',
        siret: '11002001300097',
        uid: '42',
      }),
    }),
  });
  // The development pages know no levels: what they sign in has the ones asked for.
  const login = provider.Session.prototype.loginAccount;
  provider.Session.prototype.loginAccount = function (details) {
    return login.call(this, { ...details, acr, amr });
  };
  server.on('request', provider.callback());
  return { issuer, keys, provider, close: () => server.close() };
}

// Follows the browser's way from `url` through the provider's pages, filling in its forms, until it
// is sent back to us. Returns the query it came back with.
export async function walk(url, login) {
  const cookies = new Map();
  const visit = async (address, options = {}) => {
    const answer = await fetch(address, {
      ...options,
      redirect: 'manual',
      headers: {
        ...options.headers,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    for (const set of answer.headers.getSetCookie()) {
      const [name, value] = set.split(';')[0].split(/=(.*)/s);
      cookies.set(name, value);
    }
    return answer;
  };
  let address = url;
  let answer = await visit(address);
  for (let step = 0; step < 20; step += 1) {
    if (answer.status >= 300 && answer.status < 400) {
      address = new URL(answer.headers.get('location'), address).href;
      if (address.startsWith(kClient.redirect_uri))
        return Object.fromEntries(new URL(address).searchParams);
      answer = await visit(address);
      continue;
    }
    const page = await answer.text();
    const action = page.match(/<form[^>]*action="([^"]*)"/);
    if (answer.status !== 200 || !action)
      throw new Error(`the provider answered ${answer.status}: ${page.slice(0, 2000)}`);
    const prompt = page.match(/name="prompt" value="([^"]*)"/)[1];
    const body = new URLSearchParams({ prompt });
    if (prompt === 'login') {
      body.set('login', login);
      body.set('password', 'any');
    }
    address = new URL(action[1], address).href;
    answer = await visit(address, {
      method: 'POST',
      body: body.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }
  throw new Error('the provider never sent the browser back');
}
