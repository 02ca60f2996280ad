// What a request asks for when the session ended, or when a factor must be shown again. Requests that
// ask at the same time wait for one window.
import { loadTexts } from '/ui/sdk/1/aksis.js';

import { isOutdated, offerReload } from './update.js';

let signing;
let stepping;

async function openOne(name) {
  let dialogs;
  try {
    await loadTexts(['sign_in']);
    dialogs = await import('../screens/session/dialogs.js');
  } catch (error) {
    if (!(await isOutdated())) throw error;
    // The request fails as it did, and the page says what helps.
    offerReload();
    return false;
  }
  return dialogs[name]();
}

export function askSignIn() {
  signing ??= openOne('signInAgain').finally(() => {
    signing = undefined;
  });
  return signing;
}

export function askSecondFactor() {
  stepping ??= openOne('showFactorAgain').finally(() => {
    stepping = undefined;
  });
  return stepping;
}
