// On the dashboard: offers that came last, of a commune or an occupation where the widget says so.
import { html, onLocale, question, render } from '/ui/sdk/1/aksis.js';

import { factsLine } from '../labels.js';
import { offerPath } from '../links.js';
import { stock } from '../offers/stock.js';

const SHOWN = 6;

export function recentWidget(element, { t, signal, options, onRefresh }) {
  const load = stock();
  const recent = question(
    async () =>
      (await load({ limit: SHOWN, sort: '-created', query: { ...options }, signal })).rows,
    () => draw(),
    signal,
  );
  const address = () =>
    `/offers?${new URLSearchParams(Object.entries(options ?? {}).filter(([, value]) => value))}`;

  function draw() {
    render(
      recent.problem
        ? html`<aksis-error .problem=${recent.problem} .retry=${recent.again}></aksis-error>`
        : !recent.data
          ? html`<aksis-loading rows="4"></aksis-loading>`
          : html`<div class="stack tight">
              ${
                recent.data.length
                  ? html`<ul role="list" class="matching_rows">
                      ${recent.data.map(
                        ({ offer }) =>
                          html`<li>
                            <a class="strong" href=${offerPath(offer.id)}
                              >${offer.title ?? offer.id}</a
                            >${factsLine(t, {
                              ...offer,
                              salary: undefined,
                              weekly_minutes: undefined,
                            })}
                          </li>`,
                      )}
                    </ul>`
                  : html`<p class="quiet">${t('recent.none')}</p>`
              }
              <p><a href=${address()}>${t('recent.all')}</a></p>
            </div>`,
      element,
    );
  }

  onRefresh?.(() => recent.ask());
  onLocale(draw, { signal });
  recent.ask();
}
