// Everything that is held of the person, for them: a file for machines and a page to read; and the
// end.
import {
  AksisElement,
  api,
  can,
  html,
  icon,
  navigate,
  nothing,
  saveFile,
  t,
  toast,
} from '/ui/sdk/1/aksis.js';

import { ask } from '../people/ask.js';
import { fullName } from '../people/names.js';

const GROUNDS = ['request', 'consent_withdrawn', 'objection', 'unlawful', 'obligation'];

class OwnData extends AksisElement {
  static properties = {
    record: { attribute: false },
    busy: { state: true },
    given: { state: true },
  };

  async #export() {
    this.busy = true;
    try {
      this.given = (await api.get(`/people/${this.record.id}/export`)).data;
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      if (!problem.wantsFactor) toast(problem.text, { kind: 'bad' });
    } finally {
      this.busy = false;
    }
  }

  /** The files are named by the reference: names stay out of folders of downloads. */
  #take(kind) {
    const name = `${t('people.export.file')}-${this.record.reference ?? this.record.id}`;
    if (kind === 'json')
      saveFile(`${name}.json`, 'application/json', JSON.stringify(this.given.data, null, 2));
    else saveFile(`${name}.html`, 'text/html;charset=utf-8', this.given.page);
  }

  async #erase() {
    const who = this.record.bare
      ? t('people.erase.this_one')
      : `${fullName(this.record)} (${this.record.reference})`;
    const done = await ask({
      title: t('people.erase.title'),
      danger: true,
      action: t('people.erase.action'),
      text: () =>
        html`<p>${t('people.erase.text', { who })}</p>
          <ul class="consequences" role="list">
            ${['key', 'modules', 'relations', 'kept', 'never'].map(
              (it) =>
                html`<li>
                  ${icon(
                    {
                      key: 'key',
                      modules: 'module',
                      relations: 'people',
                      kept: 'history',
                      never: 'warning',
                    }[it],
                  )}<span>${t(`people.erase.${it}`)}</span>
                </li>`,
            )}
          </ul>`,
      fields: [
        {
          name: 'ground',
          label: t('people.erase.ground'),
          options: GROUNDS.map((value) => ({ value, label: t(`people.ground.${value}`) })),
        },
        {
          name: 'reason',
          label: t('people.erase.reason'),
          hint: t('people.erase.reason_hint'),
          rows: 3,
          min: 3,
        },
        {
          name: 'sure',
          label: t('people.erase.sure', { word: t('people.erase.word') }),
          hint: t('people.erase.sure_hint'),
        },
      ],
      run: async ({ ground, reason, sure }) => {
        const word = t('people.erase.word');
        if (sure.trim().toLowerCase() !== word.toLowerCase()) {
          const message = t('people.erase.sure_wrong', { word });
          throw Object.assign(new Error(message), {
            status: 400,
            text: message,
            errors: [{ pointer: '/sure', message }],
          });
        }
        return (
          await api.post(`/people/${this.record.id}/erase`, { ground, reason: reason.trim() })
        ).data;
      },
    });
    if (!done) return;
    toast(t('people.erase.done'));
    navigate(can('people.read') ? '/people' : '/', { replace: true });
  }

  render() {
    const erase = can('people.erase');
    const gives = can('people.export');
    if (!gives && !erase) return nothing;
    return html`<aksis-card level="2" icon="file" .heading=${t('people.export.title')}
      ><div class="stack">
        ${
          gives
            ? html`<p class="quiet">${t('people.export.text')}</p>
                ${
                  this.given
                    ? html`<div class="buttons" role="status">
                        <button
                          type="button"
                          class="button primary"
                          @click=${() => this.#take('page')}
                        >
                          ${icon('download')}${t('people.export.page')}
                        </button>
                        <button type="button" class="button" @click=${() => this.#take('json')}>
                          ${icon('download')}${t('people.export.json')}
                        </button>
                      </div>`
                    : html`<div class="buttons">
                        <button
                          type="button"
                          class="button"
                          aria-busy=${this.busy ? 'true' : nothing}
                          @click=${this.#export}
                        >
                          ${icon('lock')}${t('people.export.prepare')}
                        </button>
                      </div>`
                }`
            : nothing
        }
        ${
          erase
            ? html`${gives ? html`<hr />` : nothing}
                <p class="quiet">${t('people.erase.intro')}</p>
                <div class="buttons">
                  <button type="button" class="button danger" @click=${this.#erase}>
                    ${icon('trash')}${t('people.erase.open')}
                  </button>
                </div>`
            : nothing
        }
      </div></aksis-card
    >`;
  }
}

customElements.define('aksis-own-data', OwnData);
