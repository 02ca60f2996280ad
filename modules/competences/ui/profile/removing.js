// Taking a line out of the profile, which can be undone.
import { html, icon, toast } from '/ui/sdk/1/aksis.js';

/** @param {"skills"|"experiences"|"diplomas"} part @param {string} name of what the row says */
export const removeButton = ({ t, editing }, part, row, name) =>
  html`<button
    type="button"
    class="button quiet round small"
    title=${t('profile.remove')}
    aria-label=${t('profile.remove_one', { name })}
    @click=${() => {
      editing.remove(part, row.uid);
      toast(t('profile.removed', { label: name }), {
        action: { label: t('profile.put_back'), run: () => editing.putBack(part, row) },
      });
    }}
  >
    ${icon('trash')}
  </button>`;
