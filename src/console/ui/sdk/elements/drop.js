// Files: chosen with a button or dropped, each with its progress, each to be stopped or tried
// again.
import { html, nothing } from 'lit';

import { announce } from '../core/announce.js';
import { number } from '../core/formats.js';
import { t } from '../core/i18n.js';
import { AksisElement, define } from './element.js';
import { icon } from './icon.js';

const KILO = 1024;

/** 1 536 000 bytes as people read it. */
function size(bytes) {
  const step = bytes < KILO ? 0 : bytes < KILO ** 2 ? 1 : 2;
  return t(`el.drop.bytes_${step}`, {
    size: number(bytes / KILO ** step, { maximumFractionDigits: step === 2 ? 1 : 0 }),
  });
}

/**
 * `<aksis-drop label hint accept=".csv,.json" max="5242880" multiple .upload=async(file,
 * {onProgress, signal})=>…>`. Without `upload`
 * files are only chosen. Events: `files` (detail: the files taken), `uploaded` (detail: {file,
 * answer}).
 */
class Drop extends AksisElement {
  static properties = {
    label: {},
    hint: {},
    accept: {},
    max: { type: Number },
    multiple: { type: Boolean },
    disabled: { type: Boolean },
    upload: { attribute: false },
    entries: { state: true },
    over: { state: true },
  };

  constructor() {
    super();
    this.entries = [];
  }

  #fault(file) {
    const endings = (this.accept ?? '')
      .split(',')
      .map((it) => it.trim().toLowerCase())
      .filter((it) => it.startsWith('.'));
    if (endings.length && !endings.some((it) => file.name.toLowerCase().endsWith(it)))
      return t('el.drop.wrong_kind', { kinds: endings.join(', ') });
    if (this.max && file.size > this.max)
      return t('el.drop.too_large', { size: size(file.size), most: size(this.max) });
    return file.size === 0 ? t('el.drop.empty') : undefined;
  }

  take(list) {
    const files = [...list].slice(0, this.multiple ? undefined : 1);
    const made = files.map((file) => ({ file, fault: this.#fault(file), part: 0 }));
    this.entries = this.multiple ? [...this.entries, ...made] : made;
    const good = made.filter((it) => !it.fault);
    if (good.length)
      this.say(
        'files',
        good.map((it) => it.file),
      );
    if (this.upload) for (const it of good) this.#send(it);
  }

  async #send(it) {
    Object.assign(it, {
      fault: undefined,
      state: 'sending',
      part: 0,
      abort: new AbortController(),
    });
    this.requestUpdate();
    try {
      const answer = await this.upload(it.file, {
        signal: it.abort.signal,
        onProgress: (part) => {
          it.part = part;
          this.requestUpdate();
        },
      });
      it.state = 'done';
      announce(t('el.drop.done', { name: it.file.name }));
      this.say('uploaded', { file: it.file, answer });
    } catch (problem) {
      it.state = 'failed';
      it.fault = it.abort.signal.aborted
        ? t('el.drop.stopped')
        : (problem.text ?? t('el.drop.failed'));
    }
    this.requestUpdate();
  }

  #remove(it) {
    it.abort?.abort();
    this.entries = this.entries.filter((one) => one !== it);
    this.querySelector('input').focus();
    this.say(
      'files',
      this.entries.filter((one) => !one.fault).map((one) => one.file),
    );
  }

  #entry(it) {
    return html`<li class="file ${it.fault ? 'wrong' : ''}">
      ${icon(it.fault ? 'error' : it.state === 'done' ? 'circle_check' : 'file')}
      <div class="grow">
        <p>
          <span class="strong">${it.file.name}</span>
          <span class="quiet small">${size(it.file.size)}</span>
        </p>
        ${it.state === 'sending' ? html`<progress max="1" value=${it.part} aria-label=${t('el.drop.sending', { name: it.file.name })}></progress>` : nothing}
        ${it.fault ? html`<p class="error" role="alert">${it.fault}</p>` : it.state === 'done' ? html`<p class="good small">${t('el.drop.sent')}</p>` : nothing}
      </div>
      ${it.state === 'failed' ? html`<button type="button" class="button small" @click=${() => this.#send(it)}>${t('el.error.retry')}</button>` : nothing}
      <button
        type="button"
        class="button quiet round"
        aria-label=${t(it.state === 'sending' ? 'el.drop.stop' : 'el.drop.remove', { name: it.file.name })}
        @click=${() => this.#remove(it)}
      >
        ${icon('close')}
      </button>
    </li>`;
  }

  render() {
    const limits = [
      this.accept && this.accept.replaceAll(',', ', '),
      this.max && t('el.drop.most', { most: size(this.max) }),
    ]
      .filter(Boolean)
      .join(' · ');
    return html`<label
        class="drop ${this.over ? 'over' : ''}"
        @dragover=${(event) => {
          event.preventDefault();
          this.over = true;
        }}
        @dragleave=${() => {
          this.over = false;
        }}
        @drop=${(event) => {
          event.preventDefault();
          this.over = false;
          this.take(event.dataTransfer.files);
        }}
      >
        ${icon('upload', { large: true })}<span class="strong"
          >${this.label ?? t(this.multiple ? 'el.drop.choose_many' : 'el.drop.choose')}</span
        >
        <span class="small quiet">${this.hint ?? t('el.drop.or_drop')}</span
        >${limits ? html`<span class="small quiet">${limits}</span>` : nothing}
        <input
          type="file"
          accept=${this.accept ?? nothing}
          ?multiple=${this.multiple}
          ?disabled=${this.disabled}
          @change=${(event) => {
            this.take(event.target.files);
            event.target.value = '';
          }}
      /></label>
      ${
        this.entries.length
          ? html`<ul class="files" role="list">
              ${this.entries.map((it) => this.#entry(it))}
            </ul>`
          : nothing
      }`;
  }
}

define('aksis-drop', Drop);
