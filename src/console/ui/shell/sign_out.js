// Going away, from the menu and from the palette.
import { session, toast } from '/ui/sdk/1/aksis.js';

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
  // A new page holds nothing of who was here before.
  location.assign(provider ?? '/');
}
