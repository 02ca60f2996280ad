// A file of offers in three steps – the file, its columns, how it is taken – and what came of it.
import { api, can, html, icon, nothing, onLocale, render } from '/ui/sdk/1/aksis.js';

import { guesses, look, NEEDED, prepared } from './file.js';
import { jsonPreview, mappingView } from './mapping.js';
import { reportView } from './report.js';

const MOST_BYTES = 2048 * 1024 * 1024;
const SOURCE = /^[a-z0-9_-]{0,40}$/;

export function importPage(element, context) {
  const { t, signal } = context;
  const it = {
    t,
    file: undefined,
    seen: undefined,
    mapping: [],
    source: '',
    complete: false,
    force: false,
    part: 0,
    sending: false,
    report: undefined,
    problem: undefined,
    sent: undefined,
    draw: () => draw(),
    restart: () => restart(),
    back: () => {
      step = 'columns';
      draw();
    },
  };
  let step = 'file';
  let stop;

  function restart() {
    Object.assign(it, {
      file: undefined,
      seen: undefined,
      mapping: [],
      report: undefined,
      problem: undefined,
      sent: undefined,
      force: false,
    });
    step = 'file';
    draw();
  }

  async function take(files) {
    const [file] = files;
    if (!file) return Object.assign(it, { file: undefined, seen: undefined });
    Object.assign(it, { file, seen: await look(file), report: undefined, problem: undefined });
    it.mapping = it.seen.kind === 'csv' ? guesses(it.seen.header) : [];
    draw();
    return undefined;
  }

  const checkFile = () => {
    if (!it.file) return t('import.no_file');
    if (it.seen.kind === 'csv' && it.seen.header.length < 2) return t('import.no_columns');
    return it.seen.kind === 'json' && !it.seen.rows.length && it.seen.whole
      ? t('import.no_offers')
      : undefined;
  };
  const checkColumns = () => {
    if (it.seen.kind === 'json') return undefined;
    const lacking = NEEDED.filter((name) => !it.mapping.includes(name)).map((name) =>
      t(`column.${name}`),
    );
    return lacking.length ? t('import.lacking', { what: lacking.join(', ') }) : undefined;
  };
  const checkHow = () =>
    !SOURCE.test(it.source)
      ? t('import.source_wrong')
      : it.complete && !it.source
        ? t('import.complete_source')
        : undefined;

  async function send() {
    stop = new AbortController();
    Object.assign(it, { sending: true, part: 0, problem: undefined, report: undefined });
    step = 'report';
    draw();
    try {
      it.sent = await prepared(it.file, it.seen, it.mapping);
      const { data } = await api.upload('/imports/offers', it.sent.blob, {
        type: it.sent.type,
        signal: AbortSignal.any([signal, stop.signal]),
        query: {
          source: it.source || undefined,
          complete: it.complete || undefined,
          force: (it.complete && it.force) || undefined,
        },
        onProgress: (part) => {
          it.part = part;
          draw();
        },
      });
      it.report = data;
    } catch (problem) {
      if (signal.aborted) return;
      it.problem = stop.signal.aborted
        ? { status: 0, stopped: true, message: t('import.stopped') }
        : problem;
    }
    it.sending = false;
    draw();
  }
  it.send = send;
  it.stop = () => stop?.abort();

  const fileStep = () =>
    html`<div class="stack">
      <p>${t('import.intro')}</p>
      <aksis-drop
        accept=".csv,.json,.jsonl,.ndjson,.txt"
        max=${MOST_BYTES}
        .label=${t('import.choose')}
        @files=${(event) => take(event.detail)}
      ></aksis-drop>
      ${
        it.seen && !it.seen.utf8
          ? html`<div class="notice warn">
              ${icon('info')}
              <p>${t('import.windows')}</p>
            </div>`
          : nothing
      }
      <details class="matching_more">
        <summary>${t('import.which')}</summary>
        <ul class="matching_lines plain">
          <li>${t('import.which_csv')}</li>
          <li>${t('import.which_json')}</li>
        </ul>
      </details>
    </div>`;

  const howStep = () =>
    html`<div class="stack">
      <div class="field">
        <label for="import-source">${t('import.source')}</label>
        <p class="hint" id="import-source-hint">${t('import.source_hint')}</p>
        <input
          id="import-source"
          type="text"
          maxlength="40"
          autocomplete="off"
          spellcheck="false"
          aria-describedby="import-source-hint"
          .value=${it.source}
          @input=${(event) => {
            it.source = event.target.value.trim().toLowerCase();
          }}
        />
      </div>
      <label class="choice"
        ><input
          type="checkbox"
          .checked=${it.complete}
          @change=${(event) => {
            it.complete = event.target.checked;
            draw();
          }}
        />
        <span
          >${t('import.complete')}<small class="quiet"> ${t('import.complete_hint')}</small></span
        ></label
      >
      ${
        it.complete
          ? html`<div class="notice warn">
                ${icon('warning')}
                <p>${t('import.complete_warning')}</p>
              </div>
              <label class="choice"
                ><input
                  type="checkbox"
                  .checked=${it.force}
                  @change=${(event) => {
                    it.force = event.target.checked;
                  }}
                />
                <span>${t('import.force')}</span></label
              >`
          : nothing
      }
      <div class="notice info">
        ${icon('info')}
        <p>${t('import.ready', { name: it.file?.name ?? '' })}</p>
      </div>
    </div>`;

  const reportStep = () => {
    if (it.sending)
      return html`<div class="stack" role="status">
        <p>${t(it.part < 1 ? 'import.sending' : 'import.reading')}</p>
        ${
          it.part < 1
            ? html`<progress max="1" value=${it.part} aria-label=${t('import.sending')}></progress>`
            : html`<progress aria-label=${t('import.reading')}></progress>`
        }
        <p>
          <button type="button" class="button" @click=${it.stop}>
            ${icon('close')}${t('import.stop')}
          </button>
        </p>
      </div>`;
    return reportView(it);
  };

  const steps = () => [
    { id: 'file', label: t('import.step_file'), render: fileStep, check: checkFile },
    {
      id: 'columns',
      label: t('import.step_columns'),
      check: checkColumns,
      render: () => (it.seen?.kind === 'csv' ? mappingView(it) : jsonPreview(it)),
    },
    { id: 'how', label: t('import.step_how'), render: howStep, check: checkHow },
  ];

  function draw() {
    if (signal.aborted) return;
    if (!can('matching.import')) {
      render(
        html`<aksis-empty
          icon="lock"
          .heading=${t('import.forbidden')}
          .text=${t('import.forbidden_text')}
          .action=${{ label: t('sheet.all'), href: '/offers' }}
        ></aksis-empty>`,
        element,
      );
      return;
    }
    if (step === 'report') {
      render(html`<div class="stack matching_import">${reportStep()}</div>`, element);
      return;
    }
    render(
      html`<aksis-stepper
        class="matching_import"
        .steps=${steps()}
        .active=${step}
        .finish=${send}
        finish-label=${t('import.send')}
        @step=${(event) => {
          step = event.detail;
          draw();
        }}
      ></aksis-stepper>`,
      element,
    );
  }

  const named = () => {
    context.setTitle?.(t('offers.import'));
    context.setCrumbs?.(
      can('matching.read') ? [{ label: t('offers.title'), href: '/offers' }] : [],
    );
  };
  onLocale(
    () => {
      named();
      draw();
    },
    { signal },
  );
  named();
  draw();
  return () => stop?.abort();
}
