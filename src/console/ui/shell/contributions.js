// What modules add to the console. Their code is read when first shown; whatever it does wrong stays
// in the place it was given.
import { api, catalogue, html, loadTexts, render, t, text } from '/ui/sdk/1/aksis.js';

import { isOutdated } from './update.js';

const PATIENCE_MS = 10_000;
let modules = [];
const entries = new Map();
const areaOf = (module) => `module.${module.id}`;

/** Asks the server what modules add for who is signed in; none of it is needed for the rest. */
export async function loadContributions() {
  try {
    modules = (await api.get('/ui/contributions')).data.modules;
  } catch (problem) {
    console.error(problem);
    modules = [];
  }
}

/**
 * Everything of a kind, of all modules, in order: "navigation", "pages", "person_tabs", "widgets",
 * "commands", "searches", "settings", "report_blocks". Each knows its `module`.
 */
export function contributed(kind) {
  return modules
    .flatMap((module) => (module[kind] ?? []).map((one) => ({ ...one, module })))
    .sort((a, b) => (a.order ?? 100) - (b.order ?? 100));
}

function entryOf(module) {
  if (!entries.has(module.id)) {
    const asked = import(module.entry);
    // A network that failed once may answer the next time.
    asked.catch(() => entries.delete(module.id));
    entries.set(module.id, asked);
  }
  return entries.get(module.id);
}

/** The texts of the area that a module is; none when the area is no module's. */
export async function moduleTexts(area, language) {
  const module = modules.find((one) => areaOf(one) === area);
  const address = module?.i18n?.[language] ?? module?.i18n?.fr;
  // A module without its texts is better than none, and than a language that cannot be chosen.
  const texts = address
    ? await fetch(address)
        .then((response) => (response.ok ? response.json() : {}))
        .catch(() => ({}))
    : {};
  return Object.fromEntries(Object.entries(texts).map(([key, words]) => [`${area}.${key}`, words]));
}

// As an area of the console, another language reads them before it holds.
async function textsOf(module) {
  await loadTexts([areaOf(module)]);
  return catalogue(areaOf(module), {});
}

const inTime = (promise, words) =>
  Promise.race([
    promise,
    new Promise((_, failed) => setTimeout(() => failed(new Error(words)), PATIENCE_MS)),
  ]);

/** An element of its own in a place, instead of whatever was there. */
function fresh(place) {
  const element = document.createElement('div');
  place.replaceChildren(element);
  return element;
}

/** The card that stands where something failed: bounded, and it names the module and the request. */
export function showFailure(place, error, module, retry) {
  console.error(error);
  const problem =
    error.status === undefined
      ? { status: 500, detail: t('shell.failed.text', { message: error.message }) }
      : error;
  const heading = module
    ? t('shell.failed.module', { module: text(module.title) || module.id })
    : t('shell.failed.screen');
  render(
    html`<div class="bounded">
      <aksis-error .problem=${problem} .heading=${heading} .retry=${retry}></aksis-error>
    </div>`,
    fresh(place),
  );
  if (error.status === undefined) replaceOutdated(place, place.firstElementChild, module);
}

/** What failed because the page is of before an update is not asked for again: the page is. */
async function replaceOutdated(place, shown, module) {
  if (!(await isOutdated(module)) || place.firstElementChild !== shown) return;
  render(
    html`<aksis-empty
      icon="refresh"
      .heading=${t('shell.update.gone')}
      .text=${t('shell.update.gone_text')}
      .action=${{
        label: t('shell.update.reload_page'),
        icon: 'refresh',
        run: () => location.reload(),
      }}
    ></aksis-empty>`,
    fresh(place),
  );
}

async function start(contribution, element, context) {
  const { module } = contribution;
  const late = t('shell.failed.late');
  const loaded = Promise.all([entryOf(module), textsOf(module)]);
  const [code, own] = await inTime(loaded, late);
  if (context.signal.aborted) return undefined;
  const run = code[contribution.export];
  if (typeof run !== 'function') throw new Error(`${module.entry}: no ${contribution.export}`);
  return inTime(Promise.resolve(run(element, { ...context, t: own })), late);
}

/**
 * Runs an export in a place of its own; gives what takes it off. Never throws.
 * @param {{module: object, export: string}} contribution
 * @param {HTMLElement} place
 * @param {object} context what the README promises for this kind
 */
export function mount(contribution, place, context = {}) {
  let ends = new AbortController();
  let dispose;
  const takeOff = () => {
    ends.abort();
    try {
      dispose?.();
    } catch (error) {
      console.error(error);
    }
    dispose = undefined;
  };
  const run = async () => {
    ends = new AbortController();
    const { signal } = ends;
    try {
      const given = await start(contribution, fresh(place), { ...context, signal });
      if (typeof given !== 'function') return;
      if (signal.aborted) given();
      else dispose = given;
    } catch (error) {
      if (signal.aborted) return;
      takeOff();
      showFailure(place, error, contribution.module, run);
    }
  };
  run();
  return takeOff;
}
