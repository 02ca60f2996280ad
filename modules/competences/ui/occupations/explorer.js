// Occupations: found by any title, or by walking through a classification. All of it is in the address.
import { api, html, icon, onLocale, question, render, router, setQuery } from '/ui/sdk/1/aksis.js';

import { browse, SCHEMES } from './browse.js';
import { results, search } from './search.js';

const TYPING_MS = 180;

export function explorerPage(element, { t, signal }) {
  const found = question(
    (q) => search(q, signal),
    () => draw(),
    signal,
  );
  const categories = question(
    async () => (await api.get('/occupation-categories', { signal })).data.results,
    () => draw(),
    signal,
  );
  const inside = question(
    async (scheme, code) =>
      (await api.get(`/occupation-categories/${scheme}/${encodeURIComponent(code)}`, { signal }))
        .data,
    () => draw(),
    signal,
  );
  let typing;
  let shown = {};

  const place = () => {
    const { query } = router;
    const by = SCHEMES.includes(query.get('by')) ? query.get('by') : 'domain';
    return { q: (query.get('q') ?? '').trim(), by, code: query.get('in') ?? '' };
  };

  function follow() {
    const at = place();
    if (at.q !== shown.q) {
      if (at.q.length > 1) found.ask(at.q);
      else found.clear();
    }
    if (at.code && (at.code !== shown.code || at.by !== shown.by)) inside.ask(at.by, at.code);
    if (!at.code) inside.clear();
    if (!categories.data && !categories.busy) categories.ask();
    shown = at;
    draw();
  }

  function type(event) {
    clearTimeout(typing);
    const words = event.target.value;
    typing = setTimeout(() => setQuery({ q: words.trim() || null }), TYPING_MS);
  }

  function send(event) {
    event.preventDefault();
    clearTimeout(typing);
    setQuery({ q: element.querySelector('#occupation-search').value.trim() || null });
  }

  function clear() {
    setQuery({ q: null });
    const field = element.querySelector('#occupation-search');
    field.value = '';
    field.focus();
  }

  function draw() {
    const at = place();
    render(
      html`<div class="stack wide">
        <form role="search" class="competences_find" @submit=${send}>
          <label for="occupation-search">${t('explorer.search')}</label>
          <span class="with_icon"
            >${icon('search')}<input
              id="occupation-search"
              type="search"
              autocomplete="off"
              spellcheck="false"
              maxlength="300"
              placeholder=${t('explorer.example')}
              @input=${type}
          /></span>
        </form>
        ${
          at.q.length > 1
            ? results({ t, found, q: at.q, clear })
            : browse({ t, at, categories, inside })
        }
      </div>`,
      element,
    );
    // Whoever types is ahead of the address: what is in the field is theirs.
    const field = element.querySelector('#occupation-search');
    if (field !== document.activeElement) field.value = at.q;
  }

  router.onChange(({ kind }) => kind === 'query' && follow(), { signal });
  onLocale(draw, { signal });
  follow();
  return () => clearTimeout(typing);
}
