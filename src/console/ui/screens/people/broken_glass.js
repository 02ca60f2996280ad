// For supervisors: the records that were opened outside of a caseload, and what looking at them
// showed.
import {
  api,
  html,
  icon,
  loadStyle,
  nothing,
  relative,
  render,
  router,
  setQuery,
  t,
  time,
  toast,
} from '/ui/sdk/1/aksis.js';
import sheet from 'css:./people.css';

import { Reading } from '../reading.js';
import { ask } from './ask.js';
import { accountName, loadHolders } from './holders.js';

class BrokenGlass extends Reading {
  waiting = 'cards';

  connectedCallback() {
    super.connectedCallback();
    router.onChange(({ kind }) => kind === 'query' && this.reload(), { signal: this.signal });
  }

  get all() {
    return router.query.get('show') === 'all';
  }

  async read(signal, cursor) {
    await loadHolders();
    const { data } = await api.get('/broken-glass', { query: { open: !this.all, cursor }, signal });
    return cursor ? { ...data, items: [...this.data.items, ...data.items] } : data;
  }

  async #review(one) {
    const done = await ask({
      title: t('people.review.title'),
      text: t('people.review.text', { who: accountName(one.account) }),
      fields: [
        {
          name: 'finding',
          label: t('people.review.finding'),
          hint: t('people.review.hint'),
          rows: 4,
          min: 3,
          focus: true,
        },
      ],
      action: t('people.review.action'),
      run: async ({ finding }) => {
        await api.post(`/broken-glass/${one.id}/review`, { finding: finding.trim() });
        return true;
      },
    });
    if (!done) return;
    toast(t('people.review.done'));
    this.reload();
  }

  #one(one) {
    const name = accountName(one.account);
    return html`<li>
      <article class="card stack tight">
        <div class="row apart">
          <h2 class="small_head">${icon('key')}${t('people.review.who', { who: name })}</h2>
          ${
            one.reviewed_at
              ? html`<aksis-status kind="good" .label=${t('people.review.seen')}></aksis-status>`
              : html`<aksis-status kind="warn" .label=${t('people.review.open')}></aksis-status>`
          }
        </div>
        <p class="small quiet">
          ${relative(one.at)} · ${t('people.review.until', { time: time(one.until) })} ·
          <a href="/people/${one.person}" aria-label=${t('people.review.record_of', { who: name })}
            >${t('people.review.record')}</a
          >
        </p>
        <blockquote class="quote">${one.reason}</blockquote>
        ${
          one.reviewed_at
            ? html`<p class="small">
                <strong>${t('people.review.found')}</strong>
                ${one.finding}
                <span class="quiet"
                  >– ${accountName(one.reviewed_by?.replace('account:', ''))},
                  ${relative(one.reviewed_at)}</span
                >
              </p>`
            : html`<div class="buttons">
                <button type="button" class="button primary" @click=${() => this.#review(one)}>
                  ${t('people.review.look')}
                </button>
              </div>`
        }
      </article>
    </li>`;
  }

  show({ items, next }) {
    if (!items.length)
      return html`<aksis-empty
        icon="circle_check"
        .heading=${t(this.all ? 'people.review.never' : 'people.review.none')}
        .text=${t('people.review.none_text')}
        .action=${
          this.all
            ? undefined
            : { label: t('people.review.show_all'), run: () => setQuery({ show: 'all' }) }
        }
      ></aksis-empty>`;
    return html`<ul role="list" class="stack">
        ${items.map((one) => this.#one(one))}
      </ul>
      ${
        next
          ? html`<div class="buttons">
              <button type="button" class="button" @click=${() => this.reload(next)}>
                ${t('people.more_rows')}
              </button>
            </div>`
          : nothing
      }`;
  }

  render() {
    return html`<div class="stack narrow_page">
      <p class="quiet prose">${t('people.review.intro')}</p>
      <aksis-tabs
        .label=${t('people.review.tabs')}
        .active=${this.all ? 'all' : 'open'}
        .tabs=${[
          { id: 'open', label: t('people.review.to_see'), href: '/people/broken-glass' },
          {
            id: 'all',
            label: t('people.review.everything'),
            href: '/people/broken-glass?show=all',
          },
        ]}
      ></aksis-tabs
      >${super.render()}
    </div>`;
  }
}

customElements.define('aksis-broken-glass', BrokenGlass);

export default async function brokenGlass(element) {
  await loadStyle(sheet);
  render(html`<aksis-broken-glass></aksis-broken-glass>`, element);
}
