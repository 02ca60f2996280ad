// What came of an import: counts that lead on, refused rows with their reasons, and how to mend them.
import { can, html, icon, nothing, saveFile, toast } from '/ui/sdk/1/aksis.js';

import { refusedRows } from './file.js';

const ERRORS_MOST = 200;
const READ_MOST = 64 * 1024 * 1024;

async function saveRefused({ t, file, sent, report }) {
  const rows = sent.blob.size > READ_MOST ? undefined : await refusedRows(sent, report.errors);
  if (!rows) {
    toast(t('report.no_rows'), { kind: 'info' });
    return;
  }
  saveFile(
    `${file.name.replace(/\.\w+$/, '')}-${t('report.file')}.${rows.name}`,
    'text/plain',
    rows.name === 'csv' ? `\uFEFF${rows.text}` : rows.text,
  );
}

const figure = (t, name, value, href) =>
  value === undefined || (!value && name !== 'accepted')
    ? nothing
    : html`<li class="matching_figure ${name}">
        ${
          href
            ? html`<a href=${href}
                ><strong>${value}</strong> ${t(`report.${name}`, { count: value })}</a
              >`
            : html`<span><strong>${value}</strong> ${t(`report.${name}`, { count: value })}</span>`
        }
      </li>`;

const names = (t, title, rows) =>
  rows?.length
    ? html`<details class="matching_more">
        <summary>${title}</summary>
        <ul class="matching_lines plain">
          ${rows.map(
            ({ name, count }) =>
              html`<li>
                ${name} <span class="small quiet">${t('report.times', { count })}</span>
              </li>`,
          )}
        </ul>
      </details>`
    : nothing;

const columns = (t) => [
  {
    id: 'line',
    label: t('report.line'),
    primary: true,
    sort: 'line',
    align: 'end',
    value: (row) => row.line,
  },
  {
    id: 'member',
    label: t('report.member'),
    sort: 'member',
    value: (row) => (row.member ?? '').replace(/^\//, ''),
  },
  { id: 'message', label: t('report.message'), value: (row) => row.message },
];

export function reportView(it) {
  const { t, report, problem, source, restart, back, send } = it;
  const again = html`<button type="button" class="button" @click=${restart}>
    ${icon('upload')}${t('report.another')}
  </button>`;
  if (problem)
    return html`<div class="stack">
      <div class="notice bad" role="alert">
        ${icon('error')}
        <div>
          <p class="strong">${t('report.failed')}</p>
          <p>${problem.text ?? problem.detail ?? problem.message}</p>
        </div>
      </div>
      <div class="buttons">
        <button type="button" class="button primary" @click=${send}>
          ${icon('refresh')}${t('report.retry')}
        </button>
        <button type="button" class="button" @click=${back}>
          ${icon('left')}${t('report.columns')}</button
        >${again}
      </div>
    </div>`;
  if (!report) return nothing;
  // Who imports may have no right to read offers: counts are then words alone.
  const may = can('matching.read');
  const list = !may
    ? undefined
    : source
      ? `/offers?source=${encodeURIComponent(source)}`
      : '/offers';
  return html`<div class="stack">
    <div class="notice ${report.refused ? 'warn' : 'good'}" role="status">
      ${icon(report.refused ? 'warning' : 'circle_check')}
      <p>${t('report.done', { accepted: report.accepted, refused: report.refused })}</p>
    </div>
    <ul role="list" class="matching_figures">
      ${figure(t, 'accepted', report.accepted, list)}${figure(t, 'written', report.written, list)}
      ${figure(t, 'unchanged', report.unchanged, list)}${figure(
        t,
        'reopened',
        report.reopened,
        list,
      )}
      ${figure(
        t,
        'closed',
        report.closed,
        may && `${list}${source ? '&' : '?'}state=closed`,
      )}${figure(t, 'refused', report.refused, report.errors.length ? '#refused' : undefined)}
      ${figure(t, 'unknown_occupation', report.unknown_occupation)}${figure(
        t,
        'unknown_place',
        report.unknown_place,
      )}
    </ul>
    ${
      report.unknown_occupation
        ? html`<p class="quiet">${t('report.unknown_occupation_text')}</p>`
        : nothing
    }
    ${names(t, t('report.unknown_members'), report.unknown_members)}${names(
      t,
      t('report.unknown_codes'),
      report.unknown_codes,
    )}
    ${
      report.errors.length
        ? html`<section class="stack" id="refused">
            <div class="row apart">
              <h2>${t('report.errors')}</h2>
              <button type="button" class="button" @click=${() => saveRefused(it)}>
                ${icon('download')}${t('report.download')}
              </button>
            </div>
            <p class="quiet">
              ${t('report.errors_text')}
              ${report.errors.length >= ERRORS_MOST ? t('report.first', { count: ERRORS_MOST }) : ''}
            </p>
            <aksis-list
              name="matching.refused"
              local
              export-name=${t('report.file')}
              .label=${t('report.errors')}
              .columns=${columns(t)}
              .rows=${report.errors}
              .key=${(row) => `${row.line} ${row.member}`}
              default-sort="line"
            ></aksis-list>
          </section>`
        : nothing
    }
    <div class="buttons">
      ${
        may
          ? html`<a class="button primary" href=${list}
              >${icon('briefcase')}${t('report.to_offers')}</a
            >`
          : nothing
      }${again}
    </div>
  </div>`;
}
