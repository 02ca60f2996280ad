// What became of an offer for a person. Each step is the adviser's; the result they saw is kept with it.
import { html, openDialog, toast } from '/ui/sdk/1/aksis.js';

import { giveFeedback } from './results.js';
import { REASONS, STEPS } from '../labels.js';
import { resultPath } from '../links.js';

async function note(it, row, step, reason) {
  const { t, person, details } = it;
  try {
    const { result } = await giveFeedback(person, row.offer.id, step, reason);
    toast(t(`noted.${step}`, { title: row.offer.title ?? row.offer.id }), { kind: 'good',
      action: { label: t('noted.result'), href: resultPath(result), run: () => it.open?.(result) } });
    await details.again(row.offer.id);
    it.noted?.();
    return true;
  } catch (problem) {
    toast(problem.text ?? problem.message, { kind: 'bad' });
    return false;
  }
}

/** Asked once more in words, since it is told to the person and kept. */
export async function propose(it, row) {
  await note(it, row, 'proposed');
}

export async function refuse(it, row) {
  const { t } = it;
  let reason;
  let fault = false;
  const dialog = openDialog({
    title: t('refuse.title'),
    content: () => html`<div class="stack"><p>${t('refuse.text', { title: row.offer.title ?? row.offer.id })}</p>
      <fieldset class="field ${fault ? 'wrong' : ''}" aria-describedby="refuse-fault"><legend>${t('refuse.reason')}</legend>
        <p class="error" id="refuse-fault" role="alert">${fault ? t('refuse.needed') : ''}</p>
        <div class="choices matching_reasons">${REASONS.map((one) => html`<label class="choice"><input type="radio" name="refuse-reason"
          @change=${() => { reason = one; fault = false; dialog.refresh(); }}><span>${t(`reason.${one}`)}</span></label>`)}</div></fieldset></div>`,
    actions: [{ id: 'cancel', label: t('refuse.cancel') },
      { id: 'refuse', label: t('decide.refuse'), kind: 'primary', run: () => {
        fault = !reason;
        dialog.refresh();
        return !fault;
      } }],
  });
  if ((await dialog.closed) === 'refuse') await note(it, row, 'refused', reason);
}

/** The other steps, once an offer was talked about. */
export const laterSteps = (it, row) => STEPS.filter((step) => !['proposed', 'refused'].includes(step))
  .map((step) => ({ label: it.t(`decide.${step}`), run: () => note(it, row, step) }));
