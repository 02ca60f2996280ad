// The dossier's tab: offers that fit the person as a list or on a map, one offer in depth, and their wishes.
import { can, html, onLocale, question, render, router } from '/ui/sdk/1/aksis.js';

import { Details, readMatches } from './results.js';
import { humanNote } from '../human.js';
import { limit } from '../limit.js';
import { listView } from './list.js';
import { mapView } from './map.js';
import { matchesOf } from '../links.js';
import { whyNot } from './why_not.js';

const VIEWS = ['list', 'map', 'wishes'];
// Read when first looked at: the map beside them is heavy enough.
const oneView = async (it) => (await import('./one.js')).oneView(it);
const wishesView = async (it) => (await import('../wishes/view.js')).wishesView(it);

export function matchesTab(element, context) {
  const { t, signal } = context;
  const person = context.person ?? context.params?.person;
  const found = question(
    (limit) => readMatches(person, limit, signal),
    () => draw(),
    signal,
  );
  const details = new Details(person, () => draw(), signal);
  const it = {
    t,
    person,
    signal,
    found,
    details,
    mayWrite: can('matching.write'),
    draw: () => draw(),
    again: () => found.ask(limit()),
  };
  const parts = new Map();
  let asked = 0;
  let one = '';

  const part = (name, make) => {
    if (!parts.has(name)) parts.set(name, make(it));
    return parts.get(name);
  };

  // A view of its own file: drawn again once it is here.
  function lazy(name, make) {
    const made = part(name, (given) => {
      const slot = {};
      make(given)
        .then(
          (view) => {
            slot.view = view;
          },
          (problem) => {
            slot.problem = problem;
          },
        )
        .finally(() => draw());
      return slot;
    });
    if (made.problem)
      return () =>
        html`<aksis-error
          .problem=${made.problem}
          .retry=${() => {
            parts.delete(name);
            draw();
          }}
        ></aksis-error>`;
    return made.view ?? (() => html`<aksis-loading shape="cards" rows="2"></aksis-loading>`);
  }

  // No fault: what the person asked for, or never agreed to.
  const barred = () =>
    html`<aksis-empty
      icon="lock"
      .heading=${t('barred.title')}
      .text=${t('barred.text')}
      .action=${{ label: t('barred.rights'), icon: 'shield', href: `/people/${person}?tab=rights` }}
    ></aksis-empty>`;

  function results(view) {
    if (found.problem?.status === 409) return barred();
    if (found.problem && !found.data)
      return html`<aksis-error .problem=${found.problem} .retry=${found.again}></aksis-error>`;
    if (!found.data) return html`<aksis-loading shape="cards" rows="4"></aksis-loading>`;
    details.want(found.data.results.map(({ offer }) => offer.id));
    return html`${humanNote(t)}${
      view === 'map' ? part('map', mapView)() : part('list', listView)()
    }${whyNot(it)}`;
  }

  function draw() {
    if (signal.aborted) return;
    const { query } = router;
    const view = VIEWS.includes(query.get('view')) ? query.get('view') : 'list';
    const offer = query.get('offer') ?? '';
    if (offer !== one) {
      one = offer;
      parts.delete('one');
    }
    if (!offer && view !== 'wishes' && asked !== limit()) {
      asked = limit();
      queueMicrotask(() => found.ask(asked));
    }
    render(
      html`<div class="stack matching_tab">
        ${
          offer
            ? lazy('one', oneView)(offer)
            : html` <aksis-tabs
                  .label=${t('tab.views')}
                  .active=${view}
                  .tabs=${[
                    {
                      id: 'list',
                      label: t('tab.list'),
                      icon: 'list',
                      href: matchesOf(person),
                      count: found.data?.results.length,
                    },
                    {
                      id: 'map',
                      label: t('tab.map'),
                      icon: 'map',
                      href: matchesOf(person, { view: 'map' }),
                    },
                    {
                      id: 'wishes',
                      label: t('tab.wishes'),
                      icon: 'star',
                      href: matchesOf(person, { view: 'wishes' }),
                    },
                  ]}
                ></aksis-tabs>
                ${view === 'wishes' ? lazy('wishes', wishesView)() : results(view)}`
        }
      </div>`,
      element,
    );
  }

  router.onChange(({ kind }) => kind === 'query' && draw(), { signal });
  // Reasons are sentences in the language that was asked in.
  onLocale(
    () => {
      parts.delete('one');
      asked = 0;
      draw();
    },
    { signal },
  );
  draw();
}
