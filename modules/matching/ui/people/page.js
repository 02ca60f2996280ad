// People an offer fits. Who sees whom stays as everywhere: only people one may open are among them.
import { api, html, icon, nothing, onLocale, question, render, router } from '/ui/sdk/1/aksis.js';

import { distanceFact, factsLine } from '../labels.js';
import { wishesLine } from '../matches/card.js';
import { humanNote } from '../human.js';
import { matchesOf, offerPath } from '../links.js';
import { limit, moreButton } from '../limit.js';
import { nameOf } from './names.js';

export function peoplePage(element, context) {
  const { t, params, signal } = context;
  const offer = question(
    async () => (await api.get(offerPath(params.offer), { signal })).data,
    () => draw(),
    signal,
  );
  const found = question(
    async (most) =>
      (await api.get(offerPath(params.offer, '/matches'), { query: { limit: most }, signal })).data,
    () => draw(),
    signal,
  );
  const names = new Map();

  function name(id) {
    if (!names.has(id)) {
      names.set(id, t('people.reading'));
      nameOf(id, signal).then(
        (words) => {
          names.set(id, words);
          draw();
        },
        () => {
          names.set(id, t('people.unnamed'));
          draw();
        },
      );
    }
    return names.get(id);
  }

  const card = (row) =>
    html`<li>
      <article class="card matching_match">
        <div class="matching_head">
          <h3><a href=${matchesOf(row.person, { offer: params.offer })}>${name(row.person)}</a></h3>
        </div>
        <ul role="list" class="matching_facts">
          ${distanceFact(t, row)}
        </ul>
        <aksis-score .explanation=${row}></aksis-score>
        ${wishesLine(t, row.wishes)}
        <div class="buttons">
          <a class="button small" href=${matchesOf(row.person, { offer: params.offer })}
            >${icon('message')}${t('people.look')}
            <span class="hidden_text"> – ${name(row.person)}</span></a
          >
          <a class="button quiet small" href="/people/${row.person}"
            >${icon('person')}${t('people.dossier')}<span class="hidden_text">
              – ${name(row.person)}</span
            ></a
          >
        </div>
      </article>
    </li>`;

  function results() {
    if (found.problem) {
      if (found.problem.status === 409)
        return html`<aksis-empty
          icon="lock"
          .heading=${t('people.not_now')}
          .text=${found.problem.text ?? found.problem.detail}
          .action=${{ label: t('people.back'), href: offerPath(params.offer) }}
        ></aksis-empty>`;
      return html`<aksis-error .problem=${found.problem} .retry=${found.again}></aksis-error>`;
    }
    if (!found.data) return html`<aksis-loading shape="cards" rows="4"></aksis-loading>`;
    const { results: rows, people, barred } = found.data;
    return html`<p role="status">
        ${t('people.count', { count: rows.length })}
        <span class="quiet"
          >${t('people.among', { people: people ?? 0, barred: barred ?? 0 })}</span
        >
      </p>
      ${
        rows.length
          ? html`<h2 class="hidden_text">${t('people.list')}</h2>
              <ul role="list" class="matching_matches">
                ${rows.map(card)}
              </ul>`
          : html`<aksis-empty
              icon="people"
              .heading=${t('people.none')}
              .text=${t('people.none_text')}
              .action=${{ label: t('people.back'), href: offerPath(params.offer) }}
            ></aksis-empty>`
      }
      ${moreButton(t, rows.length)}`;
  }

  function draw() {
    if (signal.aborted) return;
    if (offer.problem && !offer.data) {
      render(
        [400, 404].includes(offer.problem.status)
          ? html`<aksis-empty
              icon="briefcase"
              .heading=${t('sheet.unknown')}
              .text=${t('sheet.unknown_text', { id: params.offer })}
              .action=${{ label: t('sheet.all'), href: '/offers', primary: true }}
            ></aksis-empty>`
          : html`<aksis-error .problem=${offer.problem} .retry=${offer.again}></aksis-error>`,
        element,
      );
      return;
    }
    const shown = offer.data?.offer;
    if (shown) {
      context.setTitle?.(t('people.title', { title: shown.title ?? shown.id }));
      context.setCrumbs?.([
        { label: t('offers.title'), href: '/offers' },
        { label: shown.title ?? shown.id, href: offerPath(shown.id) },
      ]);
    }
    render(
      html`<div class="stack">
        ${shown ? factsLine(t, shown) : nothing}${humanNote(t, 'human.people')}${results()}
      </div>`,
      element,
    );
  }

  router.onChange(({ kind }) => kind === 'query' && found.ask(limit()), { signal });
  onLocale(() => found.ask(limit()), { signal });
  offer.ask();
  found.ask(limit());
}
