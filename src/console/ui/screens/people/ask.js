// A window with a few fields that does something and stays, with what was typed, when it is
// refused.
import { html, icon, nothing, openDialog, t } from '/ui/sdk/1/aksis.js';

let count = 0;
const messageAt = (problem, name) =>
  problem?.errors?.find(({ pointer }) => pointer === `/${name}`)?.message;

/**
 * A label, its hint, its fault and a native control for `ask`.
 * @param {{name: string, label: string, hint?: string, type?: string, value?: string,
 *   options?: {value: string, label: string}[], min?: number, max?: number, required?: boolean,
 *   focus?: boolean, rows?: number}} it
 */
function fieldOf(it, problem, id) {
  const fault = messageAt(problem, it.name);
  const described =
    [it.hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ') || nothing;
  const invalid = fault ? 'true' : nothing;
  const required = it.required !== false;
  let control;
  if (it.options)
    control = html`<select
      id=${id}
      name=${it.name}
      ?required=${required}
      ?autofocus=${it.focus}
      aria-describedby=${described}
      aria-invalid=${invalid}
      @change=${it.change ?? nothing}
    >
      ${it.options.map(
        (one) =>
          html`<option value=${one.value} .selected=${one.value === it.value}>
            ${one.label}
          </option>`,
      )}
    </select>`;
  else if (it.rows)
    control = html`<textarea
      id=${id}
      name=${it.name}
      rows=${it.rows}
      maxlength=${it.max ?? 500}
      minlength=${it.min ?? nothing}
      ?required=${required}
      ?autofocus=${it.focus}
      aria-describedby=${described}
      aria-invalid=${invalid}
    ></textarea>`;
  else
    control = html`<input
      id=${id}
      name=${it.name}
      type=${it.type ?? 'text'}
      .defaultValue=${it.value ?? ''}
      ?required=${required}
      min=${it.least ?? nothing}
      max=${it.most ?? nothing}
      maxlength=${it.max ?? nothing}
      ?autofocus=${it.focus}
      autocomplete="off"
      aria-describedby=${described}
      aria-invalid=${invalid}
    />`;
  return html`<div class="field">
    <label for=${id}>${it.label}</label>
    ${it.hint ? html`<p class="hint" id="${id}-hint">${it.hint}</p>` : nothing}
    ${
      fault
        ? html`<p class="error" id="${id}-fault">${icon('error')}<span>${fault}</span></p>`
        : nothing
    }${control}
  </div>`;
}

/**
 * @param {{title: string, text?: any, fields: object[] | (() => object[]), action: string,
 *   danger?: boolean, size?: string, run: (values: Record<string, string>,
 *   progress: (words: string) => void) => Promise<unknown>}} question
 * @returns {Promise<unknown>} what `run` gave; undefined when it was put away
 */
export async function ask({ title, text, fields, action, danger, size = 'm', run }) {
  const form = `ask-${++count}`;
  let problem;
  let progress = '';
  let result;
  let busy = false;
  const shown = () => (typeof fields === 'function' ? fields() : fields);
  const placed = () => shown().some(({ name }) => messageAt(problem, name));
  const send = async (event, close) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    problem = undefined;
    const values = Object.fromEntries(new FormData(event.target));
    dialog.refresh();
    try {
      result = await run(values, (words) => {
        progress = words;
        dialog.refresh();
      });
      close('done');
    } catch (failed) {
      if (failed.status === undefined) throw failed;
      problem = failed;
    } finally {
      busy = false;
      progress = '';
      if (dialog.element.isConnected) dialog.refresh();
    }
    dialog.element.querySelector('[aria-invalid="true"], [role="alert"]')?.focus();
  };
  const dialog = openDialog({
    title,
    size,
    kind: danger ? 'danger' : '',
    content: (close) =>
      html`<form id=${form} class="stack" @submit=${(event) => send(event, close)}>
        ${
          problem && !placed()
            ? html`<div class="notice bad" role="alert" tabindex="-1">
                ${icon('error')}
                <p>${problem.text}</p>
              </div>`
            : nothing
        }
        ${
          typeof text === 'string'
            ? html`<p>${text}</p>`
            : typeof text === 'function'
              ? text()
              : (text ?? nothing)
        }
        ${shown().map((it) =>
          fieldOf(
            {
              ...it,
              change:
                it.change &&
                ((event) => {
                  it.change(event.target.value);
                  dialog.refresh();
                }),
            },
            problem,
            `${form}-${it.name}`,
          ),
        )}
        <p class="small quiet" role="status">${progress}</p>
      </form>`,
    actions: () => [
      { id: 'cancel', label: t('sdk.cancel') },
      {
        id: 'send',
        label: action,
        kind: danger ? 'danger' : 'primary',
        submit: form,
        disabled: busy,
      },
    ],
  });
  await dialog.closed;
  return result;
}
