// Who is signed in, and what they change most: looks, language, going away.
import { html, icon, locale, preferences, session, t } from '/ui/sdk/1/aksis.js';

import { signOut } from './sign_out.js';

const THEMES = [
  ['system', 'device'],
  ['light', 'sun'],
  ['dark', 'moon'],
  ['contrast', 'eye'],
];

const initials = (name) =>
  name
    .split(/[\s-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word[0].toUpperCase())
    .join('');

function hide() {
  document.getElementById('person-menu')?.hidePopover();
}

function choice(name, value, label, checked, run, symbol) {
  return html`<label class="pick"
    ><input
      type="radio"
      name=${name}
      value=${value}
      .checked=${checked}
      @change=${run}
    />${symbol ? icon(symbol) : ''}<span>${label}</span></label
  >`;
}

export function personMenu() {
  const name = session.account?.name ?? '';
  const theme = preferences.get('theme') ?? 'system';
  return html`<button type="button" class="person_button" popovertarget="person-menu">
      <span class="initials" data-initials=${initials(name)}></span>
      <span class="person_name">${name}</span>
      <span class="hidden_text">${t('shell.person.button')}</span>${icon('down')}
    </button>
    <div
      id="person-menu"
      popover
      class="person_menu"
      role="dialog"
      aria-label=${t('shell.person.menu')}
    >
      <p class="who">
        <strong>${name}</strong><span class="quiet">${session.account?.login}</span>
      </p>
      <a class="nav_link" href="/profile" @click=${hide}
        >${icon('person')}<span>${t('shell.person.profile')}</span></a
      >
      <a class="nav_link" href="/help" @click=${hide}
        >${icon('question')}<span>${t('nav.help')}</span></a
      >
      <fieldset class="picks">
        <legend>${t('shell.person.theme')}</legend>
        ${THEMES.map(([value, symbol]) =>
          choice(
            'theme',
            value,
            t(`shell.theme.${value}`),
            theme === value,
            () => preferences.set('theme', value),
            symbol,
          ),
        )}
      </fieldset>
      <fieldset class="picks">
        <legend>${t('shell.person.language')}</legend>
        ${[
          ['fr', 'Français'],
          ['en', 'English'],
        ].map(([value, label]) =>
          choice(
            'language',
            value,
            html` <span lang=${value}>${label}</span>`,
            locale() === value,
            () => preferences.set('language', value),
          ),
        )}
      </fieldset>
      <button
        type="button"
        class="nav_link"
        @click=${() => {
          hide();
          signOut();
        }}
      >
        ${icon('log_out')} <span>${t('shell.person.sign_out')}</span>
      </button>
    </div>`;
}
