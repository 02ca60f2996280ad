// `style=${styleMap({width: "40%"})}` through CSSOM from the first drawing on: Lit's own writes
// an attribute then,
// which the policy of the page refuses.
import { noChange } from 'lit';
import { Directive, directive } from 'lit/directive.js';

class StyleMap extends Directive {
  #before = new Set();

  render() {
    return noChange;
  }

  update({ element: { style } }, [wanted]) {
    const put = (name, value) =>
      name.includes('-') ? style.setProperty(name, value) : (style[name] = value);
    for (const name of this.#before)
      if (wanted[name] === undefined || wanted[name] === null) put(name, '');
    this.#before = new Set();
    for (const [name, value] of Object.entries(wanted)) {
      if (value === undefined || value === null) continue;
      put(name, value);
      this.#before.add(name);
    }
    return noChange;
  }
}

export const styleMap = directive(StyleMap);
