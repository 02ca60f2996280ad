// The dossier's tab: the profile of skills, the gap with an occupation, and where the person could go.
import { can, confirm, guardLeave, html, onLocale, render, router } from '/ui/sdk/1/aksis.js';

import { Editing } from './editing.js';
import { gapView } from '../gap/view.js';
import { profileView } from './view.js';
import { skillsOf } from '../links.js';
import { bridgesView } from '../gap/bridges_view.js';

const VIEWS = { profile: profileView, gap: gapView, bridges: bridgesView };

export function skillsTab(element, context) {
  const { t, signal } = context;
  const person = context.person ?? context.params?.person;
  const editing = new Editing(person, () => draw(), signal);
  const parts = new Map();
  const shared = {
    t,
    person,
    signal,
    editing,
    mayWrite: can('competences.write'),
    draw: () => draw(),
  };

  const wanted = () =>
    Object.hasOwn(VIEWS, router.query.get('view') ?? '') ? router.query.get('view') : 'profile';
  const to = (view) => skillsOf(person, view === 'profile' ? {} : { view });

  /** Each view is made once and keeps what it asked for while one goes to and fro. */
  function view(name) {
    if (!parts.has(name)) parts.set(name, VIEWS[name](shared));
    return parts.get(name);
  }

  function draw() {
    if (signal.aborted) return;
    const name = wanted();
    const { work } = editing;
    render(
      html`<div class="stack competences_tab">
        <aksis-tabs
          .label=${t('tab.views')}
          .active=${name}
          .tabs=${[
            {
              id: 'profile',
              label: t('tab.profile'),
              icon: 'skills',
              count: work?.skills.length,
              href: to('profile'),
            },
            { id: 'gap', label: t('tab.gap'), icon: 'target', href: to('gap') },
            { id: 'bridges', label: t('tab.bridges'), icon: 'move', href: to('bridges') },
          ]}
        ></aksis-tabs>
        ${
          editing.problem && !work
            ? html`<aksis-error
                .problem=${editing.problem}
                .retry=${() => editing.read()}
              ></aksis-error>`
            : work
              ? view(name)()
              : html`<aksis-loading rows="8"></aksis-loading>`
        }
      </div>`,
      element,
    );
  }

  const leave = async () =>
    !editing.dirty ||
    (await confirm({
      title: t('leave.title'),
      text: t('leave.text'),
      action: t('leave.yes'),
      cancel: t('leave.no'),
      danger: true,
    })) !== false;
  leave.dirty = () => editing.dirty;
  const unguard = guardLeave(leave, { signal });
  router.onChange(({ kind }) => kind === 'query' && draw(), { signal });
  onLocale(draw, { signal });
  editing.read();
  return unguard;
}
