// What an occupation is: its definition, how one comes to it, its names, conditions and classifications.
import { html, icon, nothing } from '/ui/sdk/1/aksis.js';

import { codeMark, coreMark } from '../labels.js';

const CORE_SHOWN = 6;
const NAMES_SHOWN = 8;
const SCHEMES = ['sector', 'interest', 'theme', 'naf'];

/** ROME writes a paragraph, then one activity a line. */
function definition(text) {
  const [first, ...lines] = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return html`<p>${first}</p>
    ${
      lines.length
        ? html`<ul class="competences_lines">
            ${lines.map((line) => html`<li>${line}</li>`)}
          </ul>`
        : nothing
    }`;
}

function marks(t, sheet) {
  const found = [];
  if (sheet.regulated === 'yes') found.push(['warn', 'shield', t('sheet.regulated')]);
  if (sheet.manager === 'yes') found.push(['', 'people', t('sheet.manager')]);
  if (['green', 'strategic'].includes(sheet.ecological_transition))
    found.push(['good', 'globe', t(`sheet.eco_${sheet.ecological_transition}`)]);
  if (sheet.digital_transition === 'yes') found.push(['info', 'device', t('sheet.digital')]);
  if (sheet.demographic_transition === 'yes')
    found.push(['info', 'people', t('sheet.demographic')]);
  return html`<div class="row competences_marks">
    ${codeMark(sheet.rome_code)}
    ${found.map(
      ([kind, name, words]) => html`<span class="status ${kind}">${icon(name)}${words}</span>`,
    )}
  </div>`;
}

function names(t, list) {
  const sorted = [...list].sort(
    (a, b) =>
      a.rarely_used - b.rarely_used ||
      b.principal - a.principal ||
      a.label.localeCompare(b.label, 'fr'),
  );
  const item = (one) =>
    html`<li>
      ${one.label}${
        one.rarely_used ? html` <span class="small quiet">${t('sheet.rare')}</span>` : nothing
      }
    </li>`;
  const rest = sorted.slice(NAMES_SHOWN);
  return html`<ul class="competences_lines plain">
      ${sorted.slice(0, NAMES_SHOWN).map(item)}
    </ul>
    ${
      rest.length
        ? html`<details class="competences_more">
            <summary>${t('sheet.more_names', { count: rest.length })}</summary>
            <ul class="competences_lines plain">
              ${rest.map(item)}
            </ul>
          </details>`
        : nothing
    }`;
}

function contexts(list) {
  const groups = Map.groupBy
    ? Map.groupBy(list, ({ type }) => type)
    : list.reduce((all, one) => all.set(one.type, [...(all.get(one.type) ?? []), one]), new Map());
  return html`<dl class="competences_contexts">
    ${[...groups].map(
      ([type, rows]) =>
        html`<div>
          <dt>${type}</dt>
          <dd>
            <ul role="list" class="chips">
              ${rows.map(({ label }) => html`<li class="chip neutral">${label}</li>`)}
            </ul>
          </dd>
        </div>`,
    )}
  </dl>`;
}

const classified = (t, list) =>
  SCHEMES.map((scheme) => [scheme, list.filter((one) => one.scheme === scheme)])
    .filter(([, rows]) => rows.length)
    .map(([scheme, rows]) => ({
      term: t(`scheme.${scheme}`),
      wide: true,
      value: html`<ul role="list" class="chips">
        ${[...rows]
          .sort((a, b) => b.principal - a.principal)
          .map(
            (one) =>
              html`<li>
                <a class="chip" href="/occupations?by=${scheme}&in=${encodeURIComponent(one.code)}"
                  >${one.principal ? icon('star') : nothing} ${one.label}</a
                >
              </li>`,
          )}
      </ul>`,
    }));

const near = (t, sheet, to) =>
  html`<aksis-card level="2" icon="move" .heading=${t('sheet.near')} .note=${t('sheet.near_note')}>
    ${
      sheet.mobility.length
        ? html`<ol role="list" class="competences_links">
            ${sheet.mobility
              .slice(0, 6)
              .map(
                (one) => html`<li><a href="/occupations/${one.rome_code}">${one.label}</a></li>`,
              )}
          </ol>`
        : nothing
    }
    <p>
      <a class="button small" href=${to({ tab: 'bridges' })}
        >${t('sheet.all_bridges')}${icon('right')}</a
      >
    </p></aksis-card
  >`;

function heart(t, sheet, to) {
  const core = sheet.items.filter((one) => one.core !== 'no');
  if (!core.length) return nothing;
  return html`<aksis-card level="2" icon="star" .heading=${t('sheet.heart')}>
    <ul role="list" class="competences_skills">
      ${core
        .slice(0, CORE_SHOWN)
        .map(
          (one) =>
            html`<li>
              <span class="grow">${one.label}</span>${
                one.core === 'emerging' ? coreMark(t, one.core) : nothing
              }
            </li>`,
        )}
    </ul>
    <p>
      <a class="button small" href=${to({ tab: 'skills' })}>
        ${t('sheet.all_skills', { count: sheet.items.length })}${icon('right')}</a
      >
    </p></aksis-card
  >`;
}

export function about({ t, sheet, to }) {
  return html`<div class="stack">
    ${marks(t, sheet)}
    <div class="aside">
      <div class="stack">
        <aksis-card level="2" .heading=${t('sheet.definition')}>
          <div class="stack tight prose">
            ${
              sheet.definition
                ? definition(sheet.definition)
                : html`<p class="quiet">${t('sheet.no_definition')}</p>`
            }
          </div></aksis-card
        >
        ${heart(t, sheet, to)}
        ${
          sheet.access
            ? html`<aksis-card level="2" icon="training" .heading=${t('sheet.access')}>
                <div class="stack tight prose">${definition(sheet.access)}</div></aksis-card
              >`
            : nothing
        }
        ${
          sheet.contexts.length
            ? html`<aksis-card level="2" icon="briefcase" .heading=${t('sheet.contexts')}>
                ${contexts(sheet.contexts)}</aksis-card
              >`
            : nothing
        }
      </div>
      <div class="stack">
        ${near(t, sheet, to)}
        <aksis-card
          level="2"
          icon="tag"
          .heading=${t('sheet.names', { count: sheet.appellations.length })}
        >
          ${names(t, sheet.appellations)}</aksis-card
        >
        <aksis-card level="2" icon="grid" .heading=${t('sheet.classified')}>
          <aksis-facts
            .items=${[
              ...(sheet.riasec
                ? [
                    {
                      term: t('sheet.riasec'),
                      wide: true,
                      value: [...sheet.riasec].map((letter) => t(`riasec.${letter}`)).join(' · '),
                    },
                  ]
                : []),
              ...classified(t, sheet.categories),
            ]}
          ></aksis-facts
        ></aksis-card>
      </div>
    </div>
  </div>`;
}
