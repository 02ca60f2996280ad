// Opening a record that one does not accompany: what will happen is said before, the reason is
// read by the supervisor after.
import { api, html, icon, t } from '/ui/sdk/1/aksis.js';

import { ask } from './ask.js';

const REASON_MIN = 20;
const REASON_MAX = 500;
// Of this page alone: the server knows what is open, and closes it.
const opened = new Map();

const what = () =>
  html`<p>${t('people.glass.text')}</p>
    <ul class="consequences" role="list">
      ${['told', 'short', 'few', 'kept'].map(
        (it) =>
          html`<li>
            ${icon({ told: 'bell', short: 'clock', few: 'scale', kept: 'history' }[it])}<span
              >${t(`people.glass.${it}`)}</span
            >
          </li>`,
      )}
    </ul>`;

const reason = () => ({
  name: 'reason',
  label: t('people.glass.reason'),
  hint: t('people.glass.reason_hint', { count: REASON_MIN }),
  rows: 4,
  min: REASON_MIN,
  max: REASON_MAX,
  focus: true,
});

// The answer leaves the reason out: it is sealed with the person's own key.
async function open(person, words) {
  const path = `/people/${encodeURIComponent(person)}/break-glass`;
  const { data } = await api.post(path, { reason: words });
  return { ...data, reason: words };
}

/** @returns {Promise<object | undefined>} what was opened, until when */
export async function breakGlass(person) {
  const glass = await ask({
    title: t('people.glass.title'),
    text: what,
    fields: () => [reason()],
    action: t('people.glass.action'),
    run: (values) => open(person, values.reason.trim()),
  });
  if (glass) opened.set(person, glass);
  return glass;
}

/** Of a person whose id or link somebody was given. */
export async function breakGlassOf(idOf) {
  const field = {
    name: 'link',
    label: t('people.elsewhere.link'),
    hint: t('people.elsewhere.link_hint'),
    focus: true,
  };
  const glass = await ask({
    title: t('people.glass.title'),
    text: what,
    fields: () => [field, { ...reason(), focus: false }],
    action: t('people.glass.action'),
    run: ({ link, reason: words }) => open(idOf(link), words.trim()),
  });
  if (glass) opened.set(glass.person, glass);
  return glass;
}

/** What this page opened for a person and is open still. */
export function openGlass(person) {
  const glass = opened.get(person);
  return glass && Date.parse(glass.until) > Date.now() ? glass : undefined;
}
