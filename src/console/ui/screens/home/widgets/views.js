// Views of lists that somebody saved, one tap away.
import { AksisElement, can, html, icon, preferences, t, text } from '/ui/sdk/1/aksis.js';

import { contributed } from '../../../shell/contributions.js';

// The name under which a list keeps its views, and where the list is.
const LISTS = [
  { name: 'people', path: '/people', title: 'nav.people', permission: 'people.read' },
  {
    name: 'accounts',
    path: '/administration/users',
    title: 'nav.administration.users',
    permission: 'accounts.manage',
  },
  {
    name: 'organisations',
    path: '/administration/organisations',
    title: 'nav.administration.organisations',
    permission: 'organisations.read',
  },
  {
    name: 'audit',
    path: '/administration/audit',
    title: 'nav.administration.audit',
    permission: 'audit.read',
  },
  {
    name: 'jobs',
    path: '/administration/jobs',
    title: 'nav.administration.jobs',
    permission: 'jobs.read',
  },
];

/** A list of a module is kept as MODULE.ID, ID being its place in the navigation. */
const ofModules = () =>
  contributed('navigation').map((one) => ({
    name: `${one.module.id}.${one.id}`,
    path: one.path,
    of: one.title,
  }));

function views() {
  return [...LISTS.filter((one) => can(one.permission)), ...ofModules()].flatMap((list) =>
    (preferences.get(`list.${list.name}`)?.views ?? []).map((view) => ({ ...view, list })),
  );
}

class ViewsWidget extends AksisElement {
  #quiet;

  connectedCallback() {
    super.connectedCallback();
    this.#quiet = preferences.onChange(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#quiet();
  }

  reload() {
    this.requestUpdate();
  }

  render() {
    const found = views();
    if (!found.length)
      return html`<p class="quiet">${t('home.views.none')}</p>
        ${can('people.read') ? html`<p><a href="/people">${t('home.views.open')}</a></p>` : ''}`;
    return html`<ul role="list" class="widget_rows counts">
      ${found.map(
        ({ name, query, list }) =>
          html`<li>
            <a class="count_row" href="${list.path}?${query}"
              >${icon('filter')}<span class="grow"
                >${name}
                <span class="small quiet"
                  >${list.title ? t(list.title) : text(list.of)}</span
                > </span
              >${icon('right')}</a
            >
          </li>`,
      )}
    </ul>`;
  }
}

customElements.define('aksis-widget-views', ViewsWidget);
