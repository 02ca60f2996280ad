// What happens on the server, as it happens: one stream for the page, resumed after a cut where it
// ended. It carries all that the account may hear, so that no topic can be refused for all.
import { addressOf } from './api.js';
import { session } from './session.js';

const PAUSE_MIN_MS = 1000;
const PAUSE_MAX_MS = 30_000;
const IDLE_MS = 20_000;
const SIGNED_OUT = 'signed out';
const listeners = new Set();
let last = '';
let stream;
let idle;

/** Event texts of a stream, as {id, event, data}; lines may be cut anywhere. */
function eventReader(tell) {
  let rest = '';
  let event = { data: [] };
  const line = (words) => {
    if (words === '') {
      if (event.data.length) tell({ ...event, data: event.data.join('\n') });
      event = { data: [] };
      return;
    }
    const colon = words.indexOf(':');
    if (colon === 0) return;
    const name = colon < 0 ? words : words.slice(0, colon);
    const value = colon < 0 ? '' : words.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') event.data.push(value);
    else if (name === 'id' || name === 'event') event[name] = value;
  };
  return (words) => {
    const lines = (rest + words).split('\n');
    rest = lines.pop();
    lines.forEach((one) => line(one.replace(/\r$/, '')));
  };
}

function parsed(data) {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

function hear({ id, event: topic, data }) {
  if (id) last = id;
  const told = { topic, data: parsed(data), id };
  for (const one of [...listeners]) {
    // After "reset" what happened between is unknown: everybody reads anew.
    if (topic !== 'reset' && !one.topics.has(topic) && !one.topics.has(topic.replace(/\/\d+$/, '')))
      continue;
    try {
      one.fn(told);
    } catch (error) {
      reportError(error);
    }
  }
}

async function read(signal) {
  const headers = { Accept: 'text/event-stream' };
  if (last) headers['Last-Event-ID'] = last;
  const response = await fetch(addressOf('/stream'), { headers, signal, cache: 'no-store' });
  if (response.status === 401) return SIGNED_OUT;
  if (!response.ok) throw new Error(String(response.status));
  const take = eventReader(hear);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return undefined;
    take(value);
  }
}

/** Until somebody is signed in here, or comes back to the page: in another one they may have. */
const signedInAgain = (signal) =>
  new Promise((done) => {
    const ends = new AbortController();
    const go = () => {
      ends.abort();
      done();
    };
    session.onChange(() => session.stage === 'full' && go(), ends);
    document.addEventListener('visibilitychange', () => document.hidden || go(), ends);
    signal.addEventListener('abort', go, ends);
    if (signal.aborted) go();
  });

async function run(signal) {
  let wait = PAUSE_MIN_MS;
  while (!signal.aborted) {
    const began = Date.now();
    try {
      if ((await read(signal)) === SIGNED_OUT) {
        await signedInAgain(signal);
        continue;
      }
    } catch {
      // The network: after a pause, again.
    }
    wait = Date.now() - began > PAUSE_MAX_MS ? PAUSE_MIN_MS : Math.min(2 * wait, PAUSE_MAX_MS);
    if (!signal.aborted) await new Promise((done) => setTimeout(done, wait));
  }
}

/**
 * Hears topics, `fn({topic, data, id})`; also "reset", when some may have been missed.
 * @param {string | string[]} topics
 * @param {(event: {topic: string, data: any, id: string}) => void} fn
 * @returns {() => void} what ends it
 */
export function listen(topics, fn, { signal } = {}) {
  if (signal?.aborted) return () => {};
  const one = { topics: new Set([topics].flat()), fn };
  listeners.add(one);
  clearTimeout(idle);
  if (!stream) {
    stream = new AbortController();
    run(stream.signal);
  }
  const end = () => {
    listeners.delete(one);
    if (listeners.size) return;
    clearTimeout(idle);
    idle = setTimeout(() => {
      stream?.abort();
      stream = undefined;
    }, IDLE_MS);
  };
  signal?.addEventListener('abort', end, { once: true });
  return end;
}
