// A QR code as a picture made of one path: dark on white whatever the theme, or phones do not read it.
import { html } from '/ui/sdk/1/aksis.js';
import { encode } from 'uqr';

const MARGIN = 4;

export function qrCode(words, label) {
  const { data, size } = encode(words, { ecc: 'M', border: 0 });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + MARGIN} ${y + MARGIN}h1v1h-1z` : '')))
    .join('');
  const side = size + 2 * MARGIN;
  return html`<svg
    class="qr"
    viewBox="0 0 ${side} ${side}"
    role="img"
    aria-label=${label}
    shape-rendering="crispEdges"
  >
    <rect class="paper" width=${side} height=${side}></rect>
    <path class="ink" d=${path}></path>
  </svg>`;
}
