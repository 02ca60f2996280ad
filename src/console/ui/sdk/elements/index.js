// The elements of the SDK. The small ones come with it; the large ones load when the page first
// holds one: Lit takes up the properties that were set before.
export { AksisElement } from './element.js';
export { icon } from './icon.js';
import './states.js';
import './surfaces.js';
import './tabs.js';

const LATER = {
  'aksis-list': () => import('./list/list.js'),
  'aksis-filters': () => import('./filters/filters.js'),
  'aksis-form': () => import('./form/form.js'),
  'aksis-combobox': () => import('./combobox.js'),
  'aksis-menu': () => import('./menu.js'),
  'aksis-field': () => import('./field.js'),
  'aksis-timeline': () => import('./timeline.js'),
  'aksis-score': () => import('./score.js'),
  'aksis-stepper': () => import('./stepper.js'),
  'aksis-drop': () => import('./drop.js'),
  'aksis-chart': () => import('../lazy/chart.js'),
  'aksis-map': () => import('../lazy/map.js'),
  'aksis-calendar': () => import('../lazy/calendar.js'),
};

function loadSeen() {
  // One look for all of them: it comes with every change of the page.
  for (const { localName: name } of document.querySelectorAll(':not(:defined)')) {
    const load = LATER[name];
    if (!load) continue;
    delete LATER[name];
    // A chunk that the network lost is asked for again with the next change of the page.
    load().catch(() => {
      window.dispatchEvent(new Event('aksis-part-lost'));
      setTimeout(() => {
        LATER[name] = load;
      }, 2000);
    });
  }
}

new MutationObserver(loadSeen).observe(document.documentElement, {
  childList: true,
  subtree: true,
});
loadSeen();
