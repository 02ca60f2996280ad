// Keeps the shell and what is addressed by hash, so that the console opens on a poor connection. What
// comes from /api is never kept: it is people's data.
const CACHE = 'aksis-@BUILD@';
const APP = '@APP@';
const FIRST = [
  '/index.html',
  '/ui/sdk/1/aksis.css',
  `${APP}/app.css`,
  `${APP}/base.fr.json`,
  `${APP}/base.en.json`,
  '/ui/icons/icon.svg',
  ...'@SCRIPTS@'.split(' '),
];
const PATIENCE_MS = 4000;
const HASHED = /^\/ui\/(app|m\/[^/]+|sdk\/1)\/[0-9a-f]{16,64}\//;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FIRST)));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

// The page asks for it once the person agreed to load anew.
self.addEventListener('message', (event) => {
  if (event.data === 'take_over') self.skipWaiting();
});

async function kept(request) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

// The network's, unless it fails or takes too long and an earlier one is at hand.
async function fresh(request, key) {
  const cache = await caches.open(CACHE);
  const asked = fetch(request).then(async (answer) => {
    if (answer.ok) await cache.put(key, answer.clone());
    return answer;
  });
  const late = new Promise((done) => setTimeout(done, PATIENCE_MS));
  try {
    const answer = await Promise.race([asked, late]);
    if (answer) return answer;
  } catch {
    // Below: what was kept.
  }
  return (await cache.match(key)) ?? asked;
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (url.pathname.startsWith('/api')) return;
  if (request.mode === 'navigate') event.respondWith(fresh(request, '/index.html'));
  else if (HASHED.test(url.pathname)) event.respondWith(kept(request));
  else if (url.pathname.startsWith('/ui/')) event.respondWith(fresh(request, url.pathname));
});
