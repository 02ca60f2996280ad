// The people whose record changed last, and how many there are.
import { can, api, html, nothing, relative, t } from '/ui/sdk/1/aksis.js';

import { fullName } from '../../people/names.js';
import { Reading } from '../../reading.js';

class PeopleWidget extends Reading {
  get scope() {
    return this.options?.scope ?? (can('people.supervise') ? 'agency' : 'mine');
  }

  async read(signal) {
    const query = { scope: this.scope, sort: '-changed', limit: this.options?.count ?? 5 };
    return (await api.get('/people', { query, signal })).data;
  }

  #nobody() {
    return html`<aksis-empty
      icon="people"
      .heading=${t('home.people.nobody')}
      .text=${t('home.people.nobody_text')}
      .action=${
        can('people.write')
          ? { label: t('home.people.add'), href: '/people/new', icon: 'plus' }
          : { label: t('home.people.all'), href: '/people?scope=all' }
      }
    ></aksis-empty>`;
  }

  show({ people, total }) {
    if (!people.length) return this.#nobody();
    return html`<div class="stack tight">
      ${
        total === undefined || total === null
          ? nothing
          : html`<a class="figure link_figure" href="/people?scope=${this.scope}"
              ><strong>${total}</strong>
              <span>${t(`home.people.count_${this.scope}`, { count: total })}</span></a
            >`
      }
      <h3 class="small quiet">${t('home.people.changed')}</h3>
      <ul role="list" class="widget_rows">
        ${people.map(
          (one) =>
            html`<li>
              <a class="grow" href="/people/${one.id}">${fullName(one)}</a>
              <span class="small quiet nowrap">${relative(one.changed_at)}</span>
            </li>`,
        )}
      </ul>
    </div>`;
  }
}

customElements.define('aksis-widget-people', PeopleWidget);
