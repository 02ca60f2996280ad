// The place of the screen: its way up, its title, and whatever the screen draws.
import {
  api,
  confirm,
  guardLeave,
  html,
  listen,
  loadTexts,
  navigate,
  nothing,
  onLocale,
  render,
  router,
  session,
  setQuery,
  t,
  icon,
} from '/ui/sdk/1/aksis.js';

import { mount, showFailure } from './contributions.js';
import { above, allowed, find, titleOf } from './routes.js';

export class Outlet {
  #ends;
  #dispose;
  #shown;
  #title;
  #crumbs;
  #actions;
  #head;

  constructor(signal) {
    this.element = document.createElement('div');
    this.element.className = 'outlet';
    this.#head = document.createElement('div');
    this.#head.className = 'page_head';
    router.onChange(({ kind }) => kind === 'path' && this.show({ focus: true }), { signal });
    onLocale(() => this.#drawHead(), { signal });
  }

  leave() {
    this.#ends?.abort();
    try {
      this.#dispose?.();
    } catch (error) {
      console.error(error);
    }
    this.#dispose = undefined;
  }

  async show({ focus = false } = {}) {
    this.leave();
    const ends = new AbortController();
    this.#ends = ends;
    const path = router.path;
    const hit = find(path);
    this.#shown = hit;
    this.#title = this.#crumbs = this.#actions = undefined;
    const body = document.createElement('div');
    body.className = 'page_body';
    this.element.replaceChildren(this.#head, body);
    if (hit?.route.texts) await loadTexts(hit.route.texts).catch(console.error);
    if (ends.signal.aborted) return;
    this.#drawHead();
    scrollTo(0, 0);
    if (focus) this.#head.querySelector('h1')?.focus({ preventScroll: true });
    if (!hit) this.#nothingHere(body);
    else if (!allowed(hit.route)) this.#refused(body);
    else if (hit.route.contributed)
      this.#dispose = mount(hit.route, body, this.#context(hit, ends));
    else await this.#load(hit, body, ends);
  }

  async #load(hit, body, ends) {
    try {
      const code = await hit.route.load();
      if (ends.signal.aborted) return;
      const given = await code[hit.route.export ?? 'default'](body, this.#context(hit, ends));
      if (typeof given !== 'function') return;
      if (ends.signal.aborted) given();
      else this.#dispose = given;
    } catch (error) {
      if (!ends.signal.aborted) showFailure(body, error, undefined, () => this.show());
    }
  }

  #context({ params }, ends) {
    return {
      params,
      get query() {
        return router.query;
      },
      signal: ends.signal,
      t,
      api,
      session,
      listen,
      navigate,
      setQuery,
      confirm,
      guardLeave: (fn) => guardLeave(fn, { signal: ends.signal }),
      setTitle: (title) => {
        if (ends.signal.aborted) return;
        this.#title = title;
        this.#drawHead();
      },
      /** The way up instead of the one the address tells: [{label, href}]. */
      setCrumbs: (crumbs) => {
        if (ends.signal.aborted) return;
        this.#crumbs = crumbs;
        this.#drawHead();
      },
      /** A template beside the title: the page's main actions. */
      setActions: (actions) => {
        if (ends.signal.aborted) return;
        this.#actions = actions;
        this.#drawHead();
      },
    };
  }

  #drawHead() {
    const route = this.#shown?.route;
    const title = this.#title ?? (route ? titleOf(route) : t('shell.unknown.title'));
    const crumbs =
      this.#crumbs ??
      above(router.path, route).map((hit) => ({ label: titleOf(hit.route), href: hit.path }));
    document.title = route?.path === '/' ? 'aksis' : `${title} – aksis`;
    render(
      html`${
          crumbs.length
            ? html`<nav class="crumbs" aria-label=${t('shell.crumbs')}>
                <ol role="list">
                  ${crumbs.map(
                    (one, i) =>
                      html`<li>
                        ${i ? icon('right') : nothing} <a href=${one.href}>${one.label}</a>
                      </li>`,
                  )}
                </ol>
              </nav>`
            : nothing
        }
        <div class="page_title">
          <h1 tabindex="-1">${title}</h1>
          ${this.#actions ? html`<div class="buttons">${this.#actions}</div>` : nothing}
        </div>`,
      this.#head,
    );
  }

  #nothingHere(body) {
    render(
      html`<aksis-empty
        icon="compass"
        .heading=${t('shell.unknown.heading')}
        .text=${t('shell.unknown.text', { path: router.path })}
        .action=${{ label: t('shell.unknown.home'), href: '/', icon: 'home' }}
      ></aksis-empty>`,
      body,
    );
  }

  #refused(body) {
    render(
      html`<aksis-empty
        icon="lock"
        .heading=${t('shell.refused.heading')}
        .text=${t('shell.refused.text')}
        .action=${{ label: t('shell.unknown.home'), href: '/', icon: 'home' }}
      ></aksis-empty>`,
      body,
    );
  }
}
