// One result: the offer, how well it fits and why, and what the adviser makes of it.
import { html, icon, nothing } from '/ui/sdk/1/aksis.js';

import { distanceFact, factsLine, instant, stepMark } from '../labels.js';
import { matchesOf, offerPath } from '../links.js';
import { propose, refuse } from './feedback.js';

/** Which wishes the offer meets, in three words rather than ten thousandths. */
const MET = 9000;
const PARTLY = 3000;
export function wishesLine(t, wishes = {}) {
  const names = Object.keys(wishes);
  if (!names.length) return nothing;
  const mark = (name) => {
    const [kind, sign, key] =
      wishes[name] >= MET
        ? ['good', 'check', 'met']
        : wishes[name] >= PARTLY
          ? ['warn', 'minus', 'partly']
          : ['neutral', 'close', 'unmet'];
    return html`<li class="status ${kind}">
      ${icon(sign)}<span
        ><span class="hidden_text">${t(`wish.${key}`)} </span>${t(`wish.${name}`)}</span
      >
    </li>`;
  };
  return html`<ul role="list" class="matching_wishes" aria-label=${t('wish.label')}>
    ${names.map(mark)}
  </ul>`;
}

export function decisions(it, row, { small = true } = {}) {
  const { t, mayWrite } = it;
  if (!mayWrite) return nothing;
  const name = row.offer.title ?? row.offer.id;
  const size = small ? 'small' : '';
  return html`<button
      type="button"
      class="button ${small ? '' : 'primary'} ${size}"
      aria-label=${t('decide.propose_one', { name })}
      @click=${() => propose(it, row)}
    >
      ${icon('message')}${t('decide.propose')}
    </button>
    <button
      type="button"
      class="button ${size}"
      aria-label=${t('decide.refuse_one', { name })}
      @click=${() => refuse(it, row)}
    >
      ${icon('close')}${t('decide.refuse')}
    </button>`;
}

export function card(it, row, query = {}) {
  const { t, person, details } = it;
  const { offer, feedback = [] } = details.get(row.offer.id);
  const last = feedback.at(-1);
  const shown = { ...row.offer, ...offer };
  return html`<li>
    <article class="card matching_match">
      <div class="matching_head">
        <h3>
          <a href=${matchesOf(person, { ...query, offer: row.offer.id })}
            >${row.offer.title ?? row.offer.id}</a
          >
        </h3>
        ${last ? stepMark(t, last.step, instant(last.given_at)) : nothing}
      </div>
      ${shown.company ? html`<p class="small quiet">${shown.company}</p>` : nothing}
      ${factsLine(t, shown, distanceFact(t, row))}
      <aksis-score .explanation=${row}></aksis-score>
      ${wishesLine(t, row.wishes)}
      <div class="buttons">
        ${decisions(it, row)}
        <a class="button quiet small" href=${matchesOf(person, { ...query, offer: row.offer.id })}
          >${t('card.more')}${icon('right')}
          <span class="hidden_text"> – ${row.offer.title}</span></a
        >
        <a class="button quiet small" href=${offerPath(row.offer.id)}
          >${icon('file')}${t('card.sheet')}<span class="hidden_text">
            – ${row.offer.title}</span
          ></a
        >
      </div>
    </article>
  </li>`;
}
