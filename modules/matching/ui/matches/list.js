// The results one under the other, with what narrows them.
import { html, nothing, router, setQuery } from '/ui/sdk/1/aksis.js';

import { card } from './card.js';
import { CONTRACTS } from '../labels.js';
import { matchesOf } from '../links.js';
import { moreButton } from '../limit.js';
import { shown } from './results.js';

const NEAR = [5, 10, 20, 50, 100];

export const filtersOf = (t, results) => {
  const met = new Set(results.map(({ offer }) => offer.contract));
  return [
    {
      id: 'near',
      label: t('results.near'),
      type: 'select',
      options: NEAR.map((km) => ({ value: String(km), label: t('results.near_km', { km }) })),
    },
    {
      id: 'contract',
      label: t('offer.contract'),
      type: 'multi',
      options: CONTRACTS.filter((one) => met.has(one)).map((value) => ({
        value,
        label: t(`contract.${value}`),
      })),
    },
    { id: 'salary', label: t('filter.salary'), type: 'flag' },
    {
      id: 'step',
      label: t('results.step'),
      type: 'select',
      placeholder: t('results.step_kept'),
      options: ['new', 'proposed', 'accepted', 'applied', 'hired', 'refused', 'all'].map(
        (value) => ({ value, label: t(`results.step_${value}`) }),
      ),
    },
  ];
};

export const noResults = ({ t, person, found }) =>
  found.data.results.length
    ? html`<aksis-empty
        kind="no_result"
        .action=${{
          label: t('results.reset'),
          run: () => setQuery({ near: null, contract: null, salary: null, step: null }),
        }}
      ></aksis-empty>`
    : html`<aksis-empty
        icon="briefcase"
        .heading=${t('results.none')}
        .text=${t('results.none_text')}
        .action=${{
          label: t('results.to_wishes'),
          href: matchesOf(person, { view: 'wishes' }),
          icon: 'star',
          primary: true,
        }}
      ></aksis-empty>`;

export function listView(it) {
  const { t, found, details } = it;
  return () => {
    const { results, offers_open: open } = found.data;
    const rows = shown(results, router.query, details);
    return html`${
        results.length
          ? html`<aksis-filters .filters=${filtersOf(t, results)}></aksis-filters>`
          : nothing
      }
      <p class="small quiet" role="status">
        ${t('results.count', { count: rows.length })}
        <a href="/offers">${t('results.among', { open: open ?? 0 })}</a>
      </p>
      <h2 class="hidden_text">${t('tab.list')}</h2>
      ${
        rows.length
          ? html`<ul role="list" class="matching_matches" aria-busy=${found.busy}>
              ${rows.map((row) => card(it, row))}
            </ul>`
          : noResults(it)
      }
      ${moreButton(t, results.length, found.busy)}`;
  };
}
