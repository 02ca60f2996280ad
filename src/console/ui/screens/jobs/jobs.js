// What the server does by itself: what waits, runs, failed; running one now, giving one up.
import { api, can, html, icon, nothing, relative, t, confirm } from '/ui/sdk/1/aksis.js';

import { operationName } from '../administration/operations.js';
import { Reading, screenOf } from '../reading.js';

const STATES = { ready: 'neutral', running: 'info', failed: 'bad' };
const UNITS = [
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
  ['seconds', 1],
];

/** "every hour": the largest unit that fits. */
function every(seconds) {
  if (!seconds) return t('administration.job.once');
  const [unit, size] = UNITS.find(([, one]) => seconds % one === 0);
  return t(`administration.job.every_${unit}`, { count: seconds / size });
}

async function page({ query, signal }) {
  const { data } = await api.get('/jobs', {
    query: { ...(query.state ? { state: query.state } : {}), limit: 1000 },
    signal,
  });
  return { rows: data.jobs, total: data.jobs.length };
}

class Jobs extends Reading {
  /** The list reads for itself. */
  async read() {
    this.querySelector('aksis-list')?.reload();
    return {};
  }

  #run = (one) =>
    this.act(
      () => api.post(`/jobs/${encodeURIComponent(one.id)}/run`, {}),
      t('administration.job.due'),
    );

  async #drop(one) {
    const reason = await confirm({
      title: t('administration.job.drop_title', { name: operationName(one.operation) }),
      text: t('administration.job.drop_text'),
      action: t('administration.job.drop'),
      danger: true,
      reason: { label: t('administration.reason'), min: 3, max: 500 },
    });
    if (reason)
      await this.act(
        () => api.post(`/jobs/${encodeURIComponent(one.id)}/drop`, { reason }),
        t('administration.job.dropped'),
      );
  }

  #actions(row) {
    const name = operationName(row.operation);
    const refuse = can('jobs.manage') ? undefined : t('administration.job.not_allowed');
    return html`<aksis-menu
      small
      icon-only
      icon="more"
      .label=${t('administration.job.menu', { name })}
      .items=${[
        {
          label: t('administration.job.run'),
          icon: 'refresh',
          run: () => this.#run(row),
          refuse:
            refuse ?? (row.state === 'running' ? t('administration.job.is_running') : undefined),
        },
        {
          label: t('administration.job.drop'),
          icon: 'trash',
          danger: true,
          run: () => this.#drop(row),
          refuse:
            refuse ?? (row.state === 'running' ? t('administration.job.is_running') : undefined),
        },
      ]}
    ></aksis-menu>`;
  }

  #columns() {
    return [
      {
        id: 'name',
        label: t('administration.job.name'),
        primary: true,
        value: (row) => operationName(row.operation),
      },
      {
        id: 'operation',
        label: t('administration.audit.operation'),
        hidden: true,
        value: (row) => row.operation,
      },
      {
        id: 'state',
        label: t('administration.job.state'),
        value: (row) => t(`administration.job.${row.state}`),
        render: (row) =>
          html`<aksis-status
              kind=${STATES[row.state]}
              .label=${t(`administration.job.${row.state}`)}
            ></aksis-status
            >${row.error ? html`<br /><span class="small bad wrap_any">${row.error}</span>` : nothing}`,
      },
      {
        id: 'run_at',
        label: t('administration.job.at'),
        exportValue: (row) => row.run_at,
        render: (row) => relative(row.run_at),
      },
      { id: 'every', label: t('administration.job.rhythm'), value: (row) => every(row.every_s) },
      {
        id: 'attempts',
        label: t('administration.job.attempts'),
        hidden: 'narrow',
        align: 'end',
        value: (row) => row.attempts,
      },
      { id: 'do', label: t('administration.actions'), render: (row) => this.#actions(row) },
    ];
  }

  show() {
    return html`<div class="stack">
      <aksis-filters
        .filters=${[{ id: 'state', label: t('administration.job.state'), type: 'select', options: Object.keys(STATES).map((value) => ({ value, label: t(`administration.job.${value}`) })) }]}
      ></aksis-filters>
      <aksis-list
        name="jobs"
        .label=${t('nav.administration.jobs')}
        .columns=${this.#columns()}
        .load=${page}
        .noun=${(count) => t('administration.job.count', { count })}
        .empty=${{ icon: 'circle_check', title: t('administration.job.none') }}
      ></aksis-list>
    </div>`;
  }
}

customElements.define('aksis-jobs', Jobs);
export default screenOf('aksis-jobs', ({ setActions }) =>
  setActions(
    can('events.read')
      ? html`<a class="button" href="/administration/events"
          >${icon('bell')}${t('nav.administration.events')}</a
        >`
      : nothing,
  ),
);
