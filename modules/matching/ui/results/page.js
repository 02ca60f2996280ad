// A result that was kept: what the server said that day, from what, and whether it would say the same again.
import {
  api,
  date,
  dateTime,
  html,
  icon,
  nothing,
  onLocale,
  question,
  render,
} from '/ui/sdk/1/aksis.js';

import { humanNote } from '../human.js';
import { instant } from '../labels.js';
import { matchesOf, offerPath, resultPath } from '../links.js';
import { scoreParts } from '../matches/parts.js';

export function resultPage(element, context) {
  const { t, params, signal } = context;
  const result = question(
    async () => (await api.get(resultPath(params.result), { signal })).data,
    () => draw(),
    signal,
  );
  const replay = question(
    async () => (await api.post(`${resultPath(params.result)}/replay`, {}, { signal })).data,
    () => draw(),
    signal,
  );

  function outcome() {
    if (replay.problem)
      return html`<aksis-error .problem=${replay.problem} .retry=${replay.again}></aksis-error>`;
    if (!replay.data) return nothing;
    const { identical, difference } = replay.data;
    return identical
      ? html`<div class="notice good" role="status">
          ${icon('circle_check')}
          <p>${t('replay.same')}</p>
        </div>`
      : html`<div class="notice bad" role="alert">
          ${icon('error')}
          <div>
            <p class="strong">${t('replay.other')}</p>
            <p>${t('replay.kept')} <code>${difference?.kept}</code></p>
            <p>${t('replay.now')} <code>${difference?.now}</code></p>
          </div>
        </div>`;
  }

  function body({ person, offer, made_at: made, answer, inputs }) {
    const title = inputs?.offer?.title ?? offer;
    context.setTitle?.(t('result.of', { title }));
    context.setCrumbs?.([
      { label: t('offers.title'), href: '/offers' },
      { label: title, href: offerPath(offer) },
    ]);
    context.setActions?.(
      html`<button
        type="button"
        class="button primary"
        aria-busy=${replay.busy ? 'true' : nothing}
        @click=${() => replay.ask()}
      >
        ${icon('refresh')}${t('replay.action')}
      </button>`,
    );
    return html`<div class="stack wide">
      ${humanNote(t)}${outcome()}
      <div class="matching_sheet">
        <div class="stack">
          <aksis-card level="2" icon="target" .heading=${t('result.answer')}
            ><aksis-score open .explanation=${answer}></aksis-score
          ></aksis-card>
          <aksis-card
            level="2"
            icon="file"
            .heading=${t('result.inputs')}
            .note=${t('result.inputs_note')}
          >
            <details class="matching_more">
              <summary>${t('result.show_inputs')}</summary>
              <pre class="matching_raw" tabindex="0" role="region" aria-label=${t('result.inputs')}>
${JSON.stringify(inputs, null, 2)}</pre>
            </details></aksis-card
          >
        </div>
        <div class="stack">
          <aksis-card level="2" icon="info" .heading=${t('result.about')}
            ><aksis-facts
              .items=${[
                {
                  term: t('result.person'),
                  value: html`<a href=${matchesOf(person, { offer })}>${t('result.to_person')}</a>`,
                },
                { term: t('result.offer'), value: html`<a href=${offerPath(offer)}>${title}</a>` },
                { term: t('result.made'), value: dateTime(instant(made)) },
                { term: t('result.day'), value: date(answer.day) },
                { term: t('result.weights'), value: answer.weights_version },
                { term: t('result.referential'), value: answer.referential_version },
              ]}
            ></aksis-facts></aksis-card
          >${scoreParts(t, answer)}
        </div>
      </div>
    </div>`;
  }

  function draw() {
    if (result.problem && !result.data) {
      render(
        [400, 404].includes(result.problem.status)
          ? html`<aksis-empty
              icon="history"
              .heading=${t('result.unknown')}
              .text=${t('result.unknown_text')}
              .action=${{ label: t('sheet.all'), href: '/offers' }}
            ></aksis-empty>`
          : html`<aksis-error .problem=${result.problem} .retry=${result.again}></aksis-error>`,
        element,
      );
      return;
    }
    render(
      result.data ? body(result.data) : html`<aksis-loading rows="8"></aksis-loading>`,
      element,
    );
  }

  onLocale(() => result.ask(), { signal });
  result.ask();
}
