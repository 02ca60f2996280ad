// On the way to a provider of identity and back: what has to be known again on the page one comes
// back to.
import { api } from '/ui/sdk/1/aksis.js';

const GO_ON = 'aksis.go_on';
const LINKING = 'aksis.linking';

/** Leaves the page for the provider: to sign in, or to link the identity to one's account. */
export async function leaveFor(provider, { link = false } = {}) {
  const asked = { provider: provider.name, ...(link && { link }) };
  const { data } = await api.post('/session/oidc/start', asked);
  sessionStorage.setItem(GO_ON, location.pathname + location.search);
  if (link) sessionStorage.setItem(LINKING, provider.label);
  else sessionStorage.removeItem(LINKING);
  location.assign(data.url);
}

/**
 * Once for each way back.
 * @returns {{wanted: string, linking: string | null}} where one was, and to whom an identity is
 *   being linked
 */
export function cameBack() {
  const back = {
    wanted: sessionStorage.getItem(GO_ON) ?? '/',
    linking: sessionStorage.getItem(LINKING),
  };
  sessionStorage.removeItem(GO_ON);
  sessionStorage.removeItem(LINKING);
  return back;
}
