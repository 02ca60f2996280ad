// The audit log: who did what, when, to whom; looked for, and read in plain words.
import {
  api,
  can,
  dateTime,
  hasText,
  html,
  icon,
  nothing,
  openDialog,
  relative,
  t,
} from '/ui/sdk/1/aksis.js';

import { actorName, names, options } from '../administration/names.js';
import { operationName } from '../administration/operations.js';
import { Reading, screenOf } from '../reading.js';
import './proof_of.js';

const KINDS = [
  'read',
  'change',
  'sign_in',
  'refused',
  'break_glass',
  'alarm',
  'purge',
  'account',
  'factor',
  'link',
  'session',
  'lock',
];
const TONES = { refused: 'warn', break_glass: 'warn', alarm: 'bad', purge: 'info' };
const ASKED = ['actor', 'person', 'operation', 'kind'];

const kindName = (kind) =>
  hasText(`administration.audit.kind.${kind}`) ? t(`administration.audit.kind.${kind}`) : kind;
const outcomeName = (one) =>
  hasText(`administration.audit.outcome.${one}`) ? t(`administration.audit.outcome.${one}`) : one;
const what = (one) => (one.operation ? operationName(one.operation) : kindName(one.kind));
// A name that the server told stands where accounts may not be read.
const who = (all, one) => one.actor_name ?? actorName(all, one.actor);

async function page({ cursor, limit, query, signal }) {
  const asked = Object.fromEntries(
    ASKED.filter((name) => query[name]).map((name) => [name, query[name]]),
  );
  const { data } = await api.get('/audit/entries', {
    query: { ...asked, from: query.at_from, to: query.at_to, cursor, limit },
    signal,
  });
  return { rows: data.entries, next: data.next };
}

function objectOf(all, object) {
  const [kind, id] = object.split(/:(.*)/s);
  if (kind === 'account')
    return html`<a href="/administration/users/${id}">${actorName(all, object)}</a>`;
  if (kind === 'role') return html`<a href="/administration/roles/${id}">${id}</a>`;
  return object;
}

function showEntry(one, all) {
  openDialog({
    title: t('administration.audit.entry', { index: one.index }),
    content: html`<div class="stack">
      <p class="entry_words">
        ${t('administration.audit.sentence', { who: who(all, one), what: what(one) })}
      </p>
      <aksis-facts
        .items=${[
          { term: t('administration.audit.at'), value: dateTime(one.at) },
          { term: t('administration.audit.kind'), value: kindName(one.kind) },
          { term: t('administration.audit.outcome'), value: outcomeName(one.outcome) },
          {
            term: t('administration.audit.behalf'),
            value: one.on_behalf_of && actorName(all, one.on_behalf_of),
            hidden: !one.on_behalf_of,
          },
          {
            term: t('administration.audit.person'),
            value:
              one.person &&
              html`<a href="/people/${one.person}">${t('administration.audit.open_record')}</a>`,
            hidden: !one.person,
          },
          {
            term: t('administration.audit.object'),
            value: one.object && objectOf(all, one.object),
            hidden: !one.object,
          },
          { term: t('administration.audit.relation'), value: one.relation, hidden: !one.relation },
          {
            term: t('administration.audit.reason'),
            value: one.reason,
            hidden: !one.reason,
            wide: true,
          },
          {
            term: t('administration.audit.operation'),
            value: one.operation && html`<span class="mono">${one.operation}</span>`,
            hidden: !one.operation,
          },
          {
            term: t('administration.audit.request'),
            value: one.request_id && html`<span class="mono">${one.request_id}</span>`,
            hidden: !one.request_id,
          },
          {
            term: t('administration.audit.session'),
            value: one.session && html`<span class="mono wrap_any">${one.session}</span>`,
            hidden: !one.session,
            wide: true,
          },
        ]}
      ></aksis-facts>
      ${one.details ? html`<p class="small quiet">${t('administration.audit.sealed')}</p>` : nothing}
      ${can('audit.verify') ? html`<aksis-audit-proof .index=${one.index}></aksis-audit-proof>` : nothing}
    </div>`,
    actions: [{ id: 'close', label: t('sdk.close') }],
  });
}

class Audit extends Reading {
  async read() {
    return names();
  }

  #columns(all) {
    return [
      {
        id: 'at',
        label: t('administration.audit.at'),
        exportValue: (row) => row.at,
        render: (row) => html`<span class="nowrap">${relative(row.at)}</span>`,
      },
      {
        id: 'actor',
        label: t('administration.audit.actor'),
        value: (row) => who(all, row),
        render: (row) =>
          html`<a href="/administration/audit?actor=${encodeURIComponent(row.actor)}"
            >${who(all, row)}</a
          >`,
      },
      {
        id: 'what',
        label: t('administration.audit.what'),
        primary: true,
        value: what,
        render: (row) =>
          html`<button type="button" class="button quiet entry" @click=${() => showEntry(row, all)}>
            ${what(row)}<span class="hidden_text">
              – ${t('administration.audit.entry', { index: row.index })}</span
            >
          </button>`,
      },
      {
        id: 'person',
        label: t('administration.audit.person'),
        hidden: 'narrow',
        value: (row) => row.person ?? '',
        render: (row) =>
          row.person
            ? html`<a href="/administration/audit?person=${row.person}"
                >${t('administration.audit.this_person', { id: row.person.slice(-6) })}</a
              >`
            : nothing,
      },
      {
        id: 'kind',
        label: t('administration.audit.kind'),
        hidden: 'narrow',
        value: (row) => kindName(row.kind),
        render: (row) =>
          html`<aksis-status
            kind=${TONES[row.kind] ?? 'neutral'}
            .label=${kindName(row.kind)}
          ></aksis-status>`,
      },
      {
        id: 'outcome',
        label: t('administration.audit.outcome'),
        value: (row) => outcomeName(row.outcome),
      },
      {
        id: 'index',
        label: t('administration.audit.index'),
        hidden: true,
        value: (row) => row.index,
      },
    ];
  }

  #filters(all) {
    const people = options(all.accounts, (one) => one.name).map((one) => ({
      ...one,
      value: `account:${one.value}`,
    }));
    return [
      { id: 'at', label: t('administration.audit.period'), type: 'period' },
      people.length
        ? { id: 'actor', label: t('administration.audit.actor'), type: 'select', options: people }
        : {
            id: 'actor',
            label: t('administration.audit.actor'),
            type: 'text',
            placeholder: 'account:…',
            more: true,
          },
      {
        id: 'kind',
        label: t('administration.audit.kind'),
        type: 'select',
        options: KINDS.map((value) => ({ value, label: kindName(value) })),
      },
      {
        id: 'operation',
        label: t('administration.audit.operation'),
        type: 'text',
        placeholder: 'people.read',
        more: true,
      },
      { id: 'person', label: t('administration.audit.person_id'), type: 'text', more: true },
    ];
  }

  show(all) {
    return html`<div class="stack">
      <aksis-filters .filters=${this.#filters(all)}></aksis-filters>
      <aksis-list
        name="audit"
        export-name=${t('nav.administration.audit')}
        .label=${t('nav.administration.audit')}
        .key=${(row) => row.index}
        .columns=${this.#columns(all)}
        .load=${page}
        limit="50"
        .noun=${(count) => t('administration.state.entries', { count })}
        .empty=${{ icon: 'history', title: t('administration.audit.none') }}
      ></aksis-list>
    </div>`;
  }
}

customElements.define('aksis-audit', Audit);
export default screenOf('aksis-audit', ({ setActions }) =>
  setActions(
    html`<a class="button" href="/administration/audit/holds"
        >${icon('lock')}${t('nav.administration.holds')}</a
      >
      <a class="button" href="/administration/audit/proof"
        >${icon('shield')}${t('nav.administration.proof')}</a
      >`,
  ),
);
