// The sheet of an occupation: what it is, what it takes, and where one can go from it.
import { api, html, icon, navigate, onLocale, question, render, router } from '/ui/sdk/1/aksis.js';

import { bridgesPart } from './bridges.js';
import { about } from './about.js';
import { needs } from './needs.js';
import { pickPerson } from './pick_person.js';
import { skillsOf } from '../links.js';

const ROME_CODE = /^[A-N]\d{4}$/;
const TABS = ['about', 'skills', 'bridges'];

const comparePath = (person, code) => skillsOf(person, { view: 'gap', target: code });

export function occupationPage(element, context) {
  const { t, params, signal } = context;
  const { code } = params;
  const base = `/occupations/${encodeURIComponent(code)}`;
  const sheet = question(
    async () => {
      // What is no code needs no asking.
      if (!ROME_CODE.test(code)) throw Object.assign(new Error(code), { status: 404 });
      return (await api.get(base, { signal })).data;
    },
    () => draw(),
    signal,
  );
  const bridges = question(
    async () => (await api.get(`${base}/bridges`, { query: { limit: 30 }, signal })).data.results,
    () => draw(),
    signal,
  );

  const at = () => {
    const { query } = router;
    const tab = TABS.includes(query.get('tab')) ? query.get('tab') : 'about';
    return { tab, query, person: query.get('person') ?? '' };
  };
  const to = (changes) => {
    const { query } = router;
    for (const [name, value] of Object.entries(changes))
      if (value) query.set(name, value);
      else query.delete(name);
    return base + (String(query) ? `?${query}` : '');
  };

  async function compare() {
    const person = await pickPerson(t);
    if (person) navigate(comparePath(person, code));
  }

  function head() {
    const { data } = sheet;
    if (!data) return;
    context.setTitle?.(data.label);
    const [domain, major] = data.domains;
    context.setCrumbs?.([
      { label: t('title'), href: '/occupations' },
      ...[major, domain]
        .filter(Boolean)
        .map((one) => ({ label: one.label, href: `/occupations?by=domain&in=${one.code}` })),
    ]);
    const { person } = at();
    context.setActions?.(
      person
        ? html`<a class="button primary" href=${comparePath(person, code)}
            >${icon('back')}${t('sheet.back_to_gap')}</a
          >`
        : html`<button type="button" class="button" @click=${compare}>
            ${icon('target')}${t('sheet.compare')}
          </button>`,
    );
  }

  function body({ tab }) {
    if (tab === 'skills') return needs({ t, sheet: sheet.data, to, query: router.query });
    if (tab === 'bridges')
      return bridgesPart({ t, bridges, mobility: sheet.data.mobility, to, query: router.query });
    return about({ t, sheet: sheet.data, to });
  }

  function draw() {
    if (sheet.problem) {
      render(
        [400, 404].includes(sheet.problem.status)
          ? html`<aksis-empty
              icon="compass"
              .heading=${t('sheet.unknown', { code })}
              .text=${t('sheet.unknown_text')}
              .action=${{
                label: t('sheet.search'),
                href: '/occupations',
                icon: 'search',
                primary: true,
              }}
            ></aksis-empty>`
          : html`<aksis-error .problem=${sheet.problem} .retry=${sheet.again}></aksis-error>`,
        element,
      );
      return;
    }
    if (!sheet.data) {
      render(html`<aksis-loading rows="8"></aksis-loading>`, element);
      return;
    }
    const place = at();
    if (place.tab === 'bridges' && !bridges.data && !bridges.busy && !bridges.problem) {
      bridges.ask();
      return;
    }
    const wanted = sheet.data.items.length;
    render(
      html`<div class="stack">
        <aksis-tabs
          .label=${t('sheet.tabs')}
          .active=${place.tab}
          .tabs=${[
            { id: 'about', label: t('sheet.about'), href: to({ tab: null }) },
            { id: 'skills', label: t('sheet.skills'), count: wanted, href: to({ tab: 'skills' }) },
            { id: 'bridges', label: t('sheet.bridges'), href: to({ tab: 'bridges' }) },
          ]}
        ></aksis-tabs>
        ${body(place)}
      </div>`,
      element,
    );
  }

  router.onChange(({ kind }) => kind === 'query' && draw(), { signal });
  onLocale(
    () => {
      head();
      draw();
    },
    { signal },
  );
  sheet.ask().then(() => signal.aborted || head());
}
