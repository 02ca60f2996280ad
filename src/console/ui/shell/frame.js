// What stands around every screen: skip link, header, navigation, news of the network, the screen.
import {
  html,
  icon,
  network,
  nothing,
  onLocale,
  preferences,
  render,
  router,
  session,
  t,
} from '/ui/sdk/1/aksis.js';

import { helpWith } from './keys.js';
import { openFinder } from './finder.js';
import { moreSheet } from './more.js';
import { Outlet } from './outlet.js';
import { personMenu } from './person_menu.js';
import { navigation, shortOf, titleOf } from './routes.js';

const BAR_PLACES = 4;
let frame;

const isHere = (entry) =>
  entry.path === '/'
    ? router.path === '/'
    : router.path === entry.path || router.path.startsWith(`${entry.path}/`);

function linkTo(entry, words = titleOf(entry)) {
  return html`<a
    class="nav_link"
    href=${entry.path}
    aria-current=${isHere(entry) ? 'page' : nothing}
  >
    ${icon(entry.icon ?? 'module')}<span>${words}</span></a
  >`;
}

function rail(entries) {
  const groups = {
    main: entries.filter((one) => one.group !== 'admin'),
    admin: entries.filter((one) => one.group === 'admin'),
  };
  return html`<nav class="rail" aria-label=${t('shell.nav.label')}>
    <ul role="list">
      ${groups.main.map((one) => html`<li>${linkTo(one)}</li>`)}
    </ul>
    ${
      groups.admin.length
        ? html`<h2 id="rail-admin">${t('shell.nav.admin')}</h2>
            <ul role="list" aria-labelledby="rail-admin">
              ${groups.admin.map((one) => html`<li>${linkTo(one)}</li>`)}
            </ul>`
        : nothing
    }
  </nav>`;
}

function bar(entries) {
  const main = entries.filter((one) => one.group !== 'admin');
  const fits = entries.length <= BAR_PLACES + 1;
  const first = fits ? entries : main.slice(0, BAR_PLACES);
  const rest = entries.filter((one) => !first.includes(one));
  return html`<nav class="bar" aria-label=${t('shell.nav.label')}>
    <ul role="list">
      ${first.map((one) => html`<li>${linkTo(one, shortOf(one))}</li>`)}
      ${
        rest.length
          ? html`<li>
              <button
                type="button"
                aria-haspopup="dialog"
                class="nav_link ${rest.some(isHere) ? 'here' : ''}"
                @click=${() => moreSheet(rest.map((one) => ({ ...one, label: titleOf(one), here: isHere(one) })))}
              >
                ${icon('menu')}<span>${t('shell.nav.more')}</span>
              </button>
            </li>`
          : nothing
      }
    </ul>
  </nav>`;
}

function header() {
  return html`<header class="top">
    <a class="brand" href="/" aria-label=${t('shell.home')}
      ><span class="mark" aria-hidden="true"></span> <span class="name">aksis</span></a
    >
    <button
      type="button"
      class="search_button"
      aria-haspopup="dialog"
      aria-keyshortcuts="/"
      @click=${() => openFinder('search')}
    >
      ${icon('search')}<span>${t('shell.search.button')}</span> <kbd aria-hidden="true">/</kbd>
    </button>
    ${personMenu()}
  </header>`;
}

function news() {
  const { state } = network;
  const words = state === 'ok' ? '' : t(`shell.network.${state}`);
  return html`<div class="network ${state}" role="status">
    ${
      words
        ? html`${icon(state === 'offline' ? 'offline' : 'clock')}<span>${words}</span>`
        : nothing
    }
  </div>`;
}

function draw() {
  if (!frame) return;
  const entries = navigation();
  render(
    html`<a class="skip" href="#main">${t('shell.skip')}</a>
      ${header()}${news()}
      <div class="middle">
        ${rail(entries)}
        <main id="main" tabindex="-1">${frame.outlet.element}</main>
      </div>
      ${bar(entries)}`,
    frame.root,
  );
}

export async function startFrame(app) {
  stopFrame();
  const root = document.createElement('div');
  root.className = 'frame';
  app.replaceChildren(root);
  const ends = new AbortController();
  const { signal } = ends;
  frame = { root, ends, outlet: new Outlet(signal) };
  onLocale(draw, { signal });
  network.onChange(draw, { signal });
  session.onChange(draw, { signal });
  preferences.onChange(draw, { signal });
  router.onChange(draw, { signal });
  helpWith(signal);
  draw();
  await frame.outlet.show();
}

export function stopFrame() {
  if (!frame) return;
  frame.ends.abort();
  frame.outlet.leave();
  frame = undefined;
}
