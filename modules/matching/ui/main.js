// What the module adds to the console. Each part is read when it is first opened.
import { loadStyle } from '/ui/sdk/1/aksis.js';

const part = (path, name) => async (element, context) => {
  const [code] = await Promise.all([
    import(new URL(path, import.meta.url)),
    loadStyle(new URL('./matching.css', import.meta.url).href),
  ]);
  return code[name](element, context);
};

export const offersPage = part('./offers/list.js', 'offersPage');
export const offerPage = part('./offers/sheet.js', 'offerPage');
export const newOfferPage = part('./offers/edit.js', 'newOfferPage');
export const editOfferPage = part('./offers/edit.js', 'editOfferPage');
export const importPage = part('./imports/page.js', 'importPage');
export const peoplePage = part('./people/page.js', 'peoplePage');
export const resultPage = part('./results/page.js', 'resultPage');
export const matchesTab = part('./matches/tab.js', 'matchesTab');
export const recentWidget = part('./widgets/recent.js', 'recentWidget');
export const proposeWidget = part('./widgets/propose.js', 'proposeWidget');
