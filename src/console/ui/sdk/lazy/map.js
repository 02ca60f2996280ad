// Outlines and points without tiles, so that no other server learns where somebody looks; and the
// same
// places as a list, which is how a keyboard and a screen reader reach them.
import own from 'css:./map.css';
import base from 'css:leaflet/dist/leaflet.css';
import L from 'leaflet';
import { html, nothing } from 'lit';

import { distance } from '../core/formats.js';
import { t } from '../core/i18n.js';
import { loadStyle } from '../core/style.js';
import { AksisElement, define } from '../elements/element.js';
import { icon } from '../elements/icon.js';
import { still } from './colours.js';

// The library writes this as markup, which the page's policy refuses.
L.Control.Scale.include({
  _updateScale(scale, words, ratio) {
    scale.style.width = `${Math.round(this.options.maxWidth * ratio)}px`;
    scale.textContent = words;
  },
});

const RINGS_KM = [10, 30, 60];
const placed = (it) => Number.isFinite(it?.lat) && Number.isFinite(it?.lon);

/**
 * `<aksis-map label .points=[{id, lat, lon, label, detail, href, kind, weight}]
 * .outlines={GeoJSON} .centre={lat, lon, label, radius_km} selected>`; event
 * `select` (detail: the point). Circles of distance stand around `centre`.
 */
class Plan extends AksisElement {
  static properties = {
    points: { attribute: false },
    outlines: { attribute: false },
    centre: { attribute: false },
    selected: { reflect: true },
    label: {},
    plain: { type: Boolean },
  };

  #map;
  #layers;
  #marks = new Map();
  #watch = new ResizeObserver(() => this.#map?.invalidateSize());

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#watch.disconnect();
    this.#map?.remove();
    this.#map = undefined;
  }

  async updated(changes) {
    await loadStyle(base);
    await loadStyle(own); // after, since it changes the first
    if (!this.isConnected) return;
    const fresh = !this.#map;
    if (fresh) this.#make();
    if (fresh || ['points', 'outlines', 'centre'].some((name) => changes.has(name))) this.#draw();
    if (changes.has('selected')) this.#mark();
  }

  #make() {
    const frame = this.querySelector('.map_frame');
    const quiet = still();
    this.#map = L.map(frame, {
      zoomControl: false,
      attributionControl: false,
      zoomSnap: 0.25,
      scrollWheelZoom: false,
      zoomAnimation: !quiet,
      fadeAnimation: !quiet,
      minZoom: 4,
      maxZoom: 14,
    });
    L.control.scale({ imperial: false }).addTo(this.#map);
    this.#layers = L.layerGroup().addTo(this.#map);
    this.#watch.observe(frame);
  }

  #draw() {
    this.#layers.clearLayers();
    this.#marks.clear();
    const bounds = L.latLngBounds([]);
    // A place to look at before anything is measured against it.
    this.#map.setView([46.6, 2.4], 5, { animate: false });
    if (this.outlines) {
      const shapes = L.geoJSON(this.outlines, {
        interactive: false,
        style: { className: 'area', fillOpacity: 1 },
      }).addTo(this.#layers);
      if (!this.points?.length && !placed(this.centre)) bounds.extend(shapes.getBounds());
    }
    if (placed(this.centre)) this.#around(this.centre, bounds);
    for (const it of this.points ?? []) if (placed(it)) this.#point(it, bounds);
    if (bounds.isValid())
      this.#map.fitBounds(bounds, { padding: [28, 28], maxZoom: 11, animate: false });
    this.#mark();
  }

  #around({ lat, lon, label, radius_km: radius }, bounds) {
    for (const km of radius ? [radius] : RINGS_KM) {
      L.circle([lat, lon], { radius: km * 1000, interactive: false, className: 'ring_line' }).addTo(
        this.#layers,
      );
      const top = [lat + km / 111.2, lon];
      L.tooltip({ permanent: true, direction: 'center', className: 'ring', interactive: false })
        .setLatLng(top)
        .setContent(this.#words(distance(km)))
        .addTo(this.#layers);
      if (radius) bounds.extend(L.latLng(lat, lon).toBounds(km * 2000));
    }
    const mark = L.circleMarker([lat, lon], {
      radius: 8,
      className: 'centre',
      fillOpacity: 1,
    }).addTo(this.#layers);
    if (label) mark.bindTooltip(this.#words(label));
    bounds.extend([lat, lon]);
  }

  /** A node, never markup: what a label holds stays text. */
  #words(...words) {
    const node = document.createElement('span');
    node.textContent = words.filter(Boolean).join(' · ');
    return node;
  }

  #point(it, bounds) {
    const mark = L.circleMarker([it.lat, it.lon], {
      radius: 7 + Math.min(8, it.weight ?? 0),
      className: `point ${it.kind ?? ''}`,
      fillOpacity: 1,
    }).addTo(this.#layers);
    mark.bindTooltip(this.#words(it.label, it.detail), { direction: 'top', offset: [0, -6] });
    mark.on('click', () => this.choose(it, false));
    this.#marks.set(it.id, mark);
    bounds.extend([it.lat, it.lon]);
  }

  choose(it, move = true) {
    this.selected = it.id;
    if (move && placed(it)) this.#map?.panTo([it.lat, it.lon], { animate: !still() });
    this.say('select', it);
    if (!move)
      this.updateComplete.then(() =>
        this.querySelector('[aria-pressed=true]')?.scrollIntoView({ block: 'nearest' }),
      );
  }

  #mark() {
    for (const [id, mark] of this.#marks) {
      const on = String(id) === String(this.selected);
      mark.getElement()?.classList.toggle('chosen', on);
      if (on) mark.bringToFront().openTooltip();
    }
  }

  render() {
    const points = this.points ?? [];
    const here = points.filter(placed);
    return html`<div class="map">
      <div class="map_split">
        <div class="map_box">
          <div class="map_frame" role="group" aria-label=${this.label ?? t('el.map.label')}></div>
          <div class="map_zoom">
            ${[
              ['plus', 'zoom_in', 1],
              ['minus', 'zoom_out', -1],
            ].map(
              ([name, key, step]) =>
                html`<button
                  type="button"
                  class="button round"
                  aria-label=${t(`el.map.${key}`)}
                  @click=${() => this.#map?.setZoom(this.#map.getZoom() + step)}
                >
                  ${icon(name)}
                </button>`,
            )}
          </div>
        </div>
        ${
          here.length && !this.plain
            ? html`<ul class="map_list" role="list" aria-label=${t('el.map.list')}>
                ${here.map(
                  (it) =>
                    html`<li>
                      <button
                        type="button"
                        class="map_place"
                        aria-pressed=${String(it.id) === String(this.selected)}
                        @click=${() => this.choose(it)}
                      >
                        ${icon('pin')}<span>${it.label}</span>${it.detail ? html`<small class="quiet">${it.detail}</small>` : nothing}
                      </button>
                    </li>`,
                )}
              </ul>`
            : nothing
        }
      </div>
      ${points.length > here.length ? html`<p class="small quiet">${t('el.map.nowhere', { count: points.length - here.length })}</p>` : nothing}
    </div>`;
  }
}

define('aksis-map', Plan);
