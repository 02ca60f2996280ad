// The server was brought to another version while this page stood open: files of the page's own
// version are no longer there, and asking for them again brings nothing. What is there is another
// page.
import { api, t, toast } from '/ui/sdk/1/aksis.js';

const BUILD = document.querySelector('script[data-build]')?.dataset.build;
const CHANGED = 'data-build="';
let told = false;

/** Whether the server has another console, or another version of a module, than this page. */
export async function isOutdated(module) {
  try {
    const page = await fetch('/', { headers: { Accept: 'text/html' }, cache: 'no-store' });
    const words = page.ok ? await page.text() : '';
    if (words.includes(CHANGED) && !words.includes(`${CHANGED}${BUILD}"`)) return true;
    if (!module) return false;
    const { modules } = (await api.get('/ui/contributions')).data;
    const now = modules.find(({ id }) => id === module.id);
    return now !== undefined && now.entry !== module.entry;
  } catch {
    // Who is cut off learns nothing of versions.
    return false;
  }
}

/** For what stands beside something typed: nothing is loaded anew until the person says so. */
export function offerReload() {
  if (told) return;
  told = true;
  toast(t('shell.update.gone'), {
    kind: 'info',
    action: { label: t('shell.update.reload'), run: () => location.reload() },
  });
}

/** Parts that did not come, wherever on the page. */
export function watchParts() {
  addEventListener('aksis-part-lost', async () => {
    if (!told && (await isOutdated())) offerReload();
  });
}
