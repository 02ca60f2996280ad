// A list in order of preference: looked up, moved up by a button, taken out. No dragging is needed.
import { announce, html, icon, nothing } from '/ui/sdk/1/aksis.js';

const moved = (list, from, to) => {
  const copy = [...list];
  copy.splice(to, 0, ...copy.splice(from, 1));
  return copy;
};

/**
 * The control of a field of `<aksis-form>`.
 * @param {{t: Function, search?: Function, options?: {value: string, label: string}[], label: (value: string) => string, placeholder?: string}} how
 */
export const ranked =
  ({ t, search, options, label, placeholder }) =>
  (it) => {
    const now = it.value ?? [];
    const put = (list, words) => {
      it.set(list);
      if (words) announce(words);
    };
    const line = (value, i) =>
      html`<li>
        <span class="matching_rank" aria-hidden="true">${i + 1}</span>
        <span class="grow">${label(value)}</span>
        ${
          i
            ? html`<button
                type="button"
                class="button quiet round small"
                aria-label=${t('ranked.up', { name: label(value), place: i })}
                @click=${() => put(moved(now, i, i - 1), t('ranked.moved', { place: i }))}
              >
                ${icon('up')}
              </button>`
            : nothing
        }
        <button
          type="button"
          class="button quiet round small"
          aria-label=${t('ranked.remove', { name: label(value) })}
          @click=${() => put(now.filter((_, at) => at !== i))}
        >
          ${icon('trash')}
        </button>
      </li>`;
    const left = options?.filter(({ value }) => !now.includes(value));
    return html`<div class="stack tight">
      ${
        now.length
          ? html`<ol role="list" class="matching_ranked">
              ${now.map(line)}
            </ol>`
          : nothing
      }
      ${
        options
          ? html`<select
              id=${it.id}
              aria-describedby=${it.described}
              ?disabled=${it.disabled}
              aria-label=${it.label}
              @change=${(event) => {
                const { value } = event.target;
                event.target.value = '';
                if (value) put([...now, value]);
              }}
            >
              <option value="">${placeholder}</option>
              ${left.map((one) => html`<option value=${one.value}>${one.label}</option>`)}
            </select>`
          : html`<aksis-combobox
              input-id=${it.id}
              .search=${search}
              .placeholder=${placeholder}
              describedby=${it.described === nothing ? '' : it.described}
              ?invalid=${it.invalid === 'true'}
              @change=${(event) => {
                event.stopPropagation();
                const value = event.target.plain;
                event.target.value = undefined;
                if (value && !now.includes(value)) put([...now, value]);
              }}
            ></aksis-combobox>`
      }
    </div>`;
  };
