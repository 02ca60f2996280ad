// One offer for one person, in depth: why, with what, what is lacking, what was done.
import { api, can, date, html, icon, nothing, question, router, toast } from '/ui/sdk/1/aksis.js';

import { decisions, wishesLine } from './card.js';
import { distanceFact, factsLine, instant, stepMark } from '../labels.js';
import { gapPart, planPart } from './gap.js';
import { humanNote } from '../human.js';
import { keepResult, readFeedback, readGap, readMatch, readPlan } from './results.js';
import { laterSteps } from './feedback.js';
import { matchesOf, offerPath, resultPath } from '../links.js';
import { scoreParts } from './parts.js';

export function oneView(it) {
  const { t, person, signal, draw, mayWrite } = it;
  const id = router.query.get('offer');
  const view = router.query.get('view');
  const match = question(() => readMatch(person, id, signal), draw, signal);
  const offer = question(async () => (await api.get(offerPath(id), { signal })).data, draw, signal);
  const steps = question(() => readFeedback(person, id, signal), draw, signal);
  const gap = question(() => readGap(person, id, signal), draw, signal);
  const plan = question(() => readPlan(person, id, signal), draw, signal);
  const own = { ...it, noted: () => steps.ask() };
  let kept;
  queueMicrotask(() =>
    [match, offer, steps, ...(can('competences.read') ? [gap, plan] : [])].forEach((one) =>
      one.ask(),
    ),
  );

  async function keep() {
    try {
      kept = (await keepResult(person, id)).result;
      toast(t('keep.done'), { kind: 'good' });
      draw();
    } catch (problem) {
      toast(problem.text ?? problem.message, { kind: 'bad' });
    }
  }

  const history = () =>
    html`<aksis-card level="2" icon="history" .heading=${t('one.history')}
      ><div class="stack">
        ${
          steps.problem
            ? html`<aksis-error .problem=${steps.problem} .retry=${steps.again}></aksis-error>`
            : steps.data?.length
              ? html`<ul role="list" class="matching_lines">
                  ${steps.data.toReversed().map(
                    (one) =>
                      html`<li>
                        <span class="grow"
                          >${stepMark(t, one.step, instant(one.given_at))}
                          ${one.reason ? html`<span class="quiet">${t(`reason.${one.reason}`)}</span>` : nothing}
                          ${one.comment ? html`<p class="matching_words">${one.comment}</p>` : nothing}</span
                        >
                        <a href=${resultPath(one.result)}>${t('one.result_then')}</a>
                      </li>`,
                  )}
                </ul>`
              : html`<p class="quiet">${t('one.no_history')}</p>`
        }
        ${
          mayWrite
            ? html`<div class="buttons">
                  <button type="button" class="button small" @click=${keep}>
                    ${icon('save')}${t('keep.action')}
                  </button>
                  ${kept ? html`<a href=${resultPath(kept)}>${t('keep.open')}</a>` : nothing}
                </div>
                <p class="small quiet">${t('keep.text')}</p>`
            : nothing
        }
      </div></aksis-card
    >`;

  function body(row) {
    const shown = { ...offer.data?.offer, title: row.title };
    const barred = row.why_not?.length > 0;
    const asRow = { ...row, offer: { id, title: row.title } };
    return html`<div class="matching_one_head">
        <div class="grow">
          <h2><a href=${offerPath(id)}>${row.title ?? id}</a></h2>
          ${
            shown.company ? html`<p class="quiet">${shown.company}</p>` : nothing
          }${factsLine(t, { place: row.place, ...shown }, distanceFact(t, row))}
        </div>
        ${
          mayWrite && row.open
            ? html`<div class="buttons">
                ${decisions(own, asRow, { small: false })}
                <aksis-menu
                  .label=${t('decide.later')}
                  .items=${laterSteps(own, asRow)}
                ></aksis-menu>
              </div>`
            : nothing
        }
      </div>
      ${humanNote(t)}
      <div class="matching_sheet">
        <div class="stack">
          <aksis-card level="2" icon="target" .heading=${t(barred ? 'one.barred' : 'one.why')}
            ><div class="stack">
              <aksis-score open .explanation=${row}></aksis-score>${wishesLine(t, row.wishes)}
            </div></aksis-card
          >
          ${can('competences.read') ? html`${gapPart(own, gap)}${planPart(own, plan)}` : nothing}
        </div>
        <div class="stack">${scoreParts(t, row)}${history()}</div>
      </div>
      <p class="small quiet">
        ${t('one.computed', {
          day: date(row.day),
          weights: row.weights_version,
          referential: row.referential_version,
        })}
      </p>`;
  }

  return () =>
    html`<div class="stack">
      <p>
        <a class="button quiet small" href=${matchesOf(person, view ? { view } : {})}
          >${icon('left')}${t('one.back')}</a
        >
      </p>
      ${
        match.problem && !match.data
          ? [400, 404].includes(match.problem.status)
            ? html`<aksis-empty
                icon="briefcase"
                .heading=${t('sheet.unknown')}
                .text=${t('sheet.unknown_text', { id })}
                .action=${{ label: t('one.back'), href: matchesOf(person), primary: true }}
              ></aksis-empty>`
            : html`<aksis-error .problem=${match.problem} .retry=${match.again}></aksis-error>`
          : match.data
            ? body(match.data)
            : html`<aksis-loading rows="8"></aksis-loading>`
      }
    </div>`;
}
