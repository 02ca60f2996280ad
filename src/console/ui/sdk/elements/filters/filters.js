// Filters whose values live in the address: the usual ones at hand, all of them in a panel, what
// is on as chips.
import { html, nothing } from 'lit';

import { openDialog } from '../../core/dialogs.js';
import { t } from '../../core/i18n.js';
import { router, setQuery } from '../../core/router.js';
import { AksisElement, define } from '../element.js';
import { icon } from '../icon.js';
import { asChips, control, namesOf } from './controls.js';

const NARROW = 640;
const WAIT_MS = 300;

/**
 * `<aksis-filters .filters=[{id, label, type, options, more, placeholder, hint, search}]>`;
 * `more` puts a filter in the panel only. Event
 * `change` (detail: the values). Values: text, number, select, date → a word; multi → words;
 * period → `id_from`, `id_to`; flag → "true".
 */
class Filters extends AksisElement {
  static properties = { filters: { attribute: false }, label: {}, narrow: { state: true } };

  #watch = new ResizeObserver(([entry]) => {
    this.narrow = entry.contentRect.width < NARROW;
  });
  #leave;
  #timer;
  #pending = {};

  connectedCallback() {
    super.connectedCallback();
    this.narrow = (this.clientWidth || innerWidth) < NARROW;
    this.#watch.observe(this);
    this.#leave = router.onChange(({ kind }) => kind === 'query' && this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#watch.disconnect();
    this.#leave?.();
    clearTimeout(this.#timer);
    this.#pending = {};
  }

  get values() {
    const query = router.query;
    return Object.fromEntries(
      (this.filters ?? [])
        .flatMap(namesOf)
        .filter((name) => query.has(name))
        .map((name) => [
          name,
          query.getAll(name).length > 1 ? query.getAll(name) : query.get(name),
        ]),
    );
  }

  /** What is typed waits for the next letter; what is picked holds at once, with what was typed. */
  put(changes, typed = false) {
    clearTimeout(this.#timer);
    Object.assign(this.#pending, changes);
    const now = () => {
      const wanted = this.#pending;
      this.#pending = {};
      setQuery({ ...wanted, cursor: null });
      this.requestUpdate();
      this.say('change', this.values);
    };
    if (typed) this.#timer = setTimeout(now, WAIT_MS);
    else now();
  }

  clear() {
    this.put(Object.fromEntries((this.filters ?? []).flatMap(namesOf).map((name) => [name, null])));
  }

  async #all() {
    const wanted = {};
    const draw = () =>
      html`<form
        class="stack"
        id=${this.idOf('all')}
        @submit=${(event) => {
          event.preventDefault();
          dialog.close('show');
        }}
      >
        ${(this.filters ?? []).map((it) =>
          control(it, {
            id: this.idOf(`all-${it.id}`),
            shown: true,
            get: (name) =>
              name in wanted ? [wanted[name] ?? []].flat().map(String) : router.query.getAll(name),
            put: (changes) => {
              Object.assign(wanted, changes);
            },
          }),
        )}
      </form>`;
    const dialog = openDialog({
      title: t('el.filters.all'),
      kind: 'sheet',
      size: 's',
      content: draw,
      actions: [
        { id: 'clear', label: t('el.filters.reset'), kind: 'quiet' },
        { id: 'show', label: t('el.filters.show'), kind: 'primary' },
      ],
    });
    const done = await dialog.closed;
    if (done === 'clear') this.clear();
    if (done === 'show') this.put(wanted);
  }

  render() {
    const filters = this.filters ?? [];
    const query = router.query;
    const tools = {
      put: (changes, typed) => this.put(changes, typed),
      get: (name) => query.getAll(name),
    };
    const [first] = filters;
    const atHand = this.narrow
      ? first?.type === 'text'
        ? [first]
        : []
      : filters.filter((it) => !it.more);
    const chips = filters
      .filter((it) => !(it.type === 'text' && atHand.includes(it)))
      .flatMap((it) => asChips(it, query));
    return html`<div
      class="filters"
      role="search"
      aria-label=${this.label ?? t('el.filters.label')}
    >
      <div class="filters_row">
        ${atHand.map((it) => control(it, { ...tools, id: this.idOf(it.id) }))}
        ${
          filters.length > atHand.length
            ? html`<button type="button" class="button" @click=${this.#all} aria-haspopup="dialog">
                ${icon('filter')}
                ${this.narrow ? t('el.filters.short') : t('el.filters.all')}${chips.length ? html`<span class="badge accent">${chips.length}</span>` : nothing}
              </button>`
            : nothing
        }
      </div>
      ${
        chips.length
          ? html`<aksis-chips
              removable
              label=${t('el.filters.on')}
              .items=${chips}
              @remove=${(event) => this.put(event.detail.off)}
              @clear=${() => this.clear()}
            ></aksis-chips>`
          : nothing
      }
    </div>`;
  }
}

define('aksis-filters', Filters);
