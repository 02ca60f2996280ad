// What this program is, which version runs, which modules, and under which licences.
import { api, can, html, icon, loadStyle, nothing, t, text } from '/ui/sdk/1/aksis.js';
import sheet from 'css:./about.css';

import { Reading, screenOf } from '../reading.js';
import { libraries, serverLibraries } from './licences.js';
import { helpLinks } from './links.js';

class About extends Reading {
  async read(signal) {
    await loadStyle(sheet);
    // Who may not look after modules still learns which of them add to the console.
    const modules = can('modules.read')
      ? api.get('/modules', { signal })
      : api.get('/ui/contributions', { signal });
    const [version, listed] = await Promise.all([api.get('/version', { signal }), modules]);
    return { version: version.data, modules: listed.data.modules };
  }

  #libraries() {
    return html`<div
      class="table_frame"
      tabindex="0"
      role="group"
      aria-label=${t('about.console_libraries')}
    >
      <table class="table">
        <thead>
          <tr>
            <th scope="col">${t('about.name')}</th>
            <th scope="col">${t('about.version')}</th>
            <th scope="col">${t('about.licence')}</th>
            <th scope="col">${t('about.holder')}</th>
          </tr>
        </thead>
        <tbody>
          ${libraries.map(
            (one) =>
              html`<tr>
                <th scope="row">${one.name}</th>
                <td class="mono">${one.version}</td>
                <td>${one.licence}</td>
                <td class="quiet">${one.holder}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  show({ version, modules }) {
    return html`<div class="stack help_page">
      ${helpLinks('/help/about')}
      <section class="card stack">
        <h2>${t('about.program')}</h2>
        <p class="prose">${t('about.what')}</p>
        <aksis-facts
          .items=${[
            { term: t('about.version'), value: html`<span class="mono">${version.version}</span>` },
            { term: t('about.abi'), value: version.module_abi },
            { term: t('about.licence'), value: 'Apache-2.0' },
          ]}
        ></aksis-facts>
      </section>
      <section class="card stack">
        <h2>${t('about.modules')}</h2>
        ${
          modules.length
            ? html`<ul role="list" class="versions">
                ${modules.map(
                  (one) =>
                    html`<li>
                      ${icon('module')}
                      <span class="grow"
                        >${typeof one.title === 'object' ? text(one.title) : one.title || one.id}
                        <span class="small quiet mono">${one.id}</span></span
                      ><span class="mono">${one.version}</span>
                    </li>`,
                )}
              </ul>`
            : html`<p class="quiet">${t('about.no_module')}</p>`
        }
        ${
          can('modules.read')
            ? html`<p><a href="/administration/modules">${t('about.modules_more')}</a></p>`
            : nothing
        }
      </section>
      <section class="card stack">
        <h2>${t('about.inside')}</h2>
        <p class="quiet prose">${t('about.inside_text')}</p>
        <h3>${t('about.console_libraries')}</h3>
        ${this.#libraries()}
        <h3>${t('about.server_libraries')}</h3>
        <ul class="library_list">
          ${serverLibraries.map(
            ([name, licence]) =>
              html`<li>
                ${name}
                <span class="quiet"
                  >– ${licence === 'public domain' ? t('about.public_domain') : licence}</span
                >
              </li>`,
          )}
        </ul>
      </section>
    </div>`;
  }
}

customElements.define('aksis-about', About);
export default screenOf('aksis-about');
