// A score as words and a bar, with why: what speaks for it, against it, what is not known, what
// would change it.
import { html, nothing } from 'lit';

import { list, number } from '../core/formats.js';
import { t } from '../core/i18n.js';
import { AksisElement, define } from './element.js';
import { icon } from './icon.js';
import { styleMap } from './style_map.js';

const STEPS = [
  [0.75, 'good', 'very_good'],
  [0.5, 'good', 'good'],
  [0.25, 'warn', 'partial'],
  [0, 'neutral', 'weak'],
];

const sentence = (it) => {
  if (typeof it === 'string') return it;
  const words = it.text ?? it.label ?? it.code;
  // What a sentence is about, where it does not name it.
  const items = (it.items ?? []).map((one) => one.label).filter((label) => !words.includes(label));
  return items.length ? `${words} ${t('el.score.items', { items: list(items) })}` : words;
};

/**
 * `<aksis-score .value .max=1000 .reasons={for, against} .missing .changes>` or all of it as the
 * server explains it:
 * `.explanation={score, for, against, missing, what_would_change_it, why_not}`. `.words={kind,
 * label}` for scores that mean something
 * else than a match; `compact` shows the bar alone, `open` the reasons from the start.
 */
class Score extends AksisElement {
  static properties = {
    value: { type: Number },
    max: { type: Number },
    reasons: { attribute: false },
    missing: { attribute: false },
    changes: { attribute: false },
    explanation: { attribute: false },
    words: { attribute: false },
    compact: { type: Boolean },
    open: { type: Boolean },
    label: {},
  };

  get #all() {
    const it = this.explanation ?? {};
    return {
      value: this.value ?? it.score ?? 0,
      barred: it.why_not ?? [],
      good: this.reasons?.for ?? it.for ?? [],
      bad: this.reasons?.against ?? it.against ?? [],
      missing: this.missing ?? it.missing ?? [],
      changes: this.changes ?? it.what_would_change_it ?? [],
    };
  }

  #group(name, sign, items, tail = () => nothing) {
    if (!items.length) return nothing;
    return html`<div class="reasons ${name}">
      <p class="reasons_title" id=${this.idOf(name)}>${t(`el.score.${name}`)}</p>
      <ul role="list" aria-labelledby=${this.idOf(name)}>
        ${items.map((it) => html`<li>${icon(sign)}<span>${sentence(it)}${tail(it)}</span></li>`)}
      </ul>
    </div>`;
  }

  #gain(it, max) {
    const of100 = (value) => Math.round((value / max) * 100);
    // The server's sentences begin with the gain; then only where it leads is left to say.
    if (/^\s*[+\d]/.test(sentence(it)))
      return it.score === undefined
        ? nothing
        : html` <span class="gain">${t('el.score.after', { after: of100(it.score) })}</span>`;
    if (it.opens) return html` <span class="gain">${t('el.score.opens')}</span>`;
    if (!it.gain) return nothing;
    const points = Math.max(1, of100(it.gain));
    const after = of100(it.score ?? this.#all.value + it.gain);
    return html` <span class="gain">${t('el.score.gain', { points, after })}</span>`;
  }

  #bar(part, kind, label) {
    return html`<div class="score_head">
      <div class="score_words">
        <span class="score_label ${kind}">${label}</span>
        <span class="score_value"
          ><strong>${number(Math.round(part * 100))}</strong><span class="quiet"> / 100</span></span
        >
      </div>
      <div
        class="score_bar ${kind}"
        role="img"
        aria-label=${t('el.score.spoken', { label, value: Math.round(part * 100) })}
      >
        <span style=${styleMap({ width: `${Math.round(part * 100)}%` })}></span>
      </div>
    </div>`;
  }

  render() {
    const { value, barred, good, bad, missing, changes } = this.#all;
    const max = this.max ?? 1000;
    const part = Math.min(1, Math.max(0, value / max));
    const [, kind, name] = STEPS.find(([from]) => part >= from);
    const shown = this.words ?? {
      kind: barred.length ? 'bad' : kind,
      label: t(`el.score.${barred.length ? 'barred' : name}`),
    };
    const bar = this.#bar(
      part,
      shown.kind,
      this.label ? `${this.label} – ${shown.label}` : shown.label,
    );
    const count = [barred, good, bad, missing, changes].reduce((sum, it) => sum + it.length, 0);
    if (this.compact || !count) return bar;
    return html`${bar}
      <details class="why" ?open=${this.open}>
        <summary>
          ${icon('right')}${t('el.score.why')}
          <span class="why_counts"
            >${good.length ? html`<span class="good">${icon('plus')}${good.length}<span class="hidden_text"> ${t('el.score.for')}</span></span>` : nothing}
            ${bad.length + barred.length ? html`<span class="bad">${icon('minus')}${bad.length + barred.length}<span class="hidden_text"> ${t('el.score.against')}</span></span>` : nothing}</span
          >
        </summary>
        <div class="why_body">
          ${this.#group('why_not', 'error', barred)}${this.#group('for', 'plus', good)}${this.#group('against', 'minus', bad)}
          ${this.#group('missing', 'question', missing)}${this.#group('changes', 'up', changes, (it) => this.#gain(it, max))}
        </div>
      </details>`;
  }
}

define('aksis-score', Score);
