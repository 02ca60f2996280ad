// Experiences: which occupation, how long, until when.
import { api, date, html, ifDefined, nothing } from '/ui/sdk/1/aksis.js';

import { codeMark, duration } from '../labels.js';
import { removeButton } from './removing.js';
import { told, wordsField } from './words.js';

const FOUND = 12;
const MONTHS_MAX = 720;
const DESCRIPTION_MAX = 4000;

/** Occupations and the titles people know them by, as the combobox wants them. */
export const searchOccupations = async (q, signal) => {
  const { data } = await api.get('/occupations', { query: { q, limit: FOUND }, signal });
  return data.results.map((one) => ({
    value: one.appellation ? `${one.rome_code} ${one.appellation}` : one.rome_code,
    label: one.label,
    code: one.rome_code,
    appellation: one.appellation,
    occupation: one.occupation,
    detail: one.label === one.occupation ? one.rome_code : `${one.rome_code} · ${one.occupation}`,
  }));
};

function take({ editing }, event) {
  event.stopPropagation();
  const option = event.detail;
  event.target.value = undefined;
  if (!option?.code) return;
  const uid = editing.add('experiences', {
    occupation: option.code,
    label: option.occupation,
    appellation: option.appellation,
    title: option.label,
    months: undefined,
  });
  requestAnimationFrame(() =>
    requestAnimationFrame(() => document.getElementById(`years-${uid}`)?.focus()),
  );
}

function change(editing, row, field, event) {
  const years = field === 'years' ? Number(event.target.value) : Math.floor((row.months ?? 0) / 12);
  const months = field === 'months' ? Number(event.target.value) : (row.months ?? 0) % 12;
  const total = Math.round(years * 12 + months);
  editing.change('experiences', row.uid, {
    months: total > 0 ? Math.min(total, MONTHS_MAX) : undefined,
  });
}

function line(it, row) {
  const { t, editing, mayWrite } = it;
  const name = row.title ?? row.label ?? row.occupation;
  const wrong =
    editing.faults.get(`${row.uid} months`) ?? editing.faults.get(`${row.uid} occupation`);
  const late = editing.faults.get(`${row.uid} ended_on`);
  const head = html`<div class="head">
    <span class="grow"
      ><a class="strong" href="/occupations/${row.occupation}">${name}</a>
      ${codeMark(row.occupation)}</span
    >${mayWrite ? removeButton(it, 'experiences', row, name) : nothing}
  </div>`;
  if (!mayWrite)
    return html`<li class="competences_entry">
      ${head}
      <p class="quiet">
        ${duration(t, row.months ?? 0)} ·
        ${
          row.ended_on
            ? t('experiences.until', { date: date(row.ended_on) })
            : t('experiences.present')
        }
      </p>
      ${told(row.description)}
    </li>`;
  const part = (field, value, most) =>
    html`<div class="field">
      <label for="${field}-${row.uid}">${t(`experiences.${field}`)}</label>
      <input
        type="number"
        inputmode="numeric"
        min="0"
        max=${most}
        id="${field}-${row.uid}"
        .value=${String(value)}
        aria-invalid=${wrong ? 'true' : nothing}
        aria-describedby=${ifDefined(wrong ? `wrong-${row.uid}` : undefined)}
        @change=${(event) => change(editing, row, field, event)}
      />
    </div>`;
  return html`<li>
    <div class="competences_entry" role="group" aria-label=${name}>
      ${head}
      <div class="competences_when">
        ${part('years', row.months ? Math.floor(row.months / 12) : '', 60)}${part(
          'months',
          row.months ? row.months % 12 : '',
          11,
        )}
        <div class="field">
          <label for="ended-${row.uid}">${t('experiences.ended_on')}</label>
          <input
            type="date"
            id="ended-${row.uid}"
            .value=${row.ended_on ?? ''}
            aria-describedby=${ifDefined(
              late || !row.ended_on ? `ended-${row.uid}-says` : undefined,
            )}
            aria-invalid=${late ? 'true' : nothing}
            @change=${(event) =>
              editing.change('experiences', row.uid, { ended_on: event.target.value || undefined })}
          />
        </div>
      </div>
      ${
        late || !row.ended_on
          ? html`<p class=${late ? 'error' : 'hint small'} id="ended-${row.uid}-says">
              ${late ?? t('experiences.goes_on')}
            </p>`
          : nothing
      }
      ${wrong ? html`<p class="error" id="wrong-${row.uid}">${wrong}</p>` : nothing}
      ${wordsField(it, row, {
        part: 'experiences',
        name: 'description',
        most: DESCRIPTION_MAX,
        label: t('experiences.description'),
        hint: t('experiences.description_hint'),
      })}
    </div>
  </li>`;
}

const latest = (a, b) =>
  b.uid.startsWith('new-') - a.uid.startsWith('new-') ||
  (b.ended_on ?? '9999').localeCompare(a.ended_on ?? '9999');

export function experiences(it) {
  const { t, editing, mayWrite } = it;
  const rows = [...editing.work.experiences].sort(latest);
  return html`<aksis-card
    level="2"
    icon="briefcase"
    .heading=${t('experiences.title', { count: rows.length })}
  >
    <div class="stack">
      ${
        rows.length
          ? html`<ul role="list" class="competences_entries">
              ${rows.map((row) => line(it, row))}
            </ul>`
          : html`<p class="quiet">${t('experiences.empty')}</p>`
      }
      ${
        mayWrite
          ? html`<div class="field">
              <label for="experience-add">${t('experiences.add')}</label>
              <aksis-combobox
                input-id="experience-add"
                .search=${searchOccupations}
                .placeholder=${t('experiences.example')}
                @change=${(event) => take(it, event)}
              ></aksis-combobox>
            </div>`
          : nothing
      }
    </div></aksis-card
  >`;
}
