// A form from a JSON Schema: every fault at once, at its field and in a summary that takes the
// focus.
import { html, nothing } from 'lit';

import { text, t } from '../../core/i18n.js';
import { guardLeave } from '../../core/router.js';
import { confirm } from '../../core/dialogs.js';
import { relativeText } from '../../core/formats.js';
import { AksisElement, define } from '../element.js';
import { described, words } from '../field.js';
import { icon } from '../icon.js';
import { control, isGroup } from './controls.js';
import { expected, faults } from './check.js';
import { drafts } from './drafts.js';
import { cleaned, get, initial, kindOf, nameOf, pointerOf, set } from './schema.js';
import { part } from './parts.js';
import { withoutSecrets } from './secrets.js';

/**
 * `<aksis-form>`; properties as in README.md. Also: `.actions` (more buttons beside the first),
 * `disabled`, `.cancel` (a path or a
 * function), `unguarded` (no question when the page is left). Events: `changed` (detail: the
 * value), `sent` (detail: the answer).
 */
class Form extends AksisElement {
  static properties = {
    schema: { attribute: false },
    value: { attribute: false },
    layout: { attribute: false },
    labels: { attribute: false },
    fields: { attribute: false },
    submit: { attribute: false },
    submitLabel: { attribute: 'submit-label' },
    cancel: { attribute: false },
    actions: { attribute: false },
    draft: {},
    disabled: { type: Boolean },
    unguarded: { type: Boolean },
    now: { state: true },
    errors: { state: true },
    busy: { state: true },
    restored: { state: true },
  };

  dirty = false;
  #free;

  constructor() {
    super();
    this.errors = [];
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.unguarded) return;
    const ask = async () => {
      if (!this.dirty || !this.isConnected) return true;
      return Boolean(
        await confirm({
          title: t('el.form.leave'),
          text: t(this.draft ? 'el.form.leave_draft' : 'el.form.leave_text'),
          action: t('el.form.leave_yes'),
        }),
      );
    };
    ask.dirty = () => this.dirty && !this.draft;
    this.#free = guardLeave(ask);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#free?.();
  }

  willUpdate(changes) {
    if ((changes.has('value') || changes.has('schema')) && this.schema && !this.dirty) {
      this.now = { ...initial(this.schema), ...this.value };
      this.restored = undefined;
      if (this.draft) this.#restore(this.draft);
    }
  }

  async #restore(name) {
    const kept = await drafts.read(name);
    // What is typed meanwhile is newer, and what is shown may be something else.
    if (!kept || this.dirty || this.draft !== name) return;
    this.now = { ...this.now, ...kept.value };
    this.restored = kept.at;
    this.dirty = true;
  }

  labelOf(path, schema) {
    const name = nameOf(path);
    const own =
      this.labels?.[name] ??
      this.fields?.[name]?.label ??
      schema.title ??
      this.labels?.[path.at(-1)];
    return own
      ? text(own)
      : String(path.at(-1))
          .replaceAll('_', ' ')
          .replace(/^./, (first) => first.toUpperCase());
  }

  idFor(path) {
    return this.idOf(path.join('-'));
  }
  errorAt(path) {
    return this.errors.find((it) => it.pointer === pointerOf(path))?.message;
  }

  put(path, value) {
    this.now = set(this.now, path, value);
    this.dirty = true;
    const pointer = pointerOf(path);
    this.errors = this.errors.filter(
      (it) => it.pointer !== pointer && !it.pointer.startsWith(`${pointer}/`),
    );
    if (this.draft)
      drafts.keep(this.draft, {
        value: withoutSecrets(this.schema, this.now, this.fields),
        at: Date.now(),
      });
    this.say('changed', this.now);
  }

  /** Adds to a list and puts the focus in what was added. */
  async add(path, value) {
    const now = get(this.now, path) ?? [];
    this.put(path, [...now, value]);
    await this.updateComplete;
    const place =
      this.querySelector(
        `[data-part="${pointerOf([...path, now.length])}"] :is(input, select, textarea)`,
      ) ??
      document.getElementById(now.length ? `${this.idFor(path)}-${now.length}` : this.idFor(path));
    place?.focus();
  }

  field(path, schema, required) {
    const name = nameOf(path);
    const own = this.fields?.[name] ?? {};
    const kind = kindOf(schema);
    const value = get(this.now, path);
    if (own.hidden === true || own.hidden?.(this.now) || kind === 'constant') return nothing;
    if (!own.render && (kind === 'object' || kind === 'objects'))
      return part(this, { path, schema, required, own, kind, value });
    const id = this.idFor(path);
    const error = this.errorAt(path);
    const hint = own.hint
      ? text(own.hint)
      : schema.description
        ? text(schema.description)
        : expected(schema);
    const it = {
      id,
      path,
      name,
      schema,
      kind,
      value,
      required,
      field: own,
      error,
      hint,
      label: this.labelOf(path, schema),
      disabled: this.disabled || own.disabled,
      described: described({ id, hint, error }),
      invalid: error ? 'true' : nothing,
      itemKind: kind === 'list' ? kindOf(schema.items ?? {}) : undefined,
      add: (one) => this.add(path, one),
      set: (to) => this.put(path, to),
      refuse: (message) => {
        this.errors = [
          ...this.errors.filter((e) => e.pointer !== pointerOf(path)),
          { pointer: pointerOf(path), message },
        ];
      },
    };
    const spoken = { ...it, optional: !required && this.marksOptional };
    const span = own.wide || kind === 'long' ? 'wide' : '';
    if (isGroup(it))
      return html`<fieldset
        class="field ${span} ${error ? 'wrong' : ''}"
        aria-describedby=${it.described}
      >
        <legend>
          ${it.label}${required ? html` <span class="mark">${t('el.field.required')}</span>` : nothing}
        </legend>
        ${words({ ...spoken, group: true })}${control(it)}
      </fieldset>`;
    return html`<div class="field ${span} ${error ? 'wrong' : ''}">
      ${words({ ...spoken, group: kind === 'boolean' })}${control(it)}
    </div>`;
  }

  async #send(event) {
    event.preventDefault();
    if (this.busy) return;
    const value = cleaned(this.schema, this.now);
    this.errors = faults(this.schema, value, [], true, this.fields);
    if (this.errors.length) return this.#tell();
    this.busy = true;
    const draft = this.draft; // what is sent may draw the form for another version
    try {
      const answer = await this.submit?.(value);
      this.dirty = false;
      if (draft) drafts.drop(draft);
      this.restored = undefined;
      this.say('sent', answer);
    } catch (problem) {
      if (problem?.status === undefined) throw problem;
      const named = (problem.errors ?? []).map((it) => ({
        ...it,
        pointer: it.pointer.replace(/^#/, '').replace(/^\/body(?=\/)/, ''),
      }));
      this.errors = named.length
        ? named
        : [{ pointer: '', message: problem.text ?? problem.detail }];
      this.#tell();
    } finally {
      this.busy = false;
    }
  }

  async #tell() {
    await this.updateComplete;
    this.querySelector('.summary')?.focus();
  }

  /** Back to the value given; what was typed is lost. */
  forget() {
    if (this.draft) drafts.drop(this.draft);
    this.dirty = false;
    this.restored = undefined;
    this.now = { ...initial(this.schema), ...this.value };
  }

  /** The label and the control of a fault; a pointer no field has is told without a link. */
  #place(pointer) {
    const path = pointer
      .split('/')
      .slice(1)
      .map((it) => it.replaceAll('~1', '/').replaceAll('~0', '~'))
      .map((it) => (/^\d+$/.test(it) ? Number(it) : it));
    let schema = this.schema;
    for (const key of path)
      schema = typeof key === 'number' ? schema?.items : schema?.properties?.[key];
    if (!path.length || !schema) return {};
    const numbered = path.filter((it) => typeof it === 'number').map((it) => it + 1);
    return {
      label: [
        this.labelOf(
          path.filter((it) => typeof it !== 'number'),
          schema,
        ),
        ...numbered,
      ].join(' '),
      id: this.idFor(path),
    };
  }

  #go(event, id) {
    event.preventDefault();
    const at = document.getElementById(id);
    at?.closest('details')?.setAttribute('open', '');
    at?.focus();
    at?.scrollIntoView({ block: 'center' });
  }

  #summary() {
    if (!this.errors.length) return nothing;
    return html`<div class="notice bad summary" tabindex="-1" role="alert">
      ${icon('error')}
      <div>
        <p class="strong">${t('el.form.errors', { count: this.errors.length })}</p>
        <ul>
          ${this.errors.map(({ pointer, message }) => {
            const { label, id } = this.#place(pointer);
            return html`<li>
              ${
                id
                  ? html`<a href="#${id}" @click=${(event) => this.#go(event, id)}>${label}</a
                      >${t('el.colon')} ${message}`
                  : html`${pointer ? html`<code>${pointer}</code>${t('el.colon')} ` : nothing}${message}`
              }
            </li>`;
          })}
        </ul>
      </div>
    </div>`;
  }

  #sections() {
    const { properties = {}, required = [] } = this.schema;
    const draw = (name) =>
      properties[name] ? this.field([name], properties[name], required.includes(name)) : nothing;
    const layout = this.layout ?? [{ fields: Object.keys(properties) }];
    return layout.map(
      (it) =>
        html`<fieldset class="section">
          ${it.title ? html`<legend>${text(it.title)}</legend>` : nothing}${it.text ? html`<p class="quiet">${text(it.text)}</p>` : nothing}
          <div class="fields columns_${it.columns ?? 1}">${it.fields.map(draw)}</div>
        </fieldset>`,
    );
  }

  render() {
    if (!this.schema || !this.now) return nothing;
    return html`<form class="form" novalidate @submit=${this.#send}>
      ${
        this.restored
          ? html`<div class="notice">
              ${icon('history')}
              <div class="row grow apart">
                <span>${t('el.form.restored', { when: relativeText(this.restored) })}</span>
                <button type="button" class="button small" @click=${this.forget}>
                  ${t('el.form.forget')}
                </button>
              </div>
            </div>`
          : nothing
      }
      ${this.#summary()}${this.#sections()}
      <div class="buttons form_end">
        <button
          class="button primary"
          aria-busy=${this.busy ? 'true' : nothing}
          ?disabled=${this.disabled}
        >
          ${this.submitLabel ?? t('sdk.save')}</button
        >${this.actions ?? nothing}
        ${
          typeof this.cancel === 'string'
            ? html`<a class="button quiet" href=${this.cancel}>${t('sdk.cancel')}</a>`
            : this.cancel
              ? html`<button type="button" class="button quiet" @click=${this.cancel}>
                  ${t('sdk.cancel')}
                </button>`
              : nothing
        }
      </div>
    </form>`;
  }
}

define('aksis-form', Form);
