// What became of an offer for a person. Each step is the adviser's; the result they saw is kept with it.
import { html, nothing, openDialog, toast } from '/ui/sdk/1/aksis.js';

import { giveFeedback } from './results.js';
import { REASONS, STEPS } from '../labels.js';
import { resultPath } from '../links.js';

const COMMENT_MAX = 2000;
const titleOf = ({ offer }) => offer.title ?? offer.id;

async function note(it, row, said) {
  const { t, person, details } = it;
  try {
    const { result } = await giveFeedback(person, row.offer.id, said);
    toast(t(`noted.${said.step}`, { title: titleOf(row) }), {
      kind: 'good',
      action: { label: t('noted.result'), href: resultPath(result), run: () => it.open?.(result) },
    });
    await details.again(row.offer.id);
    it.noted?.();
  } catch (problem) {
    toast(problem.text ?? problem.message, { kind: 'bad' });
  }
}

/** Noted at once: what is most often done is one tap. */
export const propose = (it, row) => note(it, row, { step: 'proposed' });

function reasons(t, fault, choose) {
  return html`<fieldset class="field ${fault ? 'wrong' : ''}" aria-describedby="refuse-fault">
    <legend>${t('refuse.reason')}</legend>
    <p class="error" id="refuse-fault" role="alert">${fault ? t('refuse.needed') : ''}</p>
    <div class="choices matching_reasons">
      ${REASONS.map(
        (one) =>
          html`<label class="choice"
            ><input type="radio" name="refuse-reason" @change=${() => choose(one)} /><span
              >${t(`reason.${one}`)}</span
            ></label
          >`,
      )}
    </div>
  </fieldset>`;
}

/** Asks for the reason where the step needs one, and for words that may be left out. */
async function ask(it, row, { step, title, text, action }) {
  const { t } = it;
  const said = { step };
  let fault = false;
  const choose = (reason) => {
    said.reason = reason;
    fault = false;
    dialog.refresh();
  };
  const write = ({ target }) => {
    said.comment = target.value.trim() || undefined;
  };
  const dialog = openDialog({
    title,
    content: () =>
      html`<div class="stack">
        <p>${text}</p>
        ${step === 'refused' ? reasons(t, fault, choose) : nothing}
        <div class="field">
          <label for="feedback-comment">${t('feedback.comment')}</label>
          <textarea
            id="feedback-comment"
            rows="3"
            maxlength=${COMMENT_MAX}
            aria-describedby="feedback-hint"
            @input=${write}
          ></textarea>
          <p class="hint" id="feedback-hint">${t('feedback.comment_hint')}</p>
        </div>
      </div>`,
    actions: [
      { id: 'cancel', label: t('refuse.cancel') },
      {
        id: 'note',
        label: action,
        kind: 'primary',
        run: () => {
          fault = step === 'refused' && !said.reason;
          dialog.refresh();
          return !fault;
        },
      },
    ],
  });
  if ((await dialog.closed) === 'note') await note(it, row, said);
}

export const refuse = (it, row) =>
  ask(it, row, {
    step: 'refused',
    title: it.t('refuse.title'),
    text: it.t('refuse.text', { title: titleOf(row) }),
    action: it.t('decide.refuse'),
  });

/** The other steps, once an offer was talked about. */
export const laterSteps = (it, row) =>
  STEPS.filter((step) => !['proposed', 'refused'].includes(step)).map((step) => ({
    label: it.t(`decide.${step}`),
    run: () =>
      ask(it, row, {
        step,
        title: it.t(`decide.${step}`),
        text: titleOf(row),
        action: it.t('feedback.note'),
      }),
  }));
