// Signing in, from the first factor to a full session, and the links for one use that begin one.
import {
  AksisElement,
  api,
  html,
  icon,
  locale,
  navigate,
  nothing,
  preferences,
  render,
  session,
  t,
  toast,
} from '/ui/sdk/1/aksis.js';

import './enrol.js';
import './recovery_codes.js';
import './second_factor.js';
import { errorOf, field, passwordField, refusal, sendButton, sends, unplaced } from './fields.js';
import { passkeysHere, usePasskey } from './passkeys.js';
import { cameBack, leaveFor } from './provider.js';

const ACCEPTS = {
  setup: '/setup',
  invitation: '/invitations/accept',
  password_reset: '/resets/accept',
  factor_reset: '/resets/accept',
};

class SignIn extends AksisElement {
  static properties = {
    way: { attribute: false },
    done: { attribute: false },
    login: {},
    within: { type: Boolean },
    step: { state: true },
    factors: { state: true },
    codes: { state: true },
    news: { state: true },
    providers: { state: true },
    setup: { state: true },
    busy: { state: true },
    problem: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.factors = session.factors;
    if (this.way?.purpose === 'oidc') this.#return();
    else if (this.way) this.step = this.way.purpose;
    else if (session.stage === 'half' && !this.within) this.#after(session.current);
    else this.step = 'password';
    if (!this.within) this.#offers();
  }

  /** What the page may offer besides; who signs in by password needs none of it. */
  async #offers() {
    const [oidc, start] = await Promise.allSettled([
      api.get('/session/oidc'),
      api.get('/ui/start'),
    ]);
    this.providers = oidc.value?.data.providers ?? [];
    this.setup = start.value?.data.setup ?? false;
  }

  async #go(step) {
    this.problem = undefined;
    this.step = step;
    await this.updateComplete;
    const focus = this.querySelector('[autofocus]') ?? this.querySelector('h1, h2');
    focus?.focus();
  }

  /** Where a session stands after an answer. */
  #after(now) {
    if (now?.stage === 'full') return this.done();
    return this.#go(now?.may_enrol ? 'enrol' : 'factor');
  }

  #opened(data) {
    this.factors = data.factors ?? this.factors;
    if (data.recovery_codes?.length) {
      this.codes = data.recovery_codes;
      return this.#go('codes');
    }
    return data.session ? this.#after(data.session) : this.done();
  }

  #password = sends(this, async ({ login, password }) => {
    this.#opened((await api.post('/session', { login, password })).data);
  });

  #accept = sends(this, async ({ login, name, email, password }) => {
    const { purpose, token } = this.way;
    const body = { token, password };
    if (purpose === 'setup') Object.assign(body, { login, name, ...(email ? { email } : {}) });
    const { data } = await api.post(ACCEPTS[purpose], body);
    if (data.session) return this.#opened(data);
    this.news = t('sign_in.password_changed');
    return this.#go('password');
  });

  async #passkey() {
    this.problem = undefined;
    this.busy = true;
    try {
      this.#opened(await usePasskey());
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.problem = problem;
    } finally {
      this.busy = false;
    }
  }

  async #provider(provider) {
    try {
      await leaveFor(provider);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.problem = problem;
    }
  }

  async #return() {
    this.step = 'returning';
    const { wanted, linking } = cameBack();
    await navigate(wanted, { replace: true });
    try {
      const { state, code, iss, session_state, error, error_description } = this.way.answer;
      const body = Object.fromEntries(
        Object.entries({ state, code, iss, session_state, error, error_description }).filter(
          ([, value]) => value !== undefined,
        ),
      );
      const { data } = await api.post('/session/oidc/return', body);
      if (data.linked) toast(t('sign_in.linked', { provider: linking ?? '' }));
      this.#opened(data);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      if (linking) return this.#notLinked(problem);
      await this.#go('password');
      // What came back is no answer of a provider: nobody typed it, so that no field can be named.
      this.problem = problem.status === 400 ? { text: t('sign_in.odd_answer') } : problem;
    }
  }

  /** The session one had goes on; without one, signing in is asked for as ever. */
  #notLinked(problem) {
    const own = { 400: 'sign_in.odd_answer', 409: 'sign_in.linked_elsewhere' }[problem.status];
    toast(own ? t(own) : problem.text, { kind: 'bad' });
    this.done();
  }

  #title(name) {
    const words = t(`sign_in.title.${name}`);
    if (this.within) return nothing;
    document.title = `${words} – aksis`;
    return html`<h1 tabindex="-1">${words}</h1>`;
  }

  #first() {
    const others = this.within ? [] : (this.providers ?? []);
    return html`${this.#title('password')}
      ${
        this.news
          ? html`<div class="notice good" role="status">
              ${icon('circle_check')}
              <p>${this.news}</p>
            </div>`
          : nothing
      }
      ${
        this.setup
          ? html`<div class="notice">
              ${icon('info')}
              <p>${t('sign_in.nobody_yet')}</p>
            </div>`
          : nothing
      }
      ${
        passkeysHere() && !this.within
          ? html`<button type="button" class="button wide" @click=${this.#passkey}>
              ${icon('key')}${t('sign_in.passkey.sign_in')}
            </button>`
          : nothing
      }
      ${others.map(
        (one) =>
          html`<button type="button" class="button wide" @click=${() => this.#provider(one)}>
            ${icon('shield')}${t('sign_in.with', { provider: one.label })}
          </button>`,
      )}
      ${
        !this.within && (passkeysHere() || others.length)
          ? html`<p class="or"><span>${t('sign_in.or')}</span></p>`
          : nothing
      }
      <form class="stack" @submit=${this.#password}>
        ${field({
          id: 'login',
          label: t('sign_in.login'),
          value: this.login,
          autocomplete: 'username',
          max: 200,
          focus: !this.login,
          readonly: Boolean(this.login),
        })}
        ${passwordField({ id: 'password', label: t('sign_in.password'), focus: Boolean(this.login) })}
        ${refusal(this.problem)}${sendButton(this, t('sign_in.send'))}
      </form>
      ${
        passkeysHere() && this.within
          ? html`<button type="button" class="button wide" @click=${this.#passkey}>
              ${icon('key')}${t('sign_in.passkey.sign_in')}
            </button>`
          : nothing
      }
      <details class="small">
        <summary>${t('sign_in.trouble')}</summary>
        <p>${t('sign_in.trouble_text')}</p>
      </details>`;
  }

  #link(purpose) {
    const known = purpose === 'factor_reset';
    const names = purpose === 'setup' ? ['login', 'name', 'email', 'password'] : ['password'];
    return html`${this.#title(purpose)}
      <p>${t(`sign_in.explain.${purpose}`)}</p>
      <form class="stack" @submit=${this.#accept}>
        ${
          purpose === 'setup'
            ? html` ${field({
                id: 'name',
                label: t('sign_in.name'),
                hint: t('sign_in.name_hint'),
                autocomplete: 'name',
                max: 200,
                focus: true,
                error: errorOf(this.problem, 'name'),
              })}
              ${field({
                id: 'login',
                label: t('sign_in.login'),
                hint: t('sign_in.login_hint'),
                autocomplete: 'username',
                max: 100,
                error: errorOf(this.problem, 'login'),
              })}
              ${field({
                id: 'email',
                label: t('sign_in.email'),
                type: 'email',
                autocomplete: 'email',
                max: 254,
                required: false,
                error: errorOf(this.problem, 'email'),
              })}`
            : nothing
        }
        ${passwordField({
          id: 'password',
          fresh: !known,
          focus: purpose !== 'setup',
          label: t(known ? 'sign_in.password_present' : 'sign_in.password_new'),
          hint: known ? undefined : t('sign_in.password_hint'),
          error: errorOf(this.problem, 'password'),
        })}
        ${refusal(unplaced(this.problem, names))}${sendButton(this, t('sign_in.continue'))}
      </form>
      ${
        purpose === 'setup'
          ? nothing
          : html`<button type="button" class="link" @click=${() => this.#go('password')}>
              ${t('sign_in.to_sign_in')}
            </button>`
      }`;
  }

  #step() {
    switch (this.step) {
      case 'factor':
        return html`${this.#title('factor')}
          <aksis-second-factor
            .factors=${this.factors}
            .done=${(data) => this.#opened(data)}
          ></aksis-second-factor>
          <button type="button" class="link" @click=${() => this.#leave()}>
            ${t('sign_in.other_account')}
          </button>`;
      case 'enrol':
        return html`${this.#title('enrol')}
          <aksis-enrol .done=${(data) => this.#opened(data)}></aksis-enrol>`;
      case 'codes':
        return html`${this.#title('codes')}
          <aksis-recovery-codes
            .codes=${this.codes}
            .done=${() => this.done()}
          ></aksis-recovery-codes>`;
      case 'returning':
        return html`${this.#title('returning')}<aksis-loading></aksis-loading>`;
      case 'password':
        return this.#first();
      default:
        return this.#link(this.step);
    }
  }

  async #leave() {
    await session.signOut().catch(() => {});
    this.#go('password');
  }

  render() {
    return html`<div class="stack">${this.#step()}</div>`;
  }
}

customElements.define('aksis-sign-in', SignIn);

const LANGUAGES = { fr: 'Français', en: 'English' };

function languages(redraw) {
  return html`<div class="segments" role="group" aria-label=${t('shell.person.language')}>
    ${Object.entries(LANGUAGES).map(
      ([tag, name]) =>
        html`<button
          type="button"
          lang=${tag}
          class="button small"
          aria-pressed=${String(tag === locale())}
          @click=${async () => {
            await preferences.set('language', tag);
            redraw();
          }}
        >
          ${name}
        </button>`,
    )}
  </div>`;
}

/** The whole page of signing in, in place of what is in `app`. */
export function showSignIn(app, { way, done }) {
  const root = document.createElement('div');
  root.className = 'sign_in_page';
  app.replaceChildren(root);
  const draw = () =>
    render(
      html`<main class="sign_in_main">
        <p class="brand big">
          <span class="mark" aria-hidden="true"></span><span class="name">aksis</span>
        </p>
        <div class="card sign_in_card">
          <aksis-sign-in .way=${way} .done=${done}></aksis-sign-in>
        </div>
        <div class="sign_in_foot">${languages(draw)}</div>
      </main>`,
      root,
    );
  draw();
  addEventListener('aksis-locale', draw);
}
