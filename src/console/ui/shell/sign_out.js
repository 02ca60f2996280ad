// Going away, from the menu and from the palette.
import { session, toast } from '/ui/sdk/1/aksis.js';

const LEFT = 'aksis.left';
// Who leaves in one tab leaves in all: the others show and keep nothing of them any more.
addEventListener('storage', ({ key }) => {
  if (key !== LEFT) return;
  session.forgetTyped();
  location.replace('/');
});

export async function signOut() {
  let provider;
  try {
    provider = await session.signOut();
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    // Whoever leaves a shared machine must know that they are still signed in.
    toast(problem.text, { kind: 'bad' });
    return;
  }
  try {
    localStorage.setItem(LEFT, Date.now());
  } catch {
    // A browser that keeps nothing cannot tell the other tabs: they learn it when they ask.
  }
  // A new page holds nothing of who was here before.
  location.assign(provider ?? '/');
}
