// What an offer demands or wishes of people: looked up or written, each marked as demanded or not.
import { html, icon, nothing } from '/ui/sdk/1/aksis.js';

/**
 * The control of a field of `<aksis-form>`.
 * @param {{t: Function, search?: Function, options?: string[], coded?: boolean, placeholder: string}} how `coded`: what is picked is a code
 */
export const demandField =
  ({ t, search, options, coded, placeholder }) =>
  (it) => {
    const now = it.value ?? [];
    const add = (one) =>
      !now.some((other) => (one.code ? other.code === one.code : other.label === one.label)) &&
      it.set([...now, one]);
    const change = (i, values) =>
      it.set(now.map((one, at) => (at === i ? { ...one, ...values } : one)));
    const write = (event) => {
      const words = event.target.value.trim();
      if (words) add({ label: words, required: false });
      event.target.value = '';
    };
    const picker = search
      ? html`<aksis-combobox
          input-id=${it.id}
          .search=${search}
          .placeholder=${placeholder}
          @change=${(event) => {
            event.stopPropagation();
            const found = event.detail;
            event.target.value = undefined;
            if (found?.value) add({ code: found.value, label: found.label, required: false });
          }}
        ></aksis-combobox>`
      : options
        ? html`<select
            id=${it.id}
            @change=${(event) => {
              if (event.target.value)
                add(
                  coded
                    ? { code: event.target.value, required: true }
                    : { label: event.target.value, required: false },
                );
              event.target.value = '';
            }}
          >
            <option value="">${placeholder}</option>
            ${options.map((one) => html`<option value=${one}>${one}</option>`)}
          </select>`
        : html`<input
            id=${it.id}
            type="text"
            maxlength="199"
            placeholder=${placeholder}
            autocomplete="off"
            @change=${write}
            @keydown=${(event) => {
              if (event.key === 'Enter') {
                event.preventDefault();
                write(event);
              }
            }}
          />`;
    return html`<div class="stack tight">
      ${
        now.length
          ? html`<ul role="list" class="matching_ranked">
              ${now.map(
                (one, i) =>
                  html`<li>
                    <span class="grow">${one.label || one.code}</span>
                    <label class="choice small"
                      ><input
                        type="checkbox"
                        .checked=${Boolean(one.required)}
                        aria-label=${t('demand.required_of', { name: one.label || one.code })}
                        @change=${(event) => change(i, { required: event.target.checked })}
                      /><span>${t('demand.required')}</span></label
                    >
                    <button
                      type="button"
                      class="button quiet round small"
                      aria-label=${t('ranked.remove', { name: one.label || one.code })}
                      @click=${() => it.set(now.filter((_, at) => at !== i))}
                    >
                      ${icon('trash')}
                    </button>
                  </li>`,
              )}
            </ul>`
          : nothing
      }${picker}
    </div>`;
  };
