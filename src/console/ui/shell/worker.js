// The service worker, and the news that another version is there.
import { t, toast } from '/ui/sdk/1/aksis.js';

const LOOK_EVERY_MS = 30 * 60_000;

// Trusted Types: the one address of a script that this page ever makes.
const policy = globalThis.trustedTypes?.createPolicy('aksis', {
  createScriptURL: (url) => {
    if (url === '/service_worker.js') return url;
    throw new TypeError(`${url} is no script of the console`);
  },
});

// Agreed to on this page: another one of the console keeps what is typed there until its own turn.
let agreed = false;

function tell(waiting) {
  const run = () => {
    agreed = true;
    if (waiting.state === 'installed') waiting.postMessage('take_over');
    else location.reload();
  };
  toast(t('shell.update.there'), {
    kind: 'info',
    action: { label: t('shell.update.reload'), run },
  });
}

function watch(coming) {
  coming?.addEventListener('statechange', () => {
    // The very first one takes over nothing that runs.
    if (coming.state === 'installed' && navigator.serviceWorker.controller) tell(coming);
  });
}

export async function registerWorker() {
  if (!('serviceWorker' in navigator)) return;
  const ran = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener('controllerchange', () => agreed && location.reload());
  try {
    const address = policy ? policy.createScriptURL('/service_worker.js') : '/service_worker.js';
    const registration = await navigator.serviceWorker.register(address);
    if (registration.waiting && ran) tell(registration.waiting);
    registration.addEventListener('updatefound', () => watch(registration.installing));
    setInterval(() => registration.update().catch(() => {}), LOOK_EVERY_MS);
  } catch (error) {
    // Without it the console works as well, but not on a lost network.
    console.warn(error.message);
  }
}
