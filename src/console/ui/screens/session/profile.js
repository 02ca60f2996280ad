// One's own account: who one is here, how the console looks, how one signs in, where one is signed
// in.
import { html, render } from '/ui/sdk/1/aksis.js';

import './factors.js';
import './identities.js';
import './looks.js';
import './password.js';
import './sessions.js';

export default function profile(element) {
  render(
    html`<div class="grid halves profile">
      <aksis-profile-looks></aksis-profile-looks> <aksis-profile-password></aksis-profile-password
      ><aksis-profile-factors></aksis-profile-factors>
      <aksis-profile-identities></aksis-profile-identities
      ><aksis-profile-sessions></aksis-profile-sessions>
    </div>`,
    element,
  );
}
