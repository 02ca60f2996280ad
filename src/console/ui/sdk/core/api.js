// Requests to /api/v1 as JSON: tries again what may be tried again, asks who is signed in when a
// session ended or a factor is wanted, and fails with a Problem.
import { locale } from './i18n.js';
import { askedToWait, watchRequest } from './network.js';
import { offlineProblem, problemOf } from './problem.js';

const ROOT = '/api/v1';
const READ_AGAIN = 2;
const WRITE_AGAIN = 1;
const WAIT_AGAIN = 3;
const WAIT_MAX_S = 20;
const FIRST_PAUSE_MS = 350;
const RUNNING_PAUSE_MS = 1000;
const PASSING = new Set([0, 502, 503, 504]);
// Whoever asks there signs in at that moment, or shows a factor: 401 is the answer.
const OPEN = /^\/(session($|\/(totp|recovery$|passkey|oidc|step-up))|setup|invitations\/|resets\/)/;
// What these answer is kept under no key.
const KEYLESS = /^\/(session|setup|invitations|resets|account\/passkeys)(\/|$)/;

// Set by the shell: each resolves true when the request may be asked again.
const asks = { signIn: async () => false, stepUp: async () => false };
export function answerWith(answers) {
  Object.assign(asks, answers);
}

// Writes whose answer the network lost, with their keys: whoever sends the same once more means the
// same write, which the server may have done.
const UNANSWERED_MAX = 16;
const unanswered = new Map();

function leaveUnanswered(mark, key) {
  unanswered.set(mark, key);
  if (unanswered.size > UNANSWERED_MAX) unanswered.delete(unanswered.keys().next().value);
}

/** Query as the API reads it: lists repeat the name, what is empty is left out. */
export function addressOf(path, query) {
  const all = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null && one !== '') all.append(name, one);
  const text = String(all);
  return ROOT + path + (text ? (path.includes('?') ? '&' : '?') + text : '');
}

const pause = (ms, signal) =>
  new Promise((done, failed) => {
    const timer = setTimeout(done, ms);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        failed(signal.reason);
      },
      { once: true },
    );
  });

async function once(method, address, { headers, body, signal }) {
  const done = watchRequest();
  let response;
  try {
    response = await fetch(address, { method, headers, body, signal, credentials: 'same-origin' });
  } catch (error) {
    done(signal?.aborted ? undefined : false);
    if (signal?.aborted) throw error;
    throw offlineProblem();
  }
  done(true);
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function sessionEnded() {
  const answer = await fetch(`${ROOT}/session`, { credentials: 'same-origin' }).catch(
    () => undefined,
  );
  return answer?.status === 401;
}

function headersOf(options, key) {
  const headers = { Accept: options.accept ?? 'application/json', 'Accept-Language': locale() };
  if (options.type) headers['Content-Type'] = options.type;
  if (options.ifMatch) headers['If-Match'] = options.ifMatch;
  if (key) headers['Idempotency-Key'] = key;
  return headers;
}

/** The answer, after whatever has to be asked, waited for and tried again. */
export async function ask(method, path, options = {}) {
  const { signal } = options;
  const reads = method === 'GET';
  const keyless = reads || method === 'DELETE' || KEYLESS.test(path);
  const mark = JSON.stringify([
    method,
    addressOf(path, options.query),
    options.ifMatch,
    options.body,
  ]);
  let key = keyless
    ? undefined
    : (options.idempotencyKey ?? unanswered.get(mark) ?? crypto.randomUUID());
  unanswered.delete(mark);
  let tries = reads ? READ_AGAIN : key ? WRITE_AGAIN : 0;
  let waits = WAIT_AGAIN;
  const asked = new Set();
  const may = async (name, question) => {
    if (asked.has(name)) return false;
    asked.add(name);
    return question();
  };
  for (let turn = 0; ; ++turn) {
    try {
      return await once(method, addressOf(path, options.query), {
        headers: headersOf(options, key),
        body: options.body,
        signal,
      });
    } catch (problem) {
      if (signal?.aborted || problem.status === undefined) throw problem;
      const ofKey = key && problem.detail.includes('Idempotency-Key');
      if (ofKey && problem.status === 400) {
        // The answer holds a secret shown once, which the server keeps for no key.
        key = undefined;
        tries = 0;
      } else if (ofKey && problem.status === 409 && waits-- > 0) {
        // What the network cut off still runs: its answer will be given for the key.
        await pause(RUNNING_PAUSE_MS, signal);
      } else if (problem.status === 401 && !OPEN.test(path)) {
        // A wrong password is a 401 too: only who is signed in no more is asked to sign in.
        if (!(await sessionEnded()) || !(await may('signIn', asks.signIn))) throw problem;
      } else if (problem.wantsFactor) {
        if (!(await may('stepUp', asks.stepUp))) throw problem;
      } else if (problem.status === 429 && waits-- > 0 && (problem.retryAfter ?? 1) <= WAIT_MAX_S) {
        askedToWait();
        await pause(1000 * (problem.retryAfter ?? 1), signal);
      } else if (PASSING.has(problem.status) && tries-- > 0) {
        await pause(
          problem.retryAfter
            ? 1000 * Math.min(problem.retryAfter, WAIT_MAX_S)
            : FIRST_PAUSE_MS * 2 ** turn,
          signal,
        );
      } else {
        if (key && PASSING.has(problem.status)) leaveUnanswered(mark, key);
        throw problem;
      }
    }
  }
}

async function answerOf(response) {
  const words = await response.text();
  return {
    data: words ? JSON.parse(words) : undefined,
    etag: response.headers.get('ETag') ?? undefined,
    status: response.status,
    requestId: response.headers.get('X-Request-Id') ?? '',
  };
}

const write =
  (method) =>
  async (path, body, options = {}) =>
    answerOf(
      await ask(method, path, {
        ...options,
        ...(body === undefined ? {} : { body: JSON.stringify(body), type: 'application/json' }),
      }),
    );

/** Pages of a cursor-paged list, one after the other: `for await (const rows of api.pages(…))`. */
async function* pages(path, { query, member, signal } = {}) {
  let cursor;
  do {
    const { data } = await api.get(path, { query: { ...query, cursor }, signal });
    const list = member ?? Object.keys(data).find((name) => Array.isArray(data[name]));
    yield data[list] ?? [];
    cursor = data.next ?? data.next_cursor ?? undefined;
  } while (cursor);
}

const MOST_A_PAGE = 200;

/** The rows of all its pages. */
async function all(path, { query, ...options } = {}) {
  const rows = [];
  for await (const page of pages(path, { query: { limit: MOST_A_PAGE, ...query }, ...options }))
    rows.push(...page);
  return rows;
}

export const api = {
  async get(path, options = {}) {
    return answerOf(await ask('GET', path, options));
  },
  post: write('POST'),
  put: write('PUT'),
  patch: write('PATCH'),
  delete: write('DELETE'),
  pages,
  all,
  /** The answer itself, for what is no JSON: a file to save. */
  async file(path, options = {}) {
    return (await ask('GET', path, { accept: '*/*', ...options })).blob();
  },
};
