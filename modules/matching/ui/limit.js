// How many results are asked for: kept in the address, doubled on request, within what the server gives.
import { html, icon, nothing, router, setQuery } from '/ui/sdk/1/aksis.js';

const FIRST = 20;
const MOST = 200;

export const limit = () => Math.min(MOST, Number(router.query.get('limit')) || FIRST);

/** Nothing where all are there, or no more are given. */
export const moreButton = (t, there, busy = false) =>
  there < limit() || limit() >= MOST
    ? nothing
    : html`<p>
        <button
          type="button"
          class="button"
          aria-busy=${busy ? 'true' : nothing}
          @click=${() => setQuery({ limit: Math.min(MOST, limit() * 2) })}
        >
          ${icon('down')}${t('results.more')}
        </button>
      </p>`;
