// A provider that lies, each time in one thing: every lie is refused, for its own reason.
import {
  createHash,
  createHmac,
  createSign,
  constants,
  generateKeyPairSync,
  sign,
} from 'node:crypto';
import { createServer } from 'node:http';

import { Checks, Conversation } from './conversation.mjs';

const [program] = process.argv.slice(2);
const checks = new Checks();

const b64 = (data) => Buffer.from(data).toString('base64url');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publish = (pair, more) => ({ ...pair.publicKey.export({ format: 'jwk' }), ...more });

const signers = {
  RS256: (text, key) => createSign('sha256').update(text).sign(key),
  PS256: (text, key) =>
    sign('sha256', text, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  ES256: (text, key) => sign('sha256', text, { key, dsaEncoding: 'ieee-p1363' }),
  RS512: (text, key) => createSign('sha512').update(text).sign(key),
  RS1: (text, key) => createSign('sha1').update(text).sign(key),
};

function token(header, claims, key = rsa.privateKey, signer = header.alg) {
  const text = `${b64(JSON.stringify(header))}.${b64(JSON.stringify(claims))}`;
  const signature =
    typeof signer === 'function' ? signer(text) : signers[signer](Buffer.from(text), key);
  return `${text}.${b64(signature)}`;
}

const now = () => Math.floor(Date.now() / 1000);

// What the liar serves; each case changes a part of it. Whatever a lie does not touch is right.
function truth(issuer) {
  return {
    metadata: {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      userinfo_endpoint: `${issuer}/userinfo`,
    },
    keys: [
      publish(rsa, { kid: 'rsa', use: 'sig' }),
      publish(ec, { kid: 'ec', use: 'sig', alg: 'ES256' }),
      publish(weak, { kid: 'weak', use: 'sig' }),
      publish(stranger, { kid: 'for-encryption', use: 'enc' }),
      publish(rsa, { kid: 'pss-only', use: 'sig', alg: 'PS256' }),
      { kty: 'oct', kid: 'shared', k: b64('a shared secret of the provider!') },
    ],
    header: { alg: 'RS256', kid: 'rsa', typ: 'JWT' },
    claims: (nonce) => ({
      iss: issuer,
      sub: 'ana',
      aud: 'aksis',
      nonce,
      iat: now(),
      exp: now() + 300,
      auth_time: now(),
      acr: 'eidas1',
    }),
    make: token,
    tokens: {},
    tokenStatus: 200,
    userinfo: JSON.stringify({ sub: 'ana', email: 'ana@agence.example' }),
    userinfoType: 'application/json',
    back: {},
  };
}

const server = createServer();
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;
let lie;
let nonce;
server.on('request', (request, answer) => {
  const send = (text, type = 'application/json', status = 200) => {
    answer.writeHead(status, { 'content-type': type });
    answer.end(text);
  };
  const path = request.url.split('?')[0];
  if (path.endsWith('openid-configuration')) send(lie.rawMetadata ?? JSON.stringify(lie.metadata));
  else if (path === '/jwks') send(lie.rawKeys ?? JSON.stringify({ keys: lie.keys }));
  else if (path === '/userinfo') send(lie.userinfo, lie.userinfoType);
  else if (path === '/token' && lie.redirect) {
    answer.writeHead(302, { location: lie.redirect });
    answer.end();
  } else if (path === '/token')
    send(
      lie.rawToken ??
        JSON.stringify({
          access_token: 'opaque',
          token_type: 'Bearer',
          id_token: lie.make(lie.header, lie.claims(nonce)),
          ...lie.tokens,
        }),
      'application/json',
      lie.tokenStatus,
    );
  else send('{}', 'application/json', 404);
});

async function attempt(change, settings = {}) {
  lie = truth(issuer);
  change(lie);
  const conversation = new Conversation(program);
  const begun = await conversation.say({
    providers: [
      {
        name: 'liar',
        issuer,
        client_id: 'aksis',
        client_secret: 'secret',
        userinfo: true,
        redirect_uri: 'http://127.0.0.1:1/return',
        allow_loopback_http: true,
        ...settings,
      },
    ],
  });
  if (!begun.ok) throw new Error(begun.message);
  await conversation.call('oidc_links.create', {
    account: 'account-ana',
    provider: 'liar',
    subject: 'ana',
  });
  const start = await conversation.call('session.oidc_start', { provider: 'liar' });
  let outcome = start;
  if (start.ok) {
    const asked = new URL(start.body.url).searchParams;
    nonce = asked.get('nonce');
    outcome = await conversation.call(
      'session.oidc_return',
      { code: 'c', state: asked.get('state'), ...lie.back },
      { cookie: start.cookie },
    );
  }
  await conversation.end();
  return { outcome, log: await conversation.log() };
}

const claim = (changes) => (l) => {
  const right = l.claims;
  l.claims = (n) => {
    const claims = { ...right(n), ...changes };
    for (const name of Object.keys(claims)) if (claims[name] === undefined) delete claims[name];
    return claims;
  };
};
const header = (changes, key, signer) => (l) => {
  l.header = { ...l.header, ...changes };
  for (const name of Object.keys(l.header)) if (l.header[name] === undefined) delete l.header[name];
  l.make = (h, c) => token(h, c, key, signer ?? (signers[h.alg] ? h.alg : 'RS256'));
};
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
const hmac = (secret) => (text) => createHmac('sha256', secret).update(text).digest();

// Right in everything: these enter.
const right = {
  'the truth': () => {},
  'RSA-PSS': header({ alg: 'PS256' }),
  ECDSA: header({ alg: 'ES256', kid: 'ec' }, ec.privateKey),
  'an audience of one in a list': claim({ aud: ['aksis'] }),
  'us as the authorised party': claim({ azp: 'aksis' }),
  'the right hash of the access token': claim({
    at_hash: createHash('sha256').update('opaque').digest().subarray(0, 16).toString('base64url'),
  }),
  'our issuer in the answer': (l) => {
    l.back.iss = issuer;
  },
  'userinfo signed': (l) => {
    l.userinfo = token(l.header, { iss: issuer, aud: 'aksis', sub: 'ana' });
    l.userinfoType = 'application/jwt; charset=utf-8';
  },
};
for (const [name, change] of Object.entries(right)) {
  const { outcome, log } = await attempt(change);
  checks.check(`${name} enters`, outcome.body?.account === 'account-ana', { outcome, log });
}

// [what is wrong, how, a word of the reason, the code when it is not "unauthenticated"]
const lies = [
  ['no algorithm', header({ alg: 'none' }, null, () => ''), 'none of ES256'],
  ['no algorithm, other case', header({ alg: 'nOnE' }, null, () => ''), 'none of ES256'],
  ['HMAC with the public key', header({ alg: 'HS256' }, null, hmac(pem)), 'none of ES256'],
  [
    'HMAC with the shared key',
    header({ alg: 'HS256', kid: 'shared' }, null, hmac('a shared secret of the provider!')),
    'none of ES256',
  ],
  ['HMAC called RS256', header({}, null, hmac(pem)), 'signature'],
  [
    "HMAC with the client's secret",
    header({ alg: 'HS256' }, null, hmac('secret')),
    'none of ES256',
  ],
  ['RS512', header({ alg: 'RS512' }), 'none of ES256'],
  ['RS1', header({ alg: 'RS1' }), 'none of ES256'],
  ['RS256 called PS256', header({ alg: 'PS256' }, rsa.privateKey, 'RS256'), 'signature'],
  ['PS256 called RS256', header({ alg: 'RS256' }, rsa.privateKey, 'PS256'), 'signature'],
  [
    'an RSA key called ES256',
    header({ alg: 'ES256', kid: 'rsa' }, ec.privateKey, 'ES256'),
    'algorithm',
  ],
  ['an EC key called RS256', header({ kid: 'ec' }), 'algorithm'],
  ["another algorithm than the key's", header({ kid: 'pss-only' }), 'algorithm'],
  ["a stranger's key", header({}, stranger.privateKey), 'signature'],
  ['an unknown kid', header({ kid: 'unknown' }), 'does not publish'],
  ['a symmetric kid', header({ kid: 'shared' }), 'does not publish'],
  ['a weak key', header({ kid: 'weak' }, weak.privateKey), 'does not publish'],
  [
    'a key for encryption',
    header({ kid: 'for-encryption' }, stranger.privateKey),
    'does not publish',
  ],
  ['no kid', header({ kid: undefined }), 'name its key'],
  ['an empty kid', header({ kid: '' }), 'name its key'],
  [
    'jku',
    header({ jku: 'https://evil.example/jwks' }, stranger.privateKey),
    'key of its own (jku)',
  ],
  ['jku to the right keys', header({ jku: `${issuer}/jwks` }), 'key of its own (jku)'],
  ['jwk', header({ jwk: publish(stranger, {}) }, stranger.privateKey), 'key of its own (jwk)'],
  ['x5u', header({ x5u: 'https://evil.example/cert' }), 'key of its own (x5u)'],
  ['x5c', header({ x5c: ['MII'] }), 'key of its own (x5c)'],
  ['crit', header({ crit: ['exp'] }), 'does not know'],
  ['b64', header({ b64: false }), 'does not read'],
  ['zip', header({ zip: 'DEF' }), 'does not read'],
  ['a logout token', header({ typ: 'logout+jwt' }), 'another type'],
  ['an access token', header({ typ: 'at+jwt' }), 'another type'],
  ['another issuer', claim({ iss: 'https://evil.example' }), '(iss)'],
  ['the issuer with a slash', claim({ iss: `${issuer}/` }), '(iss)'],
  ['no issuer', claim({ iss: undefined }), '(iss)'],
  ['another audience', claim({ aud: 'other' }), '(aud)'],
  ['a second audience', claim({ aud: ['aksis', 'other'] }), '(aud)'],
  ['no audience', claim({ aud: undefined }), '(aud)'],
  ['an empty audience', claim({ aud: [] }), '(aud)'],
  ['a nested audience', claim({ aud: [['aksis']] }), '(aud)'],
  ['another authorised party', claim({ azp: 'other' }), '(azp)'],
  ['another nonce', claim({ nonce: 'other' }), '(nonce)'],
  ['no nonce', claim({ nonce: undefined }), '(nonce)'],
  ['a nonce of numbers', claim({ nonce: 1 }), '(nonce)'],
  ['expired', claim({ exp: now() - 120 }), '(exp)'],
  ['no end', claim({ exp: undefined }), '(exp)'],
  ['an end in words', claim({ exp: `${now() + 300}` }), '(exp)'],
  ['issued tomorrow', claim({ iat: now() + 86400 }), '(iat)'],
  ['issued yesterday', claim({ iat: now() - 86400 }), '(iat)'],
  ['no time of issue', claim({ iat: undefined }), '(iat)'],
  ['valid tomorrow', claim({ nbf: now() + 86400 }), '(nbf)'],
  ['no subject', claim({ sub: undefined }), '(sub)'],
  ['an endless subject', claim({ sub: 'a'.repeat(300) }), '(sub)'],
  ['methods in one word', claim({ amr: 'mfa' }), '(amr)'],
  ['another access token', claim({ at_hash: b64('0123456789abcdef') }), '(at_hash)'],
  [
    'a sign-in too long ago',
    claim({ auth_time: now() - 4000 }),
    '(auth_time)',
    2,
    { max_age_s: 300 },
  ],
  ['a sign-in of no time', claim({ auth_time: undefined }), '(auth_time)', 2, { max_age_s: 300 }],
  ['a level too low', () => {}, 'acr_required', 2, { acr_required: ['eidas2'] }],
  ['a method missing', claim({ amr: ['pwd'] }), 'amr_required', 2, { amr_required: ['mfa'] }],
  [
    'mixed up with another provider',
    (l) => {
      l.back.iss = 'https://evil.example';
    },
    'another provider',
  ],
  [
    'an answer without the issuer promised',
    (l) => {
      l.metadata.authorization_response_iss_parameter_supported = true;
    },
    'another provider',
  ],
  ['an endless token', claim({ filler: 'a'.repeat(20000) }), 'longer than'],
  [
    'an endless answer',
    (l) => {
      l.rawToken = `"${'a'.repeat(400 * 1024)}"`;
    },
    'more than',
  ],
  [
    'a token of two parts',
    (l) => {
      l.make = (h, c) => token(h, c).split('.').slice(0, 2).join('.');
    },
    'three parts',
  ],
  [
    'a token of four parts',
    (l) => {
      l.make = (h, c) => `${token(h, c)}.AAAA`;
    },
    'three parts',
  ],
  [
    'a token with a cut signature',
    (l) => {
      l.make = (h, c) => token(h, c).slice(0, -8);
    },
    'signature',
  ],
  [
    'a token without signature',
    (l) => {
      l.make = (h, c) => token(h, c).replace(/[^.]*$/, '');
    },
    'signature',
  ],
  [
    'claims changed after signing',
    (l) => {
      l.make = (h, c) => {
        const [head, , end] = token(h, { ...c, sub: 'bob' }).split('.');
        return [head, b64(JSON.stringify(c)), end].join('.');
      };
    },
    'signature',
  ],
  [
    'a padded token',
    (l) => {
      l.make = (h, c) => `${token(h, c)}==`;
    },
    'base64url',
  ],
  [
    'no JSON',
    (l) => {
      l.rawToken = '<html>';
    },
    'refused the code',
  ],
  [
    'a code refused',
    (l) => {
      l.tokenStatus = 400;
      l.tokens = { error: 'invalid_grant' };
    },
    'invalid_grant',
  ],
  [
    'no ID token',
    (l) => {
      l.tokens = { id_token: undefined };
    },
    'no ID token',
  ],
  [
    'a redirection of the secret',
    (l) => {
      l.redirect = `${issuer}/elsewhere`;
    },
    'refused the code',
  ],
  [
    'a claim twice',
    (l) => {
      l.make = (h, c) => {
        const text = `${b64(JSON.stringify(h))}.${b64(JSON.stringify(c).replace('{', '{"sub":"bob",'))}`;
        return `${text}.${b64(signers.RS256(text, rsa.privateKey))}`;
      };
    },
    'twice',
  ],
  [
    'another subject in userinfo',
    (l) => {
      l.userinfo = '{"sub":"bob"}';
    },
    'userinfo',
  ],
  [
    'userinfo signed by a stranger',
    (l) => {
      l.userinfo = token(l.header, { iss: issuer, aud: 'aksis', sub: 'ana' }, stranger.privateKey);
      l.userinfoType = 'application/jwt';
    },
    'signature',
  ],
  [
    'userinfo unsigned',
    (l) => {
      l.userinfo = token(
        { ...l.header, alg: 'none' },
        { iss: issuer, aud: 'aksis', sub: 'ana' },
        null,
        () => '',
      );
      l.userinfoType = 'application/jwt';
    },
    'none of ES256',
  ],
  [
    'userinfo for somebody else',
    (l) => {
      l.userinfo = token(l.header, { iss: issuer, aud: 'other', sub: 'ana' });
      l.userinfoType = 'application/jwt';
    },
    'aud of userinfo',
  ],
  [
    'a line break in the access token',
    (l) => {
      l.tokens = { access_token: 'a\r\nX-Evil: 1' };
    },
    'access token',
  ],
  [
    'another name of its own',
    (l) => {
      l.metadata.issuer = 'https://evil.example';
    },
    'calls itself',
    9,
  ],
  [
    'a plain address elsewhere',
    (l) => {
      l.metadata.token_endpoint = 'http://evil.example/token';
    },
    'not https',
    9,
  ],
  [
    'a file for keys',
    (l) => {
      l.metadata.jwks_uri = 'file:///etc/passwd';
    },
    'not https',
    9,
  ],
  [
    'metadata without end',
    (l) => {
      l.rawMetadata = `"${'a'.repeat(400 * 1024)}"`;
    },
    'more than',
    9,
  ],
  [
    'metadata that is no JSON',
    (l) => {
      l.rawMetadata = '{';
    },
    'JSON is wrong',
    9,
  ],
  [
    'keys that are no JSON',
    (l) => {
      l.rawKeys = '[';
    },
    'JSON is wrong',
  ],
  [
    'too many keys',
    (l) => {
      l.keys = Array.from({ length: 100 }, (_, i) => publish(rsa, { kid: `${i}` }));
    },
    'more than 32',
  ],
  [
    'two keys of one name',
    (l) => {
      l.keys.push(publish(stranger, { kid: 'rsa' }));
    },
    'two keys',
  ],
];
for (const [name, change, reason, code = 2, settings] of lies) {
  const { outcome, log } = await attempt(change, settings);
  checks.check(`${name} is refused`, !outcome.ok && outcome.code === code, outcome);
  checks.check(`${name}: the journal says why`, log.includes(reason), log);
  checks.check(`${name}: the answer is a sentence`, /\w{3,}.*[.;]/.test(outcome.message), outcome);
}
console.log(`${lies.length} lies`);
server.close();
checks.end();
