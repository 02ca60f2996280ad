// How the server stands, in four lines: the log, the keys, the modules, what failed by itself.
import { api, can, html, icon, t } from '/ui/sdk/1/aksis.js';

import { Reading, ifAllowed } from '../../reading.js';

const KINDS = { good: 'circle_check', warn: 'warning', bad: 'error' };

/** {permission, path, ask, tell(data) → [kind, words, href]} */
const AREAS = {
  audit: {
    permission: 'audit.read',
    ask: (signal) => api.get('/audit/status', { signal }),
    tell: (data) =>
      data.failures || data.error
        ? ['bad', t('home.server.audit_bad'), '/administration/audit/proof']
        : [
            'good',
            t('home.server.audit_good', { count: data.size }),
            '/administration/audit/proof',
          ],
  },
  keys: {
    permission: 'keys.manage',
    ask: (signal) => api.get('/keys', { signal }),
    tell: ({ keys }) => {
      const count = keys.filter((one) => one.state === 'retiring').length;
      return [count ? 'warn' : 'good', t('home.server.keys', { count }), '/administration/keys'];
    },
  },
  modules: {
    permission: 'modules.read',
    ask: (signal) => api.get('/modules', { signal }),
    tell: ({ modules }) => {
      const failed = modules.filter((one) => one.state === 'failed').length;
      const count = modules.filter((one) => one.state === 'started').length;
      return failed
        ? [
            'bad',
            t('home.server.modules_bad', { count: failed }),
            '/administration/modules?state=failed',
          ]
        : ['good', t('home.server.modules', { count }), '/administration/modules'];
    },
  },
  jobs: {
    permission: 'jobs.read',
    ask: (signal) => api.get('/jobs', { query: { state: 'failed', limit: 1000 }, signal }),
    tell: ({ jobs }) => [
      jobs.length ? 'bad' : 'good',
      t('home.server.jobs', { count: jobs.length }),
      jobs.length ? '/administration/jobs?state=failed' : '/administration/jobs',
    ],
  },
  events: {
    permission: 'events.read',
    ask: (signal) => api.get('/events/set-aside', { query: { limit: 1 }, signal }),
    tell: ({ total }) => [
      total ? 'warn' : 'good',
      t('home.server.events', { count: total ?? 0 }),
      '/administration/events',
    ],
  },
};

class ServerWidget extends Reading {
  async read(signal) {
    const rows = await Promise.all(
      Object.entries(AREAS).map(async ([id, area]) => {
        const answer = await ifAllowed(can(area.permission), () => area.ask(signal));
        // What could not be asked is said, not left out.
        if (!answer) return can(area.permission) ? { id, unknown: true } : undefined;
        return { id, data: answer.data };
      }),
    );
    return rows.filter(Boolean);
  }

  show(rows) {
    return html`<ul role="list" class="widget_rows counts">
      ${rows.map(({ id, data, unknown }) => {
        const [kind, words, href] = unknown
          ? [
              'warn',
              t('home.server.unknown', { area: t(`nav.administration.${id}`) }),
              `/administration/${id}`,
            ]
          : AREAS[id].tell(data);
        return html`<li>
          <a class="count_row state ${kind}" href=${href}
            >${icon(KINDS[kind])} <span class="grow">${words}</span>${icon('right')}</a
          >
        </li>`;
      })}
    </ul>`;
  }
}

customElements.define('aksis-widget-server', ServerWidget);
