// Diplomas by their number in the national directory, whose title is looked up as it is entered.
import { api, date, html, icon, nothing } from '/ui/sdk/1/aksis.js';

import { removeButton } from './removing.js';
import { told, wordsField } from './words.js';

const DETAILS_MAX = 2000;
const NUMBER = /^(RNCP|RS)?\s*(\d{1,6})$/i;

async function add(it, event) {
  event.preventDefault();
  const { t, editing, state, draw, signal } = it;
  const parts = NUMBER.exec(state.rncp.trim());
  const rncp = parts && `${(parts[1] ?? 'RNCP').toUpperCase()}${parts[2]}`;
  const refuse = (words) => {
    state.rncpFault = words;
    state.looking = false;
    draw();
    document.getElementById('diploma-add')?.focus();
  };
  if (!rncp) return refuse(t('diplomas.wrong'));
  if (editing.work.diplomas.some((one) => one.rncp === rncp))
    return refuse(t('diplomas.known', { rncp }));
  state.looking = true;
  draw();
  try {
    const { data } = await api.get(`/trainings/${rncp}`, { signal });
    Object.assign(state, { rncp: '', rncpFault: '', looking: false });
    editing.add('diplomas', { rncp, label: data.certification.label });
    return document.getElementById('diploma-add')?.focus();
  } catch (problem) {
    return refuse(
      problem.status === 404 ? t('diplomas.unknown', { rncp }) : (problem.text ?? problem.message),
    );
  }
}

function line(it, row) {
  const { t, editing, mayWrite } = it;
  const name = row.label ?? row.rncp;
  const head = html`<div class="head">
    <span class="grow"
      ><span class="strong">${name}</span> <span class="competences_code">${row.rncp}</span></span
    >${mayWrite ? removeButton(it, 'diplomas', row, name) : nothing}
  </div>`;
  if (!mayWrite)
    return html`<li class="competences_entry">
      ${head}
      ${
        row.obtained_on
          ? html`<p class="quiet">${t('diplomas.on', { date: date(row.obtained_on) })}</p>`
          : nothing
      }
      ${told(row.details)}
    </li>`;
  const wrong =
    editing.faults.get(`${row.uid} obtained_on`) ?? editing.faults.get(`${row.uid} rncp`);
  return html`<li>
    <div class="competences_entry" role="group" aria-label=${name}>
      ${head}
      <div class="competences_when">
        <div class="field">
          <label for="obtained-${row.uid}">${t('diplomas.obtained_on')}</label>
          <input
            type="date"
            id="obtained-${row.uid}"
            .value=${row.obtained_on ?? ''}
            aria-invalid=${wrong ? 'true' : nothing}
            @change=${(event) =>
              editing.change('diplomas', row.uid, { obtained_on: event.target.value || undefined })}
          />
        </div>
      </div>
      ${wrong ? html`<p class="error">${wrong}</p>` : nothing}
      ${wordsField(it, row, {
        part: 'diplomas',
        name: 'details',
        most: DETAILS_MAX,
        label: t('diplomas.details'),
        hint: t('diplomas.details_hint'),
      })}
    </div>
  </li>`;
}

export function diplomas(it) {
  const { t, editing, mayWrite, state } = it;
  const rows = editing.work.diplomas;
  return html`<aksis-card
    level="2"
    icon="training"
    .heading=${t('diplomas.title', { count: rows.length })}
  >
    <div class="stack">
      ${
        rows.length
          ? html`<ul role="list" class="competences_entries">
              ${rows.map((row) => line(it, row))}
            </ul>`
          : html`<p class="quiet">${t('diplomas.empty')}</p>`
      }
      ${
        mayWrite
          ? html`<form class="field" @submit=${(event) => add(it, event)}>
              <label for="diploma-add">${t('diplomas.add')}</label>
              <p class="hint" id="diploma-hint">${t('diplomas.hint')}</p>
              <div class="competences_inline">
                <input
                  id="diploma-add"
                  autocomplete="off"
                  maxlength="12"
                  .value=${state.rncp}
                  aria-describedby="diploma-hint diploma-error"
                  aria-invalid=${state.rncpFault ? 'true' : nothing}
                  @input=${(event) => {
                    state.rncp = event.target.value;
                  }}
                />
                <button type="submit" class="button" aria-busy=${state.looking ? 'true' : nothing}>
                  ${icon('plus')}${t('diplomas.do')}
                </button>
              </div>
              <p class="error" id="diploma-error" role="alert">${state.rncpFault}</p>
            </form>`
          : nothing
      }
    </div></aksis-card
  >`;
}
