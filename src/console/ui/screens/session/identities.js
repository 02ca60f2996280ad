// Providers of identity one may sign in through: linking one's own identity there, and undoing it.
import { api, confirm, date, html, icon, nothing, relative, t, toast } from '/ui/sdk/1/aksis.js';

import { Reading } from '../reading.js';
import { leaveFor } from '../sign_in/provider.js';

class Identities extends Reading {
  static properties = { busy: { state: true } };

  async read(signal) {
    const [offered, held] = await Promise.all([
      api.get('/session/oidc', { signal }),
      api.get('/account/oidc-links', { signal }),
    ]);
    return { providers: offered.data.providers, links: held.data.links };
  }

  async #link(provider) {
    this.busy = true;
    try {
      await leaveFor(provider, { link: true });
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      toast(problem.text, { kind: 'bad' });
      this.busy = false;
    }
  }

  #labelOf = (link) =>
    this.data.providers.find((one) => one.name === link.provider)?.label ??
    link.provider ??
    link.issuer;

  async #undo(link) {
    const provider = this.#labelOf(link);
    const sure = await confirm({
      title: t('session.identity.undo_title', { provider }),
      text: t('session.identity.undo_text', { provider }),
      action: t('session.identity.undo'),
      danger: true,
    });
    if (sure)
      await this.act(
        () => api.delete(`/account/oidc-links/${link.id}`),
        t('session.identity.undone'),
      );
  }

  #held(link) {
    const provider = this.#labelOf(link);
    return html`<li class="held">
      ${icon('link')}
      <div class="grow wrap_any">
        <strong>${provider}</strong>
        <p class="small quiet">
          ${link.subject} · ${t('session.since', { date: date(link.created_at) })} ·
          ${
            link.last_used_at
              ? html`${t('session.used')} ${relative(link.last_used_at)}`
              : t('session.unused')
          }
        </p>
      </div>
      <button
        type="button"
        class="button small"
        @click=${() => this.#undo(link)}
        aria-label=${t('session.identity.undo_it', { provider })}
      >
        ${t('session.identity.undo')}
      </button>
    </li>`;
  }

  show({ providers, links }) {
    return html`${
        links.length
          ? html`<ul role="list" class="held_list">
              ${links.map((link) => this.#held(link))}
            </ul>`
          : nothing
      }
      <div class="buttons">
        ${providers.map(
          (one) =>
            html`<button
              type="button"
              class="button"
              ?disabled=${this.busy}
              @click=${() => this.#link(one)}
            >
              ${icon('link')}${t('session.identity.link', { provider: one.label })}
            </button>`,
        )}
      </div>`;
  }

  render() {
    // Nobody to link to, nothing to say.
    if (!this.problem && !this.data?.providers.length && !this.data?.links.length) return nothing;
    return html`<section class="card">
      <div class="stack">
        <h2>${icon('link')}${t('session.identity.title')}</h2>
        <p class="quiet">${t('session.identity.text')}</p>
        ${super.render()}
      </div>
    </section>`;
  }
}

customElements.define('aksis-profile-identities', Identities);
