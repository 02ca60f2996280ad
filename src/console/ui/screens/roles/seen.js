// What somebody with a role sees: the way around, what a record shows, what is out of reach. From
// the grants alone: nobody is signed in as somebody else.
import { html, icon, t } from '/ui/sdk/1/aksis.js';

import { FIELDS, fieldName, rightName, scopeIn, scopeName } from '../administration/rights.js';
import { screens } from '../screens.js';

const may = (grants, permission) =>
  !permission || [permission].flat().some((one) => scopeIn(grants, one));

/** Modules of which the role holds a right, and which. */
const modulesOf = (grants, modules) =>
  modules
    .map((one) => ({
      ...one,
      held: (one.permissions ?? []).filter(({ id }) => scopeIn(grants, id)),
    }))
    .filter((one) => one.held.length);

function navigation(grants, modules) {
  const own = screens
    .filter((one) => one.nav && may(grants, one.permission))
    .sort((a, b) => a.nav.order - b.nav.order);
  return html`<section class="card stack">
    <h2 class="area_name">${icon('menu')}${t('administration.seen.navigation')}</h2>
    <ul role="list" class="sheet_list">
      ${own.map((one) => html`<li>${icon(one.nav.icon)}<span class="grow">${t(one.title)}</span></li>`)}
      ${modulesOf(grants, modules).map(
        (one) =>
          html`<li>
            ${icon('module')}<span class="grow"
              >${one.title ?? one.id}<br /><span class="small quiet"
                >${one.held.map(({ id }) => rightName(id, modules)).join(' · ')}</span
              ></span
            >
          </li>`,
      )}
    </ul>
  </section>`;
}

function record(role) {
  const reach = scopeIn(role.grants, 'people.read');
  if (!reach)
    return html`<section class="card stack">
      <h2 class="area_name">${icon('person')}${t('administration.seen.record')}</h2>
      <div class="notice">
        ${icon('lock')}
        <p>${t('administration.seen.no_record')}</p>
      </div>
    </section>`;
  const masked = new Set(role.masked);
  const write = scopeIn(role.grants, 'people.write');
  return html`<section class="card stack seen_card">
    <h2 class="area_name">${icon('person')}${t('administration.seen.record')}</h2>
    <p>
      ${t('administration.seen.reads', { scope: scopeName(reach) })}
      ${write ? t('administration.seen.writes', { scope: scopeName(write) }) : t('administration.seen.writes_not')}
    </p>
    <aksis-facts
      .items=${FIELDS.map((field) => ({
        term: fieldName(field),
        value: masked.has(field)
          ? html`<span class="hidden_value"
              >${icon('lock')}${t('administration.seen.hidden')}</span
            >`
          : t('administration.seen.shown'),
      }))}
    ></aksis-facts>
  </section>`;
}

/** What people ask about first: whether this role reaches it. */
const QUESTIONS = [
  'people.read',
  'people.break_glass',
  'people.nir',
  'relations.manage',
  'people.erase',
  'accounts.manage',
  'audit.read',
];

export function seen({ role, modules }) {
  return html`<div class="stack">
    <div class="notice">
      ${icon('info')}
      <p>${t('administration.seen.intro')}</p>
    </div>
    <div class="grid halves">
      ${navigation(role.grants, modules)}
      <section class="card stack">
        <h2 class="area_name">${icon('question')}${t('administration.seen.reach')}</h2>
        <ul role="list" class="sheet_list">
          ${QUESTIONS.map((one) => {
            const scope = scopeIn(role.grants, one);
            return html`<li>
              ${icon(scope ? 'check' : 'close')}<span class="grow">${rightName(one, modules)}</span
              ><span class=${scope ? 'badge' : 'quiet'}
                >${scope ? scopeName(scope) : t('administration.no')}</span
              >
            </li>`;
          })}
        </ul>
      </section>
    </div>
    ${record(role)}
  </div>`;
}
