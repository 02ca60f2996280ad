// Where one arrives. The dashboard takes its place.
import { html, render, session, t } from '/ui/sdk/1/aksis.js';

export default function home(element, { setTitle }) {
  setTitle(t('nav.home'));
  render(html`<aksis-empty icon="home" .heading=${t('shell.home.hello', { name: session.account?.name ?? '' })}
    .text=${t('shell.home.empty')}></aksis-empty>`, element);
}
