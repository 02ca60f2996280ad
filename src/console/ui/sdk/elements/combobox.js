// Search as you type: the combobox of ARIA 1.2 over an input, with a list that arrows walk.
import { html, nothing } from 'lit';

import { announce } from '../core/announce.js';
import { t } from '../core/i18n.js';
import { AksisElement, define } from './element.js';
import { icon } from './icon.js';
import { keepPlaced } from './place.js';

const WAIT_MS = 180;
const folded = (words) =>
  String(words)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('œ', 'oe')
    .replaceAll('’', "'")
    .toLowerCase();

/**
 * `<aksis-combobox label .search=async(q, signal)=>[{value, label, detail}] | .options=[…] .value
 * multiple free min="2" placeholder>`.
 * `value`: an option, or the plain value (its label is then looked for in `options`, `known` and
 * what was found). Event `change`
 * (detail: the option or options); `plain` gives the plain value or values.
 */
class Combobox extends AksisElement {
  static properties = {
    label: {},
    placeholder: {},
    inputId: { attribute: 'input-id' },
    describedby: {},
    search: { attribute: false },
    options: { attribute: false },
    known: { attribute: false },
    value: { attribute: false },
    multiple: { type: Boolean },
    free: { type: Boolean },
    invalid: { type: Boolean },
    disabled: { type: Boolean },
    min: { type: Number },
    found: { state: true },
    at: { state: true },
    open: { state: true },
    state: { state: true },
    typed: { state: true },
  };

  #timer;
  #abort;
  #labels = new Map();

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#abort?.abort();
  }

  get #input() {
    return this.querySelector('input');
  }
  get #list() {
    return this.querySelector('[popover]');
  }
  get chosen() {
    return [this.value ?? []].flat().map((it) => this.#option(it));
  }
  get plain() {
    return this.multiple ? this.chosen.map((it) => it.value) : this.chosen[0]?.value;
  }

  #option(it) {
    if (it && typeof it === 'object') return it;
    return (
      this.#labels.get(it) ??
      [...(this.options ?? []), ...(this.known ?? [])].find((one) => one.value === it) ?? {
        value: it,
        label: String(it),
      }
    );
  }

  willUpdate(changes) {
    if (changes.has('value') && !this.multiple) this.typed = undefined;
  }

  #type(event) {
    this.typed = event.target.value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), this.search ? WAIT_MS : 0);
  }

  async #look() {
    const words = (this.typed ?? '').trim();
    if (this.search && words.length < (this.min ?? 2)) return this.#hide();
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    this.state = 'waiting';
    this.#show();
    try {
      const found = this.search
        ? await this.search(words, abort.signal)
        : (this.options ?? []).filter((it) =>
            folded(`${it.label} ${it.detail ?? ''}`).includes(folded(words)),
          );
      if (abort.signal.aborted) return undefined;
      this.found = found;
      this.at = found.length && words ? 0 : -1;
      this.state = 'found';
      announce(t('el.combobox.found', { count: found.length }));
    } catch {
      if (abort.signal.aborted) return undefined;
      this.found = [];
      this.state = 'failed';
    }
    return undefined;
  }

  async #show() {
    if (this.open) return;
    this.open = true;
    await this.updateComplete;
    if (!this.#list || this.#list.matches(':popover-open')) return;
    this.#list.showPopover();
    keepPlaced(this.#list, this.#input, { wide: true });
  }

  #hide() {
    if (this.#list?.matches(':popover-open')) this.#list.hidePopover();
    this.open = false;
  }

  #take(option) {
    this.#labels.set(option.value, option);
    const now = this.chosen;
    this.value = this.multiple
      ? now.some((it) => it.value === option.value)
        ? now
        : [...now, option]
      : option;
    this.typed = this.multiple ? '' : undefined;
    this.#hide();
    this.say('change', this.multiple ? this.value : option);
  }

  #remove(option) {
    this.value = this.multiple ? this.chosen.filter((it) => it.value !== option.value) : undefined;
    this.typed = this.multiple ? this.typed : '';
    this.say('change', this.value);
  }

  #key(event) {
    const count = this.found?.length ?? 0;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!this.open) return this.#look();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.at = count ? (this.at + step + count) % count : -1;
      this.updateComplete.then(() =>
        this.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }),
      );
    } else if (event.key === 'Enter' && this.open) {
      event.preventDefault();
      const option = this.found?.[this.at];
      if (option) this.#take(option);
      else if (this.free && this.typed) this.#take({ value: this.typed, label: this.typed });
    } else if (event.key === 'Escape' && this.open) {
      event.preventDefault();
      event.stopPropagation();
      this.#hide();
    } else if (event.key === 'Backspace' && this.multiple && !this.typed && this.chosen.length) {
      this.#remove(this.chosen.at(-1));
    }
    return undefined;
  }

  /** What was typed and not chosen is put back to what is chosen, so that the field never lies. */
  #blur() {
    this.#hide();
    if (this.typed === undefined) return;
    if (this.free && this.typed && !this.multiple)
      this.#take({ value: this.typed, label: this.typed });
    else if (!this.typed && !this.multiple && this.chosen.length) this.#remove(this.chosen[0]);
    else this.typed = undefined;
  }

  #line(option, i) {
    return html`<li
      role="option"
      id=${this.idOf(`option-${i}`)}
      aria-selected=${i === this.at}
      class="option"
      @pointerdown=${(event) => event.preventDefault()}
      @click=${() => this.#take(option)}
    >
      <span
        >${option.label}${option.detail ? html`<small class="quiet">${option.detail}</small>` : nothing}</span
      >
    </li>`;
  }

  render() {
    const id = this.inputId || this.idOf('input');
    const shown = this.typed ?? (this.multiple ? '' : (this.chosen[0]?.label ?? ''));
    const message =
      this.state === 'waiting'
        ? t('el.combobox.waiting')
        : this.state === 'failed'
          ? t('el.combobox.failed')
          : this.found?.length === 0
            ? t('el.combobox.none')
            : nothing;
    return html`${this.label ? html`<label class="field_label" for=${id}>${this.label}</label>` : nothing}
      ${
        this.multiple && this.chosen.length
          ? html`<aksis-chips
              removable
              .items=${this.chosen.map((it) => ({ id: it.value, label: it.label }))}
              @remove=${(event) => {
                event.stopPropagation();
                this.#remove({ value: event.detail.id });
              }}
              @clear=${() => {
                this.value = [];
                this.say('change', []);
              }}
            ></aksis-chips>`
          : nothing
      }
      <span class="with_icon combobox"
        >${icon(this.search ? 'search' : 'down')}<input
          id=${id}
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck="false"
          .value=${shown}
          placeholder=${this.placeholder ?? nothing}
          ?disabled=${this.disabled}
          aria-expanded=${Boolean(this.open)}
          aria-autocomplete="list"
          aria-controls=${this.idOf('list')}
          aria-activedescendant=${this.open && this.at >= 0 && this.found?.length ? this.idOf(`option-${this.at}`) : nothing}
          aria-describedby=${this.describedby || nothing}
          aria-invalid=${this.invalid ? 'true' : nothing}
          @input=${this.#type}
          @keydown=${this.#key}
          @blur=${this.#blur}
          @click=${() => !this.search && this.#look()}
          @change=${(event) => event.stopPropagation()}
      /></span>
      <div popover="manual" class="menu options">
        <ul
          role="listbox"
          id=${this.idOf('list')}
          aria-label=${this.label || t('el.combobox.list')}
        >
          ${this.state === 'found' ? (this.found ?? []).map((it, i) => this.#line(it, i)) : nothing}
        </ul>
        ${message === nothing ? nothing : html`<p class="quiet panel_text">${message}</p>`}
      </div>`;
  }
}

define('aksis-combobox', Combobox);
