// One widget: its name, what can be done with it, and the place in which its code runs. Whatever
// goes wrong in there stays in there.
import {
  AksisElement,
  announce,
  html,
  icon,
  listen,
  nothing,
  openDialog,
  t,
} from '/ui/sdk/1/aksis.js';

// Several events of one change ask once.
const PAUSE_MS = 500;

class Widget extends AksisElement {
  static properties = {
    kind: { attribute: false },
    item: { attribute: false },
    editing: { type: Boolean },
    narrow: { type: Boolean },
    picked: { type: Boolean },
    first: { type: Boolean },
    last: { type: Boolean },
  };

  #ends;
  #takeOff;
  #refreshing = [];
  #shown;
  #watch = new ResizeObserver(() => this.#reachable());

  get #place() {
    return this.querySelector('.widget_body');
  }

  updated() {
    const wanted = JSON.stringify(this.item.options ?? {});
    if (this.#shown !== wanted) this.#start(wanted);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    // Moved within the page is not taken off.
    queueMicrotask(() => !this.isConnected && this.#stop());
  }

  #stop() {
    this.#ends?.abort();
    this.#takeOff?.();
    this.#takeOff = this.#shown = undefined;
    this.#watch.disconnect();
  }

  #start(wanted) {
    this.#stop();
    this.#shown = wanted;
    this.#refreshing = [];
    this.#ends = new AbortController();
    const { signal } = this.#ends;
    this.#takeOff = this.kind.start(this.#place, {
      options: this.item.options ?? {},
      signal,
      onRefresh: (fn) => this.#refreshing.push(fn),
    });
    this.#watch.observe(this.#place);
    let later;
    if (this.kind.topics?.length)
      listen(
        this.kind.topics,
        () => {
          clearTimeout(later);
          later = setTimeout(() => !signal.aborted && this.#renew(), PAUSE_MS);
        },
        { signal },
      );
  }

  #renew() {
    if (!this.#refreshing.length) this.#start(this.#shown);
    for (const fn of this.#refreshing) {
      try {
        fn();
      } catch (error) {
        reportError(error);
      }
    }
  }

  refresh = () => {
    this.#renew();
    announce(t('home.refreshed', { title: this.kind.title }));
  };

  // What is longer than its place is scrolled by keyboard too.
  #reachable() {
    const place = this.#place;
    if (!place) return;
    const long = place.scrollHeight > place.clientHeight + 1;
    if (long) place.tabIndex = 0;
    else place.removeAttribute('tabindex');
    place.role = long ? 'group' : null;
    place.ariaLabel = long ? this.kind.title : null;
  }

  #options = () => {
    const dialog = openDialog({
      title: t('home.options.of', { title: this.kind.title }),
      size: 's',
      content: () =>
        html`<aksis-form
          unguarded
          submit-label=${t('sdk.save')}
          .schema=${this.kind.options}
          .value=${this.item.options ?? {}}
          .fields=${this.kind.fields?.() ?? {}}
          .submit=${async (value) => {
            this.say('options', value);
            dialog.close();
          }}
        ></aksis-form>`,
    });
  };

  #tool(name, label, run, disabled = false) {
    return html`<button
      type="button"
      class="button quiet round small"
      aria-label=${label}
      title=${label}
      data-tool=${name}
      ?disabled=${disabled}
      @click=${run}
    >
      ${icon(name)}
    </button>`;
  }

  #tools() {
    const { title, options } = this.kind;
    if (!this.editing)
      return html`<aksis-menu
        small
        icon-only
        icon="more"
        .label=${t('home.menu', { title })}
        .items=${[
          { label: t('home.refresh'), icon: 'refresh', run: this.refresh },
          ...(options ? [{ label: t('home.options'), icon: 'settings', run: this.#options }] : []),
        ]}
      ></aksis-menu>`;
    return html`<div class="widget_tools">
      ${
        this.narrow
          ? html`${this.#tool(
              'up',
              t('home.up', { title }),
              () => this.say('shift', -1),
              this.first,
            )}
            ${this.#tool('down', t('home.down', { title }), () => this.say('shift', 1), this.last)}`
          : nothing
      }
      ${options ? this.#tool('settings', t('home.options.of', { title }), this.#options) : nothing}
      ${this.#tool('trash', t('home.remove', { title }), () => this.say('take-off'))}
    </div>`;
  }

  render() {
    const { title } = this.kind;
    // Not a native button: a press on one would not begin to drag, and hands take hold of this.
    const grip =
      this.editing && !this.narrow
        ? html`<span
            class="grip"
            role="button"
            tabindex="0"
            aria-label=${t('home.grip', { title })}
            aria-pressed=${this.picked ? 'true' : 'false'}
            aria-describedby="dashboard-how"
            >${icon('move')}</span
          >`
        : nothing;
    return html`<section
      class="card widget ${this.picked ? 'picked' : ''}"
      aria-labelledby=${this.idOf('title')}
    >
      <header class="widget_head">
        ${grip}
        <h2 id=${this.idOf('title')}>${title}</h2>
        ${this.#tools()}
      </header>
      <div class="widget_body"></div>
    </section>`;
  }
}

customElements.define('aksis-widget', Widget);
