// Offers: found by words, place, occupation, contract, source and date; all of it in the address.
import {
  can,
  date,
  html,
  icon,
  nothing,
  onLocale,
  relative,
  render,
  router,
} from '/ui/sdk/1/aksis.js';

import {
  CONTRACTS,
  contractOf,
  hoursOf,
  openStatus,
  placeOf,
  salaryOf,
  sourceLabel,
  sourceOf,
} from '../labels.js';
import { communeName, occupationName } from '../places.js';
import { offerPath } from '../links.js';
import { stock } from './stock.js';

const columns = (t) => [
  {
    id: 'title',
    label: t('offer.title'),
    primary: true,
    sort: 'title',
    value: ({ offer }) => offer.title ?? offer.id,
    render: ({ offer, open }) =>
      html`<span class="matching_title"
        ><span>${offer.title ?? offer.id}</span>
        ${offer.company ? html`<small class="quiet">${offer.company}</small>` : nothing}
        ${open ? nothing : openStatus(t, open)}</span
      >`,
  },
  { id: 'place', label: t('offer.place'), value: ({ offer }) => placeOf(offer) },
  { id: 'contract', label: t('offer.contract'), value: ({ offer }) => contractOf(t, offer) },
  {
    id: 'hours',
    label: t('offer.hours'),
    hidden: 'narrow',
    value: ({ offer }) => hoursOf(offer.weekly_minutes),
  },
  { id: 'salary', label: t('offer.salary'), value: ({ offer }) => salaryOf(t, offer.salary) },
  {
    id: 'created',
    label: t('offer.created'),
    sort: 'created',
    hidden: 'narrow',
    value: ({ offer }) => offer.created,
    render: ({ offer }) => html`<span class="nowrap">${relative(offer.created)}</span>`,
  },
  {
    id: 'expires',
    label: t('offer.expires'),
    sort: 'expires',
    hidden: true,
    value: ({ offer }) => offer.expires,
    render: ({ offer }) => date(offer.expires, { short: true }),
  },
  {
    id: 'source',
    label: t('offer.source'),
    hidden: true,
    value: ({ offer }) => sourceLabel(t, sourceOf(offer.id)),
  },
  {
    id: 'id',
    label: t('offer.id'),
    hidden: true,
    value: ({ offer }) => offer.id,
    render: ({ offer }) => html`<span class="mono">${offer.id}</span>`,
  },
  {
    id: 'rome_code',
    label: t('offer.rome_code'),
    hidden: true,
    value: ({ offer }) => offer.rome_code,
  },
  {
    id: 'open',
    label: t('offer.state'),
    hidden: true,
    value: ({ open }) => t(open ? 'open.yes' : 'open.no'),
  },
];

const filters = (t, known) => [
  { id: 'q', label: t('filter.words'), type: 'text', placeholder: t('filter.words_example') },
  { id: 'commune', label: t('offer.commune'), type: 'select', options: known.options('commune') },
  {
    id: 'contract',
    label: t('offer.contract'),
    type: 'multi',
    options: CONTRACTS.map((value) => ({ value, label: t(`contract.${value}`) })),
  },
  {
    id: 'state',
    label: t('offer.state'),
    type: 'select',
    options: ['closed', 'all'].map((value) => ({ value, label: t(`filter.${value}`) })),
    placeholder: t('filter.open'),
  },
  { id: 'salary', label: t('filter.salary'), type: 'flag', more: true },
  { id: 'created', label: t('filter.created'), type: 'period', more: true },
  {
    id: 'rome_code',
    label: t('offer.occupation'),
    type: 'select',
    options: known.options('rome_code'),
    more: true,
  },
  {
    id: 'source',
    label: t('offer.source'),
    type: 'select',
    options: known.options('source'),
    more: true,
  },
];

/** What the filters may offer: what offers that were read have, and what is chosen. */
class Known {
  #names = { commune: new Map(), rome_code: new Map(), source: new Map() };

  put(name, value, label) {
    if (value && !this.#names[name].has(value)) this.#names[name].set(value, label ?? value);
  }

  options = (name) =>
    [...this.#names[name]]
      .map(([value, label]) => ({ value, label }))
      .sort((a, b) => a.label.localeCompare(b.label, 'fr'));
}

export function offersPage(element, context) {
  const { t, signal } = context;
  const known = new Known();
  let partial = false;

  function learn({ rows, next }) {
    for (const { offer } of rows) {
      const source = sourceOf(offer.id);
      known.put('commune', offer.commune, placeOf(offer));
      known.put(
        'rome_code',
        offer.rome_code,
        `${offer.rome_code} – ${offer.appellation ?? offer.title}`,
      );
      known.put('source', source || 'own', sourceLabel(t, source));
    }
    partial = next !== undefined;
    queueMicrotask(draw);
  }
  const load = stock(learn);

  /** What is chosen has a name, also where no offer has it. */
  async function name() {
    const { query } = router;
    const [commune, code] = [query.get('commune'), query.get('rome_code')];
    if (commune) known.put('commune', commune, await communeName(commune));
    if (code) known.put('rome_code', code, `${code} – ${await occupationName(code)}`);
    draw();
  }

  function actions() {
    context.setTitle?.(t('offers.title'));
    context.setActions?.(
      html` ${
        can('matching.import')
          ? html`<a class="button" href="/offers/import">${icon('upload')}${t('offers.import')}</a>`
          : nothing
      }
      ${
        can('matching.write')
          ? html`<a class="button primary" href="/offers/new">${icon('plus')}${t('offers.new')}</a>`
          : nothing
      }`,
    );
  }

  const empty = () => ({
    icon: 'briefcase',
    title: t('offers.none'),
    text: t('offers.none_text'),
    action: can('matching.import')
      ? { label: t('offers.import'), href: '/offers/import', icon: 'upload' }
      : undefined,
  });

  function draw() {
    if (signal.aborted) return;
    render(
      html`<div class="stack">
        <aksis-filters .filters=${filters(t, known)}></aksis-filters>
        ${partial ? html`<p class="notice info">${icon('info')}<span>${t('offers.partial')}</span></p>` : nothing}
        <aksis-list
          name="matching.offers"
          export-name=${t('offers.export')}
          .label=${t('offers.title')}
          .columns=${columns(t)}
          .load=${load}
          .key=${({ offer }) => offer.id}
          .href=${({ offer }) => offerPath(offer.id)}
          default-sort="-created"
          .noun=${(count) => t('offers.count', { count })}
          .empty=${empty()}
        ></aksis-list>
      </div>`,
      element,
    );
  }

  router.onChange(({ kind }) => kind === 'query' && name(), { signal });
  onLocale(
    () => {
      actions();
      draw();
    },
    { signal },
  );
  actions();
  draw();
  name();
}
