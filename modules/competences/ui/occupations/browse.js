// Walking through a classification: its categories, then the occupations of one of them.
import { html, icon, nothing, number } from '/ui/sdk/1/aksis.js';

import { codeMark } from '../labels.js';

export const SCHEMES = ['domain', 'sector', 'interest', 'theme', 'naf'];

const to = (by, code) => `/occupations?by=${by}${code ? `&in=${encodeURIComponent(code)}` : ''}`;
const byLabel = (a, b) => a.label.localeCompare(b.label, 'fr');

/** The classification as a tree; what is empty would lead nowhere. */
function treeOf(rows, by) {
  const own = rows.filter((row) => row.scheme === by && row.occupations > 0);
  const below = (code) =>
    own
      .filter((row) => row.parent === code)
      .sort(by === 'domain' ? (a, b) => a.code.localeCompare(b.code) : byLabel);
  const known = new Set(own.map(({ code }) => code));
  return own
    .filter((row) => !known.has(row.parent))
    .sort(by === 'domain' ? (a, b) => a.code.localeCompare(b.code) : byLabel)
    .map((row) => ({ ...row, below: below(row.code) }));
}

function cards(t, tree, by) {
  return html`<ul role="list" class="grid competences_categories">
    ${tree.map(
      (row) =>
        html`<li>
          <a class="card competences_category" href=${to(by, row.code)}>
            ${by === 'domain' ? html`<span class="competences_letter" aria-hidden="true">${row.code}</span>` : nothing}
            <span class="grow"
              ><span class="strong">${row.label}</span>
              <span class="small quiet"
                >${t('explorer.count', { count: row.occupations })}</span
              ></span
            >
            ${icon('right')}</a
          >
        </li>`,
    )}
  </ul>`;
}

function branch(row, at) {
  const open = row.code === at.code || row.below.some(({ code }) => code === at.code);
  const link = (one) =>
    html`<a href=${to(at.by, one.code)} aria-current=${one.code === at.code ? 'true' : nothing}>
      <span class="grow">${one.label}</span
      ><span class="number quiet small">${number(one.occupations)}</span></a
    >`;
  return html`<li>
    ${link(row)}${
      open && row.below.length
        ? html`<ul role="list">
            ${row.below.map((one) => html`<li>${link(one)}</li>`)}
          </ul>`
        : nothing
    }
  </li>`;
}

/** Occupations below the headings of the tree of ROME, so that hundreds can be looked through. */
function grouped(rows, domains, at) {
  const size = at.by === 'domain' ? 3 : 1;
  const names = new Map(domains.map(({ code, label }) => [code, label]));
  const groups = new Map();
  for (const row of [...rows].sort(byLabel)) {
    const code = row.rome_code.slice(0, size);
    groups.set(code, [...(groups.get(code) ?? []), row]);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([code, list]) => ({ code, label: names.get(code) ?? code, list }));
}

/** Definitions are pages of a web site; what they begin with says what is meant. */
const opening = (words) => words.split(/\n+/).find((line) => line.trim()) ?? '';

function occupations(t, at, inside, domains) {
  if (inside.problem) {
    return html`<aksis-error .problem=${inside.problem} .retry=${inside.again}></aksis-error>`;
  }
  if (!inside.data || inside.data.category.code !== at.code)
    return html`<aksis-loading rows="8"></aksis-loading>`;
  const { category, results } = inside.data;
  const groups = grouped(results, domains, at);
  return html`<div class="stack">
    <div class="stack tight">
      <h2>${category.label}</h2>
      <p class="quiet" role="status">${t('explorer.count', { count: results.length })}</p>
      ${category.definition ? html`<p class="prose">${opening(category.definition)}</p>` : nothing}
    </div>
    ${groups.map(
      (group) =>
        html`<section class="stack tight">
          ${
            groups.length > 1
              ? html`<h3 class="competences_group">
                  ${group.label} <span class="badge">${group.list.length}</span>
                </h3>`
              : nothing
          }
          <ul role="list" class="card competences_rows two">
            ${group.list.map(
              (one) =>
                html`<li>
                  <a class="competences_row" href="/occupations/${one.rome_code}"
                    ><span class="grow">${one.label}</span> ${codeMark(one.rome_code)}</a
                  >
                </li>`,
            )}
          </ul>
        </section>`,
    )}
  </div>`;
}

/** @param {{t: Function, at: {by: string, code: string}, categories: object, inside: object}} it */
export function browse({ t, at, categories, inside }) {
  const schemes = html`<nav class="tabs competences_schemes" aria-label=${t('explorer.by')}>
    ${SCHEMES.map(
      (by) =>
        html` <a class="tab" href=${to(by)} aria-current=${by === at.by ? 'page' : nothing}
          >${t(`scheme.${by}`)}</a
        >`,
    )}
  </nav>`;
  if (categories.problem)
    return html`${schemes}<aksis-error
        .problem=${categories.problem}
        .retry=${categories.again}
      ></aksis-error>`;
  if (!categories.data)
    return html`${schemes}<aksis-loading shape="cards" rows="9"></aksis-loading>`;
  const tree = treeOf(categories.data, at.by);
  const domains = categories.data.filter(({ scheme }) => scheme === 'domain');
  if (!at.code) return html`<div class="stack">${schemes}${cards(t, tree, at.by)}</div>`;
  const upper = tree.find((row) => row.below.some(({ code }) => code === at.code));
  return html`<div class="stack">
    ${schemes}
    <div class="competences_walk">
      <nav class="competences_tree" aria-label=${t(`scheme.${at.by}`)}>
        <ul role="list">
          ${tree.map((row) => branch(row, at))}
        </ul>
      </nav>
      <div class="stack">
        <a class="button quiet small competences_up" href=${to(at.by, upper?.code)}
          >${icon('back')} ${upper ? upper.label : t(`scheme.all_${at.by}`)}</a
        >
        ${occupations(t, at, inside, domains)}
      </div>
    </div>
  </div>`;
}
