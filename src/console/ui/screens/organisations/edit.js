// Adding an organisation and changing one; when somebody else changed it meanwhile, theirs and one's
// own are put side by side.
import { api, t, toast } from '/ui/sdk/1/aksis.js';

import { names, options, organisationName } from '../administration/names.js';
import { saveOver } from '../administration/stale.js';
import { ask } from '../people/ask.js';

export const KINDS = ['agency', 'partner', 'authority', 'employer', 'training_provider'];
const LABELS = { territory_kind: 'territory' };
const MEMBERS = ['name', 'parent', 'territory_kind', 'territory_code', 'siret'];
const TERRITORIES = ['commune', 'employment_area', 'department', 'region', 'nation'];

/** @returns {Promise<object | undefined>} what was kept */
export async function editOrganisation(one, all, etag) {
  const label = (name) => t(`administration.organisation.${name}`);
  const upper = [
    { value: '', label: t('administration.organisation.no_parent') },
    ...options(
      all.organisations.filter((it) => !it.closed_at && it.id !== one?.id),
      (it) => it.name,
    ),
  ];
  const question = {
    members: MEMBERS,
    label: (name) => label(LABELS[name] ?? name),
    words: (name, value) =>
      name === 'parent'
        ? organisationName(all, value)
        : name === 'territory_kind'
          ? value && t(`administration.territory.${value}`)
          : value,
  };
  const made = await ask({
    title: one
      ? t('administration.organisation.edit', { name: one.name })
      : t('administration.organisation.add'),
    action: one ? t('sdk.save') : t('administration.organisation.add'),
    fields: [
      ...(one
        ? []
        : [
            {
              name: 'kind',
              label: label('kind'),
              options: KINDS.map((value) => ({
                value,
                label: t(`administration.organisation.kind.${value}`),
              })),
              value: 'agency',
            },
          ]),
      { name: 'name', label: label('name'), value: one?.name, max: 200, focus: true },
      {
        name: 'parent',
        label: label('parent'),
        hint: t('administration.organisation.parent_hint'),
        options: upper,
        value: one?.parent ?? '',
        required: false,
      },
      {
        name: 'territory_kind',
        label: label('territory'),
        hint: t('administration.organisation.territory_hint'),
        value: one?.territory_kind ?? '',
        required: false,
        options: [
          { value: '', label: t('administration.organisation.no_territory') },
          ...TERRITORIES.map((value) => ({ value, label: t(`administration.territory.${value}`) })),
        ],
      },
      {
        name: 'territory_code',
        label: label('territory_code'),
        hint: t('administration.organisation.code_hint'),
        value: one?.territory_code,
        max: 5,
        required: false,
      },
      {
        name: 'siret',
        label: label('siret'),
        hint: t('administration.organisation.siret_hint'),
        value: one?.siret,
        max: 20,
        required: false,
      },
    ],
    run: async (values) => {
      const kept = Object.fromEntries(
        Object.entries(values)
          .map(([name, value]) => [
            name,
            name === 'siret' ? value.replace(/\s/g, '') : value.trim(),
          ])
          .filter(([, value]) => one || value),
      );
      return (
        await (one
          ? saveOver(`/organisations/${one.id}`, kept, etag, question)
          : api.post('/organisations', kept))
      ).data;
    },
  });
  if (!made) return undefined;
  toast(t(one ? 'administration.saved' : 'administration.organisation.added'));
  await names({ again: true });
  return made;
}
