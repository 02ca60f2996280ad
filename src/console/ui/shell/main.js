// Starts the console: looks and language first, then who is signed in, then the frame or the sign-in.
import {
  answerWith,
  loadTexts,
  preferences,
  preferredLocale,
  readTextsWith,
  session,
  setLocale,
} from '/ui/sdk/1/aksis.js';

import { loadContributions, moduleTexts } from './contributions.js';
import { startFrame, stopFrame } from './frame.js';
import { watchLooks } from './looks.js';
import { askSecondFactor, askSignIn } from './session_dialogs.js';
import { watchParts } from './update.js';
import { registerWorker } from './worker.js';

const areasThere = new Set(
  (document.querySelector('script[data-areas]')?.dataset.areas ?? '').split(' '),
);
const app = document.getElementById('app');
// A link for one use, as the server writes it: /#/invitation/TOKEN.
const LINK = /^#\/(setup|invitation|password_reset|factor_reset)\/([0-9a-f]{64})$/;

async function readTexts(area, language) {
  if (area !== 'base' && !areasThere.has(area)) return moduleTexts(area, language);
  const response = await fetch(new URL(`./${area}.${language}.json`, import.meta.url));
  if (!response.ok) throw new Error(`${area}.${language}.json: ${response.status}`);
  return response.json();
}

async function showSignIn(way) {
  stopFrame();
  await loadTexts(['sign_in']);
  const { showSignIn: show } = await import('../screens/sign_in/sign_in.js');
  show(app, { way, done: () => session.load().then(enter) });
}

/** Once it is known who is there: the frame for a full session, else the sign-in. */
async function enter() {
  if (session.stage !== 'full') return showSignIn();
  await Promise.all([preferences.load(), loadContributions()]);
  import('./lock.js').then(
    ({ watchUse }) => watchUse(askSignIn),
    () => {},
  );
  return startFrame(app);
}

function wayHere() {
  const [, purpose, token] = LINK.exec(location.hash) ?? [];
  if (purpose) {
    // Out of the address at once: it must not stay in the history.
    history.replaceState(history.state, '', '/');
    return { purpose, token };
  }
  if (location.pathname === '/signed-in')
    return { purpose: 'oidc', answer: Object.fromEntries(new URLSearchParams(location.search)) };
  return undefined;
}

async function start() {
  readTextsWith(readTexts);
  watchLooks();
  const asked = session.expected() ? session.load() : undefined;
  asked?.catch(() => {});
  await setLocale(preferences.get('language') ?? preferredLocale());
  await loadTexts(['base']);
  answerWith({ signIn: askSignIn, stepUp: askSecondFactor });
  registerWorker();
  watchParts();
  const way = wayHere();
  if (way) return showSignIn(way);
  await asked;
  return enter();
}

addEventListener('hashchange', () => LINK.test(location.hash) && showSignIn(wayHere()));

start().catch((error) => {
  console.error(error);
  const notice = document.createElement('p');
  notice.className = 'start_failed';
  notice.setAttribute('role', 'alert');
  notice.textContent =
    document.documentElement.lang === 'en'
      ? 'The server does not answer. Check your connection, then load the page again.'
      : 'Le serveur ne répond pas. Vérifiez votre connexion, puis rechargez la page.';
  app.replaceChildren(notice);
});
