// The search above the portfolio. What is searched is personal: it is sent in a body and stands in
// no address.
import { AksisElement, api, can, html, icon, nothing, t } from '/ui/sdk/1/aksis.js';

import { openElsewhere } from './elsewhere.js';
import { bornOn, fullName } from './names.js';
import { commune } from './communes.js';

const WAIT_MS = 220;
const LEAST = 2;

class PeopleSearch extends AksisElement {
  static properties = {
    query: { state: true },
    found: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  #later;
  #asking = new AbortController();

  constructor() {
    super();
    this.query = '';
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#asking.abort();
    clearTimeout(this.#later);
  }

  #typed(value) {
    this.query = value;
    this.#asking.abort();
    clearTimeout(this.#later);
    this.say('searching', value.trim().length >= LEAST);
    if (value.trim().length < LEAST) {
      this.found = this.problem = undefined;
      this.busy = false;
      return;
    }
    this.busy = true;
    this.#later = setTimeout(() => this.#ask(value.trim()), WAIT_MS);
  }

  async #ask(q) {
    const { signal } = (this.#asking = new AbortController());
    try {
      const { data } = await api.post('/people/search', { q, limit: 50 }, { signal });
      this.found = data;
      this.problem = undefined;
    } catch (problem) {
      if (signal.aborted) return;
      this.problem = problem;
    }
    this.busy = false;
  }

  #clear() {
    this.querySelector('input').value = '';
    this.#typed('');
    this.querySelector('input').focus();
  }

  #person(it) {
    return html`<li>
      <a class="found_person" href="/people/${it.id}">
        <span class="found_name"
          >${fullName(it)}
          ${
            it.by_sound
              ? html`<span class="status info">${t('people.search.by_sound')}</span>`
              : nothing
          }</span
        >
        <span class="small quiet"
          >${[bornOn(it), it.reference].filter(Boolean).join(' · ')}${
            it.commune ? html` · ${commune(it.commune)}` : nothing
          }</span
        >
        ${icon('right')}</a
      >
    </li>`;
  }

  #elsewhere(count) {
    if (!count) return nothing;
    return html`<div class="notice">
      ${icon('building')}
      <div class="grow stack tight">
        <p>${t('people.search.elsewhere', { count })}</p>
        ${
          can('people.break_glass')
            ? html`<p>
                <button type="button" class="button small" @click=${() => openElsewhere()}>
                  ${icon('key')}${t('people.glass.open')}
                </button>
              </p>`
            : html`<p class="small">${t('people.search.elsewhere_ask')}</p>`
        }
      </div>
    </div>`;
  }

  #results() {
    if (this.problem)
      return html`<aksis-error
        .problem=${this.problem}
        .retry=${() => this.#ask(this.query.trim())}
      ></aksis-error>`;
    if (!this.found) return nothing;
    const { people, elsewhere } = this.found;
    return html`<section class="card people_found" aria-label=${t('people.search.results')}>
      ${
        people.length
          ? html`<ul role="list">
              ${people.map((it) => this.#person(it))}
            </ul>`
          : html`<aksis-empty
              kind="no_result"
              .heading=${t('people.search.none')}
              .text=${t('people.search.none_text')}
              .action=${{ label: t('people.search.clear'), run: () => this.#clear() }}
            ></aksis-empty>`
      }
      ${this.#elsewhere(elsewhere)}
    </section>`;
  }

  render() {
    const count = this.found?.people.length;
    return html`<div class="stack">
      <form role="search" @submit=${(event) => event.preventDefault()}>
        <label class="hidden_text" for=${this.idOf('q')}>${t('people.search.label')}</label>
        <span class="with_icon"
          >${icon('search')}<input
            type="search"
            id=${this.idOf('q')}
            maxlength="200"
            autocomplete="off"
            spellcheck="false"
            placeholder=${t('people.search.placeholder')}
            @input=${(event) => this.#typed(event.target.value)}
        /></span>
      </form>
      <p class="hidden_text" role="status">
        ${
          this.busy
            ? t('people.search.busy')
            : count === undefined
              ? ''
              : t('people.search.count', { count })
        }
      </p>
      ${this.#results()}
    </div>`;
  }
}

customElements.define('aksis-people-search', PeopleSearch);
