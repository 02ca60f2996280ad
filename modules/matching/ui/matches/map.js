// The same results where they are; a place chosen shows its result beside the map.
import { api, html, nothing, question, router } from '/ui/sdk/1/aksis.js';

import { card } from './card.js';
import { filtersOf, noResults } from './list.js';
import { placeOf } from '../labels.js';
import { shown } from './results.js';

const kindOf = (row) => (row.score >= 500 ? 'good' : row.score >= 250 ? 'warn' : '');

export function mapView(it) {
  const { t, person, signal, found, details, draw } = it;
  const wishes = question(
    async () =>
      (await api.get(`/people/${encodeURIComponent(person)}/wishes`, { signal })).data.wishes,
    draw,
    signal,
  );
  queueMicrotask(() => wishes.ask());
  let chosen;

  /** Home is known by its commune alone: an offer of the same commune shows where that is. */
  function home() {
    const { commune, radius_km: radius } = wishes.data ?? {};
    const there =
      commune &&
      found.data.results.find(
        ({ offer }) => offer.commune === commune && details.get(offer.id).offer?.lat !== undefined,
      );
    if (!there) return undefined;
    const { lat, lon } = details.get(there.offer.id).offer;
    return { lat, lon, radius_km: radius, label: t('map.home', { place: placeOf(there.offer) }) };
  }

  return () => {
    const { results } = found.data;
    const rows = shown(results, router.query, details);
    const points = rows.map((row) => {
      const { offer } = details.get(row.offer.id);
      return {
        id: row.offer.id,
        lat: offer?.lat,
        lon: offer?.lon,
        label: row.offer.title ?? row.offer.id,
        kind: kindOf(row),
        detail: t('map.detail', { place: placeOf(row.offer), score: Math.round(row.score / 10) }),
      };
    });
    const row = rows.find(({ offer }) => offer.id === chosen) ?? rows[0];
    return html`${
        results.length
          ? html`<aksis-filters .filters=${filtersOf(t, results)}></aksis-filters>`
          : nothing
      }
      <h2 class="hidden_text">${t('tab.map')}</h2>
      ${
        rows.length
          ? html`<aksis-map
                .label=${t('map.label')}
                .points=${points}
                .centre=${home()}
                .selected=${chosen}
                @select=${(event) => {
                  chosen = event.detail.id;
                  draw();
                }}
              ></aksis-map>
              <div role="status" class="hidden_text">${chosen && row ? row.offer.title : ''}</div>
              <ul role="list" class="matching_matches">
                ${card(it, row, { view: 'map' })}
              </ul>`
          : noResults(it)
      }`;
  };
}
