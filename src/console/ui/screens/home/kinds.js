// What can stand on a dashboard: the host's own widgets and those of modules, for who is signed in.
import { can, t, text } from '/ui/sdk/1/aksis.js';

import { contributed, mount, showFailure } from '../../shell/contributions.js';
import './widgets/people.js';
import './widgets/server.js';
import './widgets/supervision.js';
import './widgets/views.js';

// `topics` without their version, as events are heard.
const OWN = [
  {
    id: 'core.people',
    tag: 'aksis-widget-people',
    permission: 'people.read',
    size: { w: 4, h: 4, min_w: 3, min_h: 3 },
    topics: ['core.person_changed', 'core.relation_changed', 'core.person_deleted'],
    options: {
      type: 'object',
      properties: {
        scope: { type: 'string', enum: ['mine', 'agency'], default: 'mine' },
        count: { type: 'integer', minimum: 3, maximum: 12, default: 5 },
      },
    },
    fields: () => ({
      scope: {
        label: t('home.people.scope'),
        options: ['mine', 'agency'].map((value) => ({
          value,
          label: t(`home.people.scope_${value}`),
        })),
      },
      count: { label: t('home.people.how_many') },
    }),
  },
  {
    id: 'core.supervision',
    tag: 'aksis-widget-supervision',
    proposed: true,
    permission: ['people.supervise', 'accounts.manage'],
    size: { w: 4, h: 2, min_w: 2, min_h: 2 },
    topics: ['core.glass_broken', 'core.volume_alarm'],
  },
  {
    id: 'core.server',
    tag: 'aksis-widget-server',
    proposed: true,
    permission: ['audit.read', 'keys.manage', 'modules.read', 'jobs.read', 'events.read'],
    size: { w: 4, h: 4, min_w: 3, min_h: 3 },
  },
  { id: 'core.views', tag: 'aksis-widget-views', size: { w: 4, h: 3, min_w: 2, min_h: 2 } },
];

/** A widget of the host runs as a module's does: in its place, and fails in its place. */
function startOwn({ tag }, place, { options, onRefresh }) {
  try {
    const element = Object.assign(document.createElement(tag), { options });
    onRefresh(() => element.reload());
    place.replaceChildren(element);
  } catch (error) {
    showFailure(place, error);
  }
  return () => place.replaceChildren();
}

const own = () =>
  OWN.filter((one) => can(one.permission)).map((one) => ({
    ...one,
    title: t(`home.${one.id.slice(5)}.title`),
    description: t(`home.${one.id.slice(5)}.description`),
    start: (place, context) => startOwn(one, place, context),
  }));

const theirs = () =>
  contributed('widgets').map((one) => ({
    ...one,
    id: `${one.module.id}.${one.id}`,
    title: text(one.title),
    description: text(one.description),
    from: text(one.module.title),
    size: { w: 4, h: 4, ...one.size },
    start: (place, context) => mount(one, place, context),
  }));

/** @returns {{id, title, description, from, size, topics, options, start(place, context)}[]} */
export const kinds = () => [...own(), ...theirs()];

/** Somebody's first dashboard: their people, what waits for them, what modules show of either. */
export const firstKinds = () =>
  kinds().filter((one) => one.id === 'core.people' || one.proposed || (one.from && one.size.w > 3));
