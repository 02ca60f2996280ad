// Changing an account; when somebody else changed it meanwhile, theirs and one's own are put side
// by side.
import { api, html, t, toast } from '/ui/sdk/1/aksis.js';

import { names, options, organisationName } from '../administration/names.js';
import { whichIsKept } from '../administration/stale.js';
import { ask } from '../people/ask.js';

const MEMBERS = ['name', 'email', 'organisation'];

/** @returns {Promise<boolean>} whether one's own is kept */
async function keepMine(mine, theirs, all) {
  const words = (name, value) =>
    (name === 'organisation' ? organisationName(all, value) : value) || '–';
  const differ = MEMBERS.filter((name) => (mine[name] ?? '') !== (theirs[name] ?? ''));
  const kept = await whichIsKept(
    html`<aksis-facts
      .items=${differ.flatMap((name) => [
        {
          term: t('administration.stale.theirs', { field: t(`administration.account.${name}`) }),
          value: words(name, theirs[name]),
        },
        {
          term: t('administration.stale.mine', { field: t(`administration.account.${name}`) }),
          value: words(name, mine[name]),
        },
      ])}
    ></aksis-facts>`,
  );
  return kept === 'mine';
}

export async function editAccount({ account, all, path, etag }) {
  const places = [
    { value: '', label: t('administration.account.no_organisation') },
    ...options(
      all.organisations.filter((one) => !one.closed_at || one.id === account.organisation),
      (one) => one.name,
    ),
  ];
  const save = async (value, match) => {
    try {
      return await api.patch(path, value, { ifMatch: match });
    } catch (problem) {
      if (!problem.stale) throw problem;
      const now = await api.get(path);
      if (await keepMine(value, now.data, all)) return save(value, now.etag);
      return now;
    }
  };
  const done = await ask({
    title: t('administration.account.edit', { name: account.name }),
    action: t('sdk.save'),
    fields: [
      {
        name: 'name',
        label: t('administration.account.name'),
        value: account.name,
        max: 200,
        focus: true,
      },
      {
        name: 'email',
        label: t('administration.account.email'),
        type: 'email',
        value: account.email,
        max: 254,
        required: false,
      },
      {
        name: 'organisation',
        label: t('administration.account.organisation'),
        options: places,
        value: account.organisation ?? '',
        required: false,
      },
    ],
    run: (value) => save(value, etag),
  });
  if (!done) return false;
  toast(t('administration.saved'));
  await names({ again: true });
  return true;
}
