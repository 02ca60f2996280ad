// Passkeys: what the browser is asked for, and what it gives, as the API writes them.
import { Problem, api, t } from '/ui/sdk/1/aksis.js';

const bytesOf = (words) =>
  Uint8Array.from(atob(words.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  );
const wordsOf = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
const opened = (list) => (list ?? []).map((one) => ({ ...one, id: bytesOf(one.id) }));

/** Whether this browser can use passkeys here at all: not on a bare address, not without TLS. */
export const passkeysHere = () => Boolean(globalThis.PublicKeyCredential) && isSecureContext;

/** A refusal of the browser or of its owner, in words. */
function refused(error) {
  const put = ['NotAllowedError', 'AbortError'].includes(error.name);
  const known =
    error.name === 'InvalidStateError'
      ? 'sign_in.passkey.known'
      : put
        ? 'sign_in.passkey.put_off'
        : 'sign_in.passkey.failed';
  return new Problem({ status: 400, detail: t(known) });
}

function written(credential) {
  const { response } = credential;
  const out = {};
  for (const name of [
    'clientDataJSON',
    'attestationObject',
    'authenticatorData',
    'signature',
    'userHandle',
  ])
    if (response[name]) out[name] = wordsOf(response[name]);
  if (response.getTransports) out.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: wordsOf(credential.rawId),
    type: credential.type,
    response: out,
  };
}

/** Signs in, or shows the factor again in a session. */
export async function usePasskey({ signal } = {}) {
  const { data } = await api.post('/session/passkey/options', {}, { signal });
  let credential;
  try {
    credential = await navigator.credentials.get({
      signal,
      publicKey: {
        ...data,
        challenge: bytesOf(data.challenge),
        allowCredentials: opened(data.allowCredentials),
      },
    });
  } catch (error) {
    throw refused(error);
  }
  return (await api.post('/session/passkey', { credential: written(credential) }, { signal })).data;
}

/** Adds one to the account; gives it, with recovery codes when it is the first factor. */
export async function addPasskey(name, { signal } = {}) {
  const { data } = await api.post('/account/passkeys/options', {}, { signal });
  let credential;
  try {
    credential = await navigator.credentials.create({
      signal,
      publicKey: {
        ...data,
        challenge: bytesOf(data.challenge),
        user: { ...data.user, id: bytesOf(data.user.id) },
        excludeCredentials: opened(data.excludeCredentials),
      },
    });
  } catch (error) {
    throw refused(error);
  }
  return (
    await api.post('/account/passkeys', { name, credential: written(credential) }, { signal })
  ).data;
}
