// Everything of Lit that a screen or module may use. Exactly one copy is on the page, so whatever is
// missing here cannot be had anywhere else.
export { LitElement, html, nothing, render, svg } from 'lit';
export { AsyncDirective } from 'lit/async-directive.js';
export { directive } from 'lit/directive.js';
export { classMap } from 'lit/directives/class-map.js';
export { guard } from 'lit/directives/guard.js';
export { ifDefined } from 'lit/directives/if-defined.js';
export { keyed } from 'lit/directives/keyed.js';
export { live } from 'lit/directives/live.js';
export { createRef, ref } from 'lit/directives/ref.js';
export { repeat } from 'lit/directives/repeat.js';
export { styleMap } from '../elements/style_map.js';
export { until } from 'lit/directives/until.js';
export { when } from 'lit/directives/when.js';
