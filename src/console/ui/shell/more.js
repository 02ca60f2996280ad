// The rest of the navigation on a phone, in a window from below.
import { html, icon, nothing, openDialog, t } from '/ui/sdk/1/aksis.js';

function group(entries, title, close) {
  if (!entries.length) return nothing;
  return html`${title ? html`<h3>${title}</h3>` : nothing}
    <ul role="list" class="more_list">
      ${entries.map(
        (one) =>
          html`<li>
            <a
              class="nav_link"
              href=${one.path}
              @click=${() => close()}
              aria-current=${one.here ? 'page' : nothing}
              >${icon(one.icon ?? 'module')} <span>${one.label}</span></a
            >
          </li>`,
      )}
    </ul>`;
}

export function moreSheet(entries) {
  openDialog({
    title: t('shell.nav.more'),
    kind: 'sheet',
    content: (close) =>
      html`<nav aria-label=${t('shell.nav.more')}>
        ${group(
          entries.filter((one) => one.group !== 'admin'),
          '',
          close,
        )}
        ${group(
          entries.filter((one) => one.group === 'admin'),
          t('shell.nav.admin'),
          close,
        )}
      </nav>`,
  });
}
