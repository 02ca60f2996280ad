// A screen that nobody uses covers itself and ends its session after the time the server allows. The
// server sees requests alone: while somebody writes, it is told now and then that they are there.
import { api, session } from '/ui/sdk/1/aksis.js';

const TICK_MS = 20_000;
const SHARE_MS = 1000;
const USED = 'aksis.used'; // when somebody last used a tab of this browser
let used = Date.now();
let shared = 0;
let told = Date.now(); // the server, that somebody is there
let watching = false;

/** Another tab in use keeps this one open; soon told, since the session it would end is theirs too. */
function share() {
  shared = Date.now();
  try {
    const elsewhere = Number(localStorage.getItem(USED));
    if (used > elsewhere) localStorage.setItem(USED, used);
    else used = Math.min(elsewhere, Date.now());
  } catch {
    // A browser that keeps nothing: each tab counts for itself.
  }
}

function note() {
  used = Date.now();
  if (used - shared > SHARE_MS) share();
}
for (const kind of ['pointerdown', 'keydown', 'wheel'])
  addEventListener(kind, note, { capture: true, passive: true });

async function tick(askSignIn) {
  if (session.stage !== 'full') return;
  share();
  const idle = session.idleSeconds * 1000;
  if (Date.now() - used > idle) {
    const gone = session.account.id;
    // What keeps itself up to date would keep the session alive for nobody.
    await api.delete('/session').catch(() => {});
    await askSignIn();
    if (session.account?.id === gone) note();
  } else if (used > told && Date.now() - told > idle / 3) {
    told = Date.now();
    await api.get('/session').catch(() => {});
  }
}

/** From the first time somebody is signed in, until the page goes. */
export function watchUse(askSignIn) {
  if (watching) return;
  watching = true;
  let ticking = false;
  setInterval(async () => {
    if (ticking) return;
    ticking = true;
    await tick(askSignIn).finally(() => {
      ticking = false;
    });
  }, TICK_MS);
}
