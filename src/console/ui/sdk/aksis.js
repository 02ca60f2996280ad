// The SDK, version 1: what the shell and every module import. This list only grows; it is held by
// tests/console/build_test.mjs.
import { api as requests } from './core/api.js';
import { upload } from './core/upload.js';
import './elements/index.js';

export {
  AsyncDirective,
  LitElement,
  classMap,
  createRef,
  directive,
  guard,
  html,
  ifDefined,
  keyed,
  live,
  nothing,
  ref,
  render,
  repeat,
  styleMap,
  svg,
  until,
  when,
} from './core/lit.js';
export { AksisElement, icon } from './elements/index.js';
export { announce } from './core/announce.js';
export { Problem } from './core/problem.js';
export { question } from './core/question.js';
export { can, scopeOf, session } from './core/session.js';
export { confirm, openDialog } from './core/dialogs.js';
export { back, guardLeave, match, navigate, router, setQuery } from './core/router.js';
export {
  catalogue,
  hasText,
  loadTexts,
  locale,
  onLocale,
  setLocale,
  t,
  text,
} from './core/i18n.js';
export {
  date,
  dateTime,
  distance,
  euros,
  list,
  number,
  percent,
  personName,
  relative,
  relativeText,
  time,
} from './core/formats.js';
export { listen } from './core/events.js';
export { loadStyle } from './core/style.js';
export { network } from './core/network.js';
export { preferences } from './core/preferences.js';
export { saveFile } from './core/save.js';
export { toast } from './core/toast.js';
export const api = Object.assign(requests, { upload });
export const drafts = async () => (await import('./elements/form/drafts.js')).drafts;

// For the shell alone: who starts the page says where texts come from and how to ask who is there.
export { answerWith } from './core/api.js';
export { preferredLocale, readTextsWith } from './core/i18n.js';
