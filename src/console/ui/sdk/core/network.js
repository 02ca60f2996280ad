// How the network is: "ok", "slow" (an answer is waited for unusually long), "busy" (the server asked
// to wait) or "offline".
import { signal } from './signal.js';

const SLOW_AFTER_MS = 4000;
const changed = signal();
let state = navigator.onLine === false ? 'offline' : 'ok';
const waiting = new Set();

function become(wanted) {
  if (wanted === state) return;
  state = wanted;
  changed.tell(state);
}

export const network = {
  get state() {
    return state;
  },
  onChange: changed.add,
};

addEventListener('offline', () => become('offline'));
addEventListener('online', () => become('ok'));

/** Watches one request; `done(true)`: an answer came, `done(false)`: none, `done()`: given up. */
export function watchRequest() {
  const mark = {};
  waiting.add(mark);
  const late = setTimeout(() => state === 'ok' && become('slow'), SLOW_AFTER_MS);
  return (answered) => {
    clearTimeout(late);
    waiting.delete(mark);
    if (answered === false) become('offline');
    else if (state === 'offline' ? answered : !waiting.size) become('ok');
  };
}

export function askedToWait() {
  if (state === 'ok' || state === 'slow') become('busy');
}
