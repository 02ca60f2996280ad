// The service worker keeps the shell and nothing of people.
import { consoleTest } from './harness.mjs';

await consoleTest(async (run) => {
  const page = await run.page('camille', { worker: true });
  await run.open(page, '/profile');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.locator('.frame h1').waitFor();
  const kept = await page.evaluate(async () => {
    const out = [];
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys()) out.push(new URL(request.url).pathname);
    return out;
  });
  run.check('the shell is kept', kept.includes('/index.html') && kept.some((path) => path.endsWith('/main.js')), kept);
  const other = kept.filter((path) => path !== '/index.html' && !path.startsWith('/ui/'));
  run.check('nothing else is', !other.length, other);
  run.allow(/ERR_INTERNET_DISCONNECTED/, /Problem/, /Failed to fetch/, /TypeError/);
  await page.context().setOffline(true);
  await page.reload();
  await page.getByText('Le serveur ne répond pas').first().waitFor();
  run.check('without a network the console opens and says so', true);
  await page.context().setOffline(false);
});
