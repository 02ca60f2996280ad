// Changing an account; when somebody else changed it meanwhile, theirs and one's own are put side
// by side.
import { t, toast } from '/ui/sdk/1/aksis.js';

import { names, options, organisationName } from '../administration/names.js';
import { saveOver } from '../administration/stale.js';
import { ask } from '../people/ask.js';

const MEMBERS = ['name', 'email', 'organisation'];

export async function editAccount({ account, all, path, etag }) {
  const places = [
    { value: '', label: t('administration.account.no_organisation') },
    ...options(
      all.organisations.filter((one) => !one.closed_at || one.id === account.organisation),
      (one) => one.name,
    ),
  ];
  const question = {
    members: MEMBERS,
    label: (name) => t(`administration.account.${name}`),
    words: (name, value) => (name === 'organisation' ? organisationName(all, value) : value),
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
    run: (value) => saveOver(path, value, etag, question),
  });
  if (!done) return false;
  toast(t('administration.saved'));
  await names({ again: true });
  return true;
}
