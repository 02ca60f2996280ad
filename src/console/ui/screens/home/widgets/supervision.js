// What waits for whoever answers for others: records opened outside of a caseload, unusual reading.
import { api, can, html, t } from '/ui/sdk/1/aksis.js';

import { Reading, ifAllowed } from '../../reading.js';
import { counts } from './counts.js';

class SupervisionWidget extends Reading {
  async read(signal) {
    const [glass, alarms] = await Promise.all([
      ifAllowed(can('people.supervise'), () =>
        api.get('/broken-glass', { query: { open: true }, signal }),
      ),
      ifAllowed(can('accounts.manage'), () => api.get('/volume-alarms', { signal })),
    ]);
    return { glass: glass?.data, alarms: alarms?.data.alarms.filter((one) => !one.settled_at) };
  }

  show({ glass, alarms }) {
    // More than a page of them: at least as many.
    return html`${counts(
      [
        glass && {
          count: glass.items.length,
          more: Boolean(glass.next),
          href: '/people/broken-glass',
          words: t('home.supervision.glass', { count: glass.items.length }),
          icon: 'key',
        },
        alarms && {
          count: alarms.length,
          href: '/administration/alarms',
          words: t('home.supervision.alarms', { count: alarms.length }),
          icon: 'bell',
        },
      ],
      t('home.supervision.nothing'),
    )}`;
  }
}

customElements.define('aksis-widget-supervision', SupervisionWidget);
