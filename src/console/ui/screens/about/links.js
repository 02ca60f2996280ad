// The three pages of help, side by side.
import { html, t } from '/ui/sdk/1/aksis.js';

const PAGES = { shortcuts: '/help', about: '/help/about', accessibility: '/help/accessibility' };

export const helpLinks = (active) =>
  html`<aksis-tabs
    .label=${t('about.pages')}
    .active=${Object.keys(PAGES).find((id) => PAGES[id] === active)}
    .tabs=${Object.entries(PAGES).map(([id, href]) => ({ id, href, label: t(`nav.help.${id}`) }))}
  ></aksis-tabs>`;
