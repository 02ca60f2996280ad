// How what an offer holds as codes and numbers is said.
import { euros, html, icon, nothing, number, relative } from '/ui/sdk/1/aksis.js';

/** In the order an adviser meets them. */
export const CONTRACTS = [
  'CDI',
  'CDD',
  'MIS',
  'SAI',
  'APP',
  'PRO',
  'DIN',
  'DDI',
  'LIB',
  'FRA',
  'CCE',
  'REP',
];
export const STEPS = ['proposed', 'accepted', 'applied', 'hired', 'refused'];
export const REASONS = [
  'too_far',
  'salary',
  'contract',
  'hours',
  'work_conditions',
  'occupation',
  'sector',
  'skills_lacking',
  'overqualified',
  'training_first',
  'personal',
  'employer',
  'outdated',
  'other',
];
const LOOKS = {
  proposed: ['info', 'message'],
  accepted: ['good', 'check'],
  applied: ['info', 'mail'],
  hired: ['good', 'star'],
  refused: ['neutral', 'close'],
};

/** "44 - Nantes" is how files write it; people say "Nantes (44)". */
export function placeOf(offer) {
  const parts = /^(\d[\dAB]\d?) - (.+)$/.exec(offer.place ?? '');
  return parts ? `${parts[2]} (${parts[1]})` : (offer.place ?? offer.commune ?? '');
}

export function hoursOf(minutes) {
  if (!minutes) return '';
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest ? ` ${String(rest).padStart(2, '0')}` : ''}`;
}

export function salaryOf(t, salary) {
  const { min_cents: from, max_cents: to, per } = salary ?? {};
  if (!from && !to) return '';
  const say = (cents) => euros(cents / 100);
  const amount =
    from && to && from !== to
      ? t('salary.range', { from: say(from), to: say(to) })
      : from
        ? to
          ? say(from)
          : t('salary.from', { from: say(from) })
        : t('salary.to', { to: say(to) });
  return `${amount} ${t(`salary.${per}`)}`;
}

export function experienceOf(t, { experience, experience_months: months }) {
  if (experience === 'D') return t('experience.D');
  if (!experience && !months) return '';
  const length = months
    ? months % 12
      ? t('months', { count: months })
      : t('years', { count: months / 12 })
    : t('experience.some');
  return t(`experience.${experience === 'E' ? 'E' : 'S'}`, { length });
}

export const contractOf = (t, offer) => (offer.contract ? t(`contract.${offer.contract}`) : '');

/** Before the colon of an identifier stands the source it came from. */
export const sourceOf = (id) => (id.includes(':') ? id.slice(0, id.indexOf(':')) : '');
export const sourceLabel = (t, source) => source || t('source.own');

const kilometres = (row) =>
  row.distance_hectometres === undefined ? undefined : row.distance_hectometres / 10;

const fact = (name, words) => (words ? html`<li>${icon(name)}<span>${words}</span></li>` : nothing);

/** What an offer is about, in one line of small facts. */
export const factsLine = (t, offer, more = nothing) =>
  html`<ul role="list" class="matching_facts">
    ${fact('pin', placeOf(offer))}${more}${fact('file', contractOf(t, offer))}${fact(
      'clock',
      hoursOf(offer.weekly_minutes),
    )}
    ${fact('tag', salaryOf(t, offer.salary))}${fact(
      'calendar',
      offer.created && relative(offer.created),
    )}
  </ul>`;

export const distanceFact = (t, row) => {
  const km = kilometres(row);
  return km === undefined
    ? nothing
    : fact(
        'move',
        t('distance.away', { km: number(km, { maximumFractionDigits: km < 10 ? 1 : 0 }) }),
      );
};

export const openStatus = (t, open) =>
  html`<aksis-status
    kind=${open ? 'good' : 'neutral'}
    .label=${t(open ? 'open.yes' : 'open.no')}
  ></aksis-status>`;

/** What became of an offer for a person, the last step. */
export function stepMark(t, step, at) {
  const [kind, sign] = LOOKS[step] ?? ['neutral', 'info'];
  return html`<span class="status ${kind}"
    >${icon(sign)}${t(`step.${step}`)}${at ? html` ${relative(at)}` : nothing}</span
  >`;
}

/** Times of the server are in millionths of a second. */
export const instant = (micros) =>
  micros === undefined ? undefined : new Date(micros / 1000).toISOString();
