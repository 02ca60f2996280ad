// Where administering begins: what there is, what each is for, and how it stands.
import { api, can, html, icon, nothing, t } from '/ui/sdk/1/aksis.js';

import { Reading, ifAllowed, screenOf } from '../reading.js';

const count = async (path, member, query) => (await api.get(path, { query })).data[member].length;

/** Of a list in pages: all of it. */
const countAll = async (path, query) => (await api.all(path, { query })).length;

const state = (key, href, kind, values) => ({
  label: t(`administration.state.${key}`, values),
  href,
  kind,
});
const some = (many, key, to, kind = 'neutral') =>
  state(key, to, many ? kind : 'neutral', { count: many });

/** {id, path, icon, permission, states: () => promise of links} */
const AREAS = [
  {
    id: 'users',
    icon: 'people',
    permission: 'accounts.manage',
    states: async () => {
      const accounts = (state) => countAll('/accounts', { state });
      const [all, locked, invited, alarms] = await Promise.all([
        accounts(),
        accounts('locked'),
        accounts('invited'),
        api.get('/volume-alarms'),
      ]);
      const waiting = alarms.data.alarms.filter((one) => !one.settled_at).length;
      return [
        some(all, 'users', '/administration/users'),
        locked && some(locked, 'locked', '/administration/users?state=locked', 'bad'),
        waiting && some(waiting, 'alarms', '/administration/alarms', 'warn'),
        invited && some(invited, 'invited', '/administration/users?state=invited', 'info'),
      ];
    },
  },
  {
    id: 'roles',
    icon: 'shield',
    permission: 'roles.manage',
    states: async () => [some(await count('/roles', 'roles'), 'roles', '/administration/roles')],
  },
  {
    id: 'organisations',
    icon: 'building',
    permission: 'organisations.manage',
    states: async () => [
      some(await countAll('/organisations'), 'organisations', '/administration/organisations'),
    ],
  },
  {
    id: 'clients',
    icon: 'plug',
    permission: 'clients.manage',
    states: async () => {
      const live = (await api.get('/clients')).data.items.filter(
        (one) => !one.revoked_at && Date.parse(one.expires_at) > Date.now(),
      );
      const soon = live.filter(
        (one) => Date.parse(one.expires_at) < Date.now() + 30 * 86_400_000,
      ).length;
      return [
        some(live.length, 'clients', '/administration/clients'),
        soon && some(soon, 'clients_soon', '/administration/clients?state=soon', 'warn'),
      ];
    },
  },
  {
    id: 'audit',
    icon: 'history',
    permission: 'audit.read',
    states: async () => {
      const { data } = await api.get('/audit/status');
      return [
        some(data.size, 'entries', '/administration/audit'),
        data.failures || data.error
          ? state('audit_bad', '/administration/audit/proof', 'bad')
          : state('audit_good', '/administration/audit/proof', 'good'),
      ];
    },
  },
  {
    id: 'retention',
    icon: 'clock',
    permission: 'privacy.read',
    states: async () => [
      some(await count('/privacy/retention-rules', 'rules'), 'rules', '/administration/retention'),
    ],
  },
  {
    id: 'keys',
    icon: 'key',
    permission: 'keys.manage',
    states: async () => {
      const retiring = (await api.get('/keys')).data.keys.filter(
        (one) => one.state === 'retiring',
      ).length;
      return [
        retiring
          ? some(retiring, 'keys_retiring', '/administration/keys', 'warn')
          : state('keys_good', '/administration/keys', 'good'),
      ];
    },
  },
  {
    id: 'modules',
    icon: 'module',
    permission: 'modules.read',
    states: async () => {
      const { modules } = (await api.get('/modules')).data;
      const failed = modules.filter((one) => one.state === 'failed').length;
      return [
        some(
          modules.filter((one) => one.state === 'started').length,
          'modules',
          '/administration/modules',
          'good',
        ),
        failed && some(failed, 'modules_failed', '/administration/modules?state=failed', 'bad'),
      ];
    },
  },
  {
    id: 'jobs',
    icon: 'refresh',
    permission: 'jobs.read',
    states: async () => {
      const [jobs, events] = await Promise.all([
        api.get('/jobs', { query: { state: 'failed', limit: 1000 } }),
        ifAllowed(can('events.read'), () => api.get('/events/set-aside', { query: { limit: 1 } })),
      ]);
      const failed = jobs.data.jobs.length;
      const aside = events?.data.total ?? 0;
      return [
        failed
          ? some(failed, 'jobs_failed', '/administration/jobs?state=failed', 'bad')
          : state('jobs_good', '/administration/jobs', 'good'),
        aside && some(aside, 'events', '/administration/events', 'warn'),
      ];
    },
  },
  {
    id: 'configuration',
    icon: 'settings',
    permission: 'config.read',
    states: async () => {
      const set = (await api.get('/config', { query: { origin: true } })).data.items.filter(
        (one) => one.origin !== 'default',
      ).length;
      return [some(set, 'settings', '/administration/configuration?set=true')];
    },
  },
];

class Administration extends Reading {
  waiting = 'cards';

  async read() {
    const open = AREAS.filter((area) => can(area.permission));
    this.states = {};
    for (const area of open)
      area
        .states()
        .then((states) => {
          this.states[area.id] = states.filter(Boolean);
          this.requestUpdate();
        })
        .catch((problem) => {
          if (problem.status === undefined) throw problem;
          this.states[area.id] = [
            { label: problem.text, href: `/administration/${area.id}`, kind: 'bad' },
          ];
          this.requestUpdate();
        });
    return open;
  }

  show(open) {
    return html`<ul role="list" class="grid areas">
        ${open.map(
          (area) =>
            html`<li class="card area">
              <h2 class="area_name">
                ${icon(area.icon)}<a href="/administration/${area.id}"
                  >${t(`nav.administration.${area.id}`)}</a
                >
              </h2>
              <p class="quiet grow">${t(`administration.for.${area.id}`)}</p>
              <ul role="list" class="area_states">
                ${
                  this.states[area.id]?.map(
                    (one) =>
                      html`<li>
                        <a class="status ${one.kind === 'neutral' ? '' : one.kind}" href=${one.href}
                          >${one.label}</a
                        >
                      </li>`,
                  ) ?? html`<li class="quiet small">…</li>`
                }
              </ul>
            </li>`,
        )}
      </ul>
      ${open.length ? nothing : html`<aksis-empty icon="lock" .heading=${t('administration.nothing')}></aksis-empty>`}`;
  }
}

customElements.define('aksis-administration', Administration);
export default screenOf('aksis-administration');
