// "Why not this offer?": any offer, found by its title, explained for this person.
import { html, setQuery } from '/ui/sdk/1/aksis.js';

import { placeOf } from '../labels.js';
import { searchOffers } from '../offers/stock.js';

const search = (t) => async (q, signal) =>
  (await searchOffers(q, signal)).map(({ offer, open }) => ({
    value: offer.id,
    label: offer.title ?? offer.id,
    detail: [placeOf(offer), offer.company, open ? '' : t('open.no')].filter(Boolean).join(' · '),
  }));

export const whyNot = ({ t }) =>
  html`<aksis-card
    level="2"
    icon="question"
    .heading=${t('why_not.title')}
    .note=${t('why_not.text')}
  >
    <div class="field">
      <label for="why-not-offer">${t('why_not.search')}</label>
      <aksis-combobox
        input-id="why-not-offer"
        .search=${search(t)}
        .placeholder=${t('why_not.example')}
        @change=${(event) => {
          event.stopPropagation();
          if (event.detail?.value) setQuery({ offer: event.detail.value });
        }}
      ></aksis-combobox></div
  ></aksis-card>`;
