// Where one arrives: the day, and the dashboard one made for oneself.
import { date, html, icon, loadStyle, nothing, onLocale, t } from '/ui/sdk/1/aksis.js';
import sheet from 'css:./home.css';

import { mayGive } from './dashboard.js';

export default async function home(element, { setTitle, setActions, signal }) {
  await loadStyle(sheet);
  const board = document.createElement('aksis-dashboard');

  const button = (label, name, run, kind = '') =>
    html`<button type="button" class="button ${kind}" @click=${run}>${icon(name)}${label}</button>`;
  const arrange = async (on) => {
    await board.edit(on);
    draw();
  };
  function draw() {
    setTitle(t('home.title'));
    setActions(
      board.editing
        ? html`<div class="arrange_tools">
            ${button(t('home.add.open'), 'plus', () => board.catalogue())}
            ${button(t('home.reset.do'), 'history', () => board.reset())}
            ${mayGive() ? button(t('home.role.open'), 'shield', () => board.toRole()) : nothing}
            ${button(t('home.done'), 'check', () => arrange(false), 'primary')}
          </div>`
        : html`<span class="quiet today">${date(new Date())}</span>
            ${button(t('home.arrange'), 'grid', () => arrange(true), 'quiet')}`,
    );
  }
  board.addEventListener('arrange', () => arrange(true));
  onLocale(draw, { signal });
  draw();
  element.append(board);
}
