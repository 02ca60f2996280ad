// The person's skills: level, how it is known, and when; one line each, its dates one tap away.
import { api, date, html, icon, ifDefined, nothing, toast } from '/ui/sdk/1/aksis.js';

import { KINDS, levelMark, LEVELS, SOURCES } from '../labels.js';
import { removeButton } from './removing.js';
import { today } from './model.js';
import { told, wordsField } from './words.js';

const FOUND = 12;
const FILTER_FROM = 12;
const EVIDENCE_MAX = 2000;
// Fields behind the button of a line: it opens by itself when the server refused one.
const BEHIND = ['assessed_on', 'expires_on', 'evidence'];
// A skill just put in: what most often is said of it in an interview.
const FIRST_LEVEL = 2;

const folded = (words) => words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Skills that a few words find, as the combobox wants them. */
const search = (t) => async (q, signal) => {
  const { data } = await api.get('/skills', { query: { q, limit: FOUND * 2 }, signal });
  return data.results
    .filter(({ kind }) => kind !== 'context')
    .slice(0, FOUND)
    .map((one) => ({
      value: one.code,
      label: one.label,
      kind: one.kind,
      detail: `${t(`kind.one_${one.kind}`)} · ${t('explorer.count', { count: one.occupations })}`,
    }));
};

function take(it, event) {
  const { t, editing, state } = it;
  event.stopPropagation();
  const option = event.detail;
  event.target.value = undefined;
  if (!option?.value) return;
  const known = editing.work.skills.find(({ skill }) => skill === option.value);
  state.filter = '';
  const uid =
    known?.uid ??
    editing.add('skills', {
      skill: option.value,
      label: option.label,
      kind: option.kind,
      level: FIRST_LEVEL,
      source: 'declared',
      assessed_on: today(),
      counts: true,
      expired: false,
    });
  if (known) toast(t('skills.known', { label: option.label }));
  requestAnimationFrame(() =>
    requestAnimationFrame(() => document.getElementById(`level-${uid}`)?.focus()),
  );
}

const fault = (editing, row, name) => editing.faults.get(`${row.uid} ${name}`);

function more(it, row) {
  const { t, editing } = it;
  const field = (name, words, hint) => {
    const wrong = fault(editing, row, name);
    const id = `${name}-${row.uid}`;
    return html`<div class="field">
      <label for=${id}>${words}</label>
      <input
        type="date"
        id=${id}
        .value=${row[name] ?? ''}
        aria-invalid=${wrong ? 'true' : nothing}
        aria-describedby=${ifDefined(wrong || hint ? `${id}-says` : undefined)}
        @change=${(event) =>
          editing.change('skills', row.uid, { [name]: event.target.value || undefined })}
      />
      ${
        wrong || hint
          ? html`<p id="${id}-says" class=${wrong ? 'error' : 'hint'}>${wrong ?? hint}</p>`
          : nothing
      }
    </div>`;
  };
  return html`<div class="competences_dates" id="more-${row.uid}">
    ${field('assessed_on', t('skills.assessed_on'))}
    ${field('expires_on', t('skills.expires_on'), t('skills.expires_hint'))}
    <div class="field">
      <label for="assessor-${row.uid}">${t('skills.assessor')}</label>
      <input
        id="assessor-${row.uid}"
        maxlength="100"
        autocomplete="off"
        .value=${row.assessor ?? ''}
        aria-describedby="assessor-${row.uid}-says"
        @change=${(event) =>
          editing.change('skills', row.uid, { assessor: event.target.value.trim() })}
      />
      <p id="assessor-${row.uid}-says" class="hint">${t('skills.assessor_hint')}</p>
    </div>
    ${wordsField(it, row, {
      part: 'skills',
      name: 'evidence',
      most: EVIDENCE_MAX,
      label: t('skills.evidence'),
      hint: t('skills.evidence_hint'),
    })}
  </div>`;
}

function says(t, row) {
  const words = [];
  if (row.expired)
    words.push(
      html`<span class="status warn"
        >${icon('clock')}${t('skills.expired', { date: date(row.expires_on) })}</span
      >`,
    );
  else if (row.expires_on)
    words.push(
      html`<span class="small quiet">${t('skills.until', { date: date(row.expires_on) })}</span>`,
    );
  if (row.counts === false) words.push(html`<span class="status">${t('skills.outweighed')}</span>`);
  return words.length ? html`<span class="row">${words}</span>` : nothing;
}

function line(it, row) {
  const { t, editing, mayWrite, state } = it;
  const name = row.label ?? row.skill;
  const open = state.open.has(row.uid) || BEHIND.some((field) => fault(editing, row, field));
  const wrong = fault(editing, row, 'skill') ?? fault(editing, row, 'level');
  const toggle = () => {
    if (state.open.has(row.uid)) state.open.delete(row.uid);
    else state.open.add(row.uid);
    it.draw();
  };
  if (!mayWrite)
    return html`<li class="competences_held read">
      <span class="grow"
        >${name} ${says(t, row)}
        <span class="small quiet">${t(`source.${row.source}`)} · ${date(row.assessed_on)}</span
        >${told(row.evidence)}</span
      >${levelMark(t, row.level)}
    </li>`;
  return html`<li class="competences_held ${row.uid.startsWith('new-') ? 'fresh' : ''}">
    <span class="name"
      >${name}${says(t, row)}${open ? nothing : told(row.evidence)}${
        wrong ? html`<span class="error">${wrong}</span>` : nothing
      }</span
    >
    <select
      id="level-${row.uid}"
      aria-label=${t('skills.level_of', { name })}
      .value=${String(row.level)}
      aria-invalid=${wrong ? 'true' : nothing}
      @change=${(event) => editing.change('skills', row.uid, { level: Number(event.target.value) })}
    >
      ${LEVELS.map(
        (level) =>
          html`<option value=${level} ?selected=${level === row.level}>
            ${level} · ${t(`level.${level}`)}
          </option>`,
      )}
    </select>
    <select
      aria-label=${t('skills.source_of', { name })}
      @change=${(event) => editing.change('skills', row.uid, { source: event.target.value })}
    >
      ${SOURCES.map(
        (source) =>
          html`<option value=${source} ?selected=${source === row.source}>
            ${t(`source.${source}`)}
          </option>`,
      )}
    </select>
    <span class="tools"
      ><button
        type="button"
        class="button quiet round small"
        aria-expanded=${open}
        title=${t('skills.dates')}
        aria-label=${t('skills.dates_of', { name })}
        @click=${toggle}
      >
        ${icon('calendar')}
      </button>
      ${removeButton(it, 'skills', row, name)}</span
    >
    ${open ? more(it, row) : nothing}
  </li>`;
}

function groups(it) {
  const { t, editing, state } = it;
  const words = folded(state.filter).split(/\s+/).filter(Boolean);
  const fits = (row) => words.every((word) => folded(row.label ?? row.skill).includes(word));
  const rows = editing.work.skills.filter(fits);
  if (!rows.length) return html`<p class="quiet">${t('skills.filter_none')}</p>`;
  const kinds = KINDS.concat(rows.some(({ kind }) => !kind) ? [undefined] : []);
  // Those just put in stand first: they are what is being spoken of.
  const order = (a, b) =>
    b.uid.startsWith('new-') - a.uid.startsWith('new-') ||
    (a.label ?? '').localeCompare(b.label ?? '', 'fr');
  return kinds.map((kind) => {
    const own = rows.filter((row) => row.kind === kind).sort(order);
    return own.length
      ? html`<section class="competences_part">
          <h3>${t('kind.many', { kind: kind ?? 'other', count: own.length })}</h3>
          <ul role="list">
            ${own.map((row) => line(it, row))}
          </ul>
        </section>`
      : nothing;
  });
}

export function skills(it) {
  const { t, editing, mayWrite, state } = it;
  const count = editing.work.skills.length;
  return html`<aksis-card level="2" icon="skills" .heading=${t('skills.title')}>
    <div class="stack">
      ${
        mayWrite
          ? html`<div class="field">
              <label for="skill-add">${t('skills.add')}</label>
              <aksis-combobox
                input-id="skill-add"
                .search=${search(t)}
                .placeholder=${t('skills.example')}
                @change=${(event) => take(it, event)}
              ></aksis-combobox>
            </div>`
          : nothing
      }
      ${
        count > FILTER_FROM
          ? html`<div class="with_icon">
              ${icon('filter')}<input
                type="search"
                aria-label=${t('skills.filter')}
                placeholder=${t('skills.filter')}
                .value=${state.filter}
                @input=${(event) => {
                  state.filter = event.target.value;
                  it.draw();
                }}
              />
            </div>`
          : nothing
      }
      ${
        count
          ? html`<div class="competences_list">${groups(it)}</div>`
          : html`<aksis-empty
              icon="skills"
              .heading=${t('skills.empty')}
              .text=${t(mayWrite ? 'skills.empty_text' : 'skills.empty_read')}
            ></aksis-empty>`
      }
    </div></aksis-card
  >`;
}
