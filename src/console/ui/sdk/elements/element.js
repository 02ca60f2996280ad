// What every element of the console is: Lit over native HTML, in the page's own DOM, so that
// labels,
// `aria-describedby`, print and the page's styles work as in plain HTML.
import { LitElement } from 'lit';

/** A LitElement without shadow root that speaks the language of the page. */
export class AksisElement extends LitElement {
  #again = () => this.requestUpdate();

  /** What is drawn stands before the children the page put in, if there are any. */
  createRenderRoot() {
    // A mark of its own: a child that draws itself keeps what it drew on itself, where Lit would
    // look for ours.
    if (this.firstChild)
      this.renderOptions.renderBefore ??= this.insertBefore(
        document.createComment(''),
        this.firstChild,
      );
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('aksis-locale', this.#again);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('aksis-locale', this.#again);
  }

  /**
   * Says something to the page: an event that bubbles, with its detail.
   * @param {string} name
   * @param {unknown} [detail]
   * @returns {boolean} false when a listener prevented it
   */
  say(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, cancelable: true }));
  }

  /** An id that no other element has, for labels and descriptions within this one. */
  idOf(name) {
    this.uid ??= `${this.localName}-${next++}`;
    return `${this.uid}-${name}`;
  }
}

let next = 1;

/** Registers an element once; a second copy of the SDK or a reload in a test changes nothing. */
export const define = (name, type) => customElements.get(name) ?? customElements.define(name, type);
