// Above the page, so that nothing typed below is lost: signing in again after the session ended,
// and showing a factor again before something sensitive. Both resolve true when the request may be
// repeated.
import { html, openDialog, session, t } from '/ui/sdk/1/aksis.js';

import '../sign_in/sign_in.js';
import '../sign_in/second_factor.js';

export async function signInAgain() {
  const before = session.account;
  // Nobody was signed in: the page asks by itself.
  if (!before) return false;
  let through = false;
  const dialog = openDialog({
    title: t('sign_in.again.title'),
    size: 's',
    // Nobody is signed in: what is below is not for whoever stands here now.
    kind: 'covers',
    dismissible: false,
    actions: [
      {
        id: 'leave',
        label: t('sign_in.again.leave'),
        kind: 'quiet',
        run: () => {
          location.assign('/');
          return false;
        },
      },
    ],
    content: (close) =>
      html`<div class="stack">
        <p>${t('sign_in.again.text')}</p>
        <aksis-sign-in
          within
          .login=${before.login}
          .done=${() => {
            through = true;
            close();
          }}
        ></aksis-sign-in>
      </div>`,
  });
  await dialog.closed;
  if (!through) return false;
  await session.load();
  // Somebody else's page must not go on as theirs.
  if (session.account?.id !== before.id) location.assign('/');
  return session.stage === 'full';
}

export async function showFactorAgain() {
  let through = false;
  const dialog = openDialog({
    title: t('sign_in.step_up.title'),
    size: 's',
    content: (close) =>
      html`<div class="stack">
        <p>${t('sign_in.step_up.text')}</p>
        <aksis-second-factor
          again
          .factors=${session.factors}
          .done=${() => {
            through = true;
            close();
          }}
        ></aksis-second-factor>
      </div>`,
  });
  await dialog.closed;
  return through;
}
