// Fields of the forms around signing in, and how a form is sent.
import { html, icon, ifDefined, nothing, t } from '/ui/sdk/1/aksis.js';

/**
 * A label, a native field, its hint and its error.
 * @param {{id: string, label: string, hint?: any, error?: string, type?: string, value?: string,
 *   autocomplete?: string, mode?: string, max?: number, required?: boolean, focus?: boolean,
 *   input?: (event: Event) => void, readonly?: boolean, mono?: boolean}} field
 */
export function field({
  id,
  label,
  hint,
  error,
  type = 'text',
  value,
  autocomplete,
  mode,
  max,
  required = true,
  focus,
  input,
  readonly,
  mono,
}) {
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : '']
    .filter(Boolean)
    .join(' ');
  return html`<div class="field">
    <label for=${id}
      >${label}${
        required ? nothing : html` <span class="quiet">${t('sign_in.optional')}</span>`
      }</label
    >
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
    <input
      id=${id}
      name=${id}
      type=${type}
      class=${mono ? 'code_input' : ''}
      .defaultValue=${value ?? ''}
      autocomplete=${ifDefined(autocomplete)}
      inputmode=${ifDefined(mode)}
      maxlength=${ifDefined(max)}
      ?required=${required}
      ?autofocus=${focus}
      ?readonly=${readonly}
      autocapitalize="none"
      spellcheck="false"
      aria-describedby=${described || nothing}
      aria-invalid=${error ? 'true' : nothing}
      @input=${input ?? nothing}
    />
    ${error ? html`<p class="error" id="${id}-error">${icon('error')}${error}</p>` : nothing}
  </div>`;
}

function reveal(event) {
  const button = event.currentTarget;
  const input = button.parentElement.querySelector('input');
  const shown = input.type === 'password';
  input.type = shown ? 'text' : 'password';
  button.setAttribute('aria-pressed', String(shown));
}

/** A password that can be looked at, which spares typing it twice. */
export function passwordField({ id, label, hint, error, fresh, focus }) {
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : '']
    .filter(Boolean)
    .join(' ');
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
    <div class="revealed">
      <input
        id=${id}
        name=${id}
        type="password"
        required
        maxlength="1024"
        ?autofocus=${focus}
        autocomplete=${fresh ? 'new-password' : 'current-password'}
        aria-describedby=${described || nothing}
        aria-invalid=${error ? 'true' : nothing}
      />
      <button
        type="button"
        class="button quiet round"
        aria-pressed="false"
        aria-label=${t('sign_in.show_password')}
        @click=${reveal}
      >
        ${icon('eye')}
      </button>
    </div>
    ${error ? html`<p class="error" id="${id}-error">${icon('error')}${error}</p>` : nothing}
  </div>`;
}

export const refusal = (problem) =>
  problem
    ? html`<div class="notice bad" role="alert">
        ${icon('error')}
        <p>${problem.text ?? problem.message}</p>
      </div>`
    : nothing;

/** What a problem says of one field; undefined: nothing. */
export const errorOf = (problem, name) =>
  problem?.errors?.find(({ pointer }) => pointer === `/${name}`)?.message;

/** Errors said at fields are not said above them again. */
export const unplaced = (problem, names) =>
  problem && names.some((name) => errorOf(problem, name)) ? undefined : problem;

/**
 * Sends a form once at a time: `run(values)`; a Problem is kept in `host.problem`, and the first field
 * that is wrong takes the focus.
 */
export function sends(host, run) {
  return async (event) => {
    event.preventDefault();
    if (host.busy) return;
    const form = event.currentTarget;
    const values = Object.fromEntries(new FormData(form));
    host.busy = true;
    host.problem = undefined;
    try {
      await run(values);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      host.problem = problem;
    } finally {
      host.busy = false;
    }
    if (!host.problem) return;
    await host.updateComplete;
    (
      form.querySelector('[aria-invalid="true"]') ?? form.querySelector('input:not([readonly])')
    )?.focus();
  };
}

export const sendButton = (host, label) =>
  html`<button class="button primary wide" aria-busy=${host.busy ? 'true' : nothing}>
    ${label}
  </button>`;
