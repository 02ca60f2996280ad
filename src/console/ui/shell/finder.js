// One field that finds: people, what modules search, and screens ("search"), or screens and commands
// ("palette"). A combobox over a list in groups; the focus stays in the field.
import { html, icon, live, nothing, openDialog, t } from '/ui/sdk/1/aksis.js';

import { commandGroups, searchGroups } from './sources.js';

const WAIT_MS = 180;

class Finder {
  groups = [];
  at = -1;
  query = '';
  busy = false;

  constructor(kind) {
    this.kind = kind;
  }

  get options() {
    return this.groups.flatMap((group) => group.options);
  }

  async look(query) {
    this.query = query;
    this.asked?.abort();
    clearTimeout(this.later);
    const { signal } = (this.asked = new AbortController());
    const sources = this.kind === 'palette' ? commandGroups(query) : searchGroups(query);
    this.groups = sources.filter((source) => source.options?.length);
    this.at = this.options.length && query ? 0 : -1;
    this.dialog?.refresh();
    const remote = sources.filter((source) => source.ask);
    if (!remote.length) return;
    this.later = setTimeout(async () => {
      this.busy = true;
      this.dialog?.refresh();
      await Promise.all(
        remote.map(async (source) => {
          const given = await source.ask(signal).catch((problem) => ({ problem }));
          if (signal.aborted) return;
          if (given.options?.length || given.problem || given.note)
            this.groups = [...this.groups, { ...source, options: [], ...given }].sort(
              (a, b) => a.order - b.order,
            );
          if (this.at < 0 && this.options.length) this.at = 0;
          this.dialog?.refresh();
        }),
      );
      if (signal.aborted) return;
      this.busy = false;
      this.dialog?.refresh();
    }, WAIT_MS);
  }

  key(event) {
    const count = this.options.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count) {
      event.preventDefault();
      this.at = (this.at + step + count) % count;
      this.dialog.refresh();
      document.getElementById(`finder-${this.at}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && this.options[this.at]) {
      event.preventDefault();
      this.take(this.options[this.at]);
    } else if (event.key === 'Escape' && this.query) {
      // The first Escape empties the field, the second one closes.
      event.preventDefault();
      event.stopPropagation();
      this.look('');
    }
  }

  take(option) {
    this.dialog.close();
    option.run();
  }

  status() {
    if (this.busy) return t('shell.search.busy');
    if (!this.query.trim()) return '';
    return t('shell.search.count', { count: this.options.length });
  }

  body() {
    let index = -1;
    const row = (option) => {
      const at = ++index;
      return html`<div
        role="option"
        id="finder-${at}"
        class="found"
        aria-selected=${at === this.at}
        @click=${() => this.take(option)}
        @pointermove=${() => {
          if (this.at === at) return;
          this.at = at;
          this.dialog.refresh();
        }}
      >
        ${icon(option.icon)}<span class="grow"
          ><span class="found_label">${option.label}</span>
          ${option.detail ? html`<span class="quiet small">${option.detail}</span>` : nothing}</span
        >
        ${option.keys ? html`<kbd>${option.keys}</kbd>` : nothing}
      </div>`;
    };
    const empty = this.query.trim() && !this.busy && !this.options.length && !this.groups.length;
    return html`<div class="finder">
      <div class="with_icon">
        ${icon(this.kind === 'palette' ? 'command' : 'search')}
        <input
          type="search"
          role="combobox"
          aria-expanded=${this.options.length ? 'true' : 'false'}
          aria-controls="finder-list"
          autofocus
          aria-autocomplete="list"
          autocomplete="off"
          spellcheck="false"
          maxlength="200"
          aria-label=${t(`shell.${this.kind}.title`)}
          placeholder=${t(`shell.${this.kind}.placeholder`)}
          aria-activedescendant=${this.at < 0 ? nothing : `finder-${this.at}`}
          .value=${live(this.query)}
          @input=${(event) => this.look(event.target.value)}
          @keydown=${(event) => this.key(event)}
        />
      </div>
      <div
        id="finder-list"
        role="listbox"
        aria-label=${t('shell.search.results')}
        class="finder_list"
      >
        ${this.groups.map((group, number) =>
          group.options.length
            ? html`<div role="group" aria-labelledby="finder-group-${number}">
                <p class="finder_group" id="finder-group-${number}">${group.title}</p>
                ${group.options.map(row)}
              </div>`
            : nothing,
        )}
      </div>
      ${this.groups.map((group) =>
        group.problem || group.note
          ? html`<p class="finder_note">
              <strong>${group.title}</strong> ${group.problem?.text ?? group.note}
            </p>`
          : nothing,
      )}
      ${empty ? html`<p class="finder_note">${t('shell.search.none', { query: this.query.trim() })}</p>` : nothing}
      ${!this.query.trim() && this.kind === 'search' ? html`<p class="finder_note">${t('shell.search.hint')}</p>` : nothing}
      <p class="hidden_text" role="status">${this.status()}</p>
    </div>`;
  }
}

/** @param {"search"|"palette"} kind */
export async function openFinder(kind) {
  if (document.querySelector('dialog.finder_dialog[open]')) return;
  const finder = new Finder(kind);
  finder.look('');
  finder.dialog = openDialog({
    title: t(`shell.${kind}.title`),
    kind: 'finder_dialog',
    content: () => finder.body(),
  });
  await finder.dialog.closed;
  finder.asked?.abort();
  clearTimeout(finder.later);
}
