// What is shown this once: a link to hand over, a key. It can be copied; closing asks for nothing
// more.
import { dateTime, html, icon, nothing, openDialog, t, toast } from '/ui/sdk/1/aksis.js';

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t('administration.once.copied'));
  } catch {
    // A browser that refuses: the field is selected, so that keys do it.
    document.querySelector('#shown-once')?.select();
    toast(t('administration.once.by_hand'), { kind: 'info' });
  }
}

/** @param {{title: string, text: string, label: string, value: string, until?: string}} it */
export function showOnce({ title, text, label, value, until }) {
  return openDialog({
    title,
    dismissible: false,
    content: html`<div class="stack">
      <div class="notice warn">
        ${icon('warning')}
        <p>${text}</p>
      </div>
      <div class="field">
        <label for="shown-once">${label}</label>
        <div class="row once">
          <input
            id="shown-once"
            class="mono grow"
            readonly
            autofocus
            .value=${value}
            @focus=${(event) => event.target.select()}
          />
          <button type="button" class="button primary" @click=${() => copy(value)}>
            ${icon('file')}${t('administration.once.copy')}
          </button>
        </div>
      </div>
      ${until ? html`<p class="quiet small">${t('administration.once.until', { date: dateTime(until) })}</p>` : nothing}
    </div>`,
    actions: [{ id: 'done', label: t('administration.once.done') }],
  }).closed;
}
