// Rights in plain words, by area, and what a role's grants come to.
import { hasText, t } from '/ui/sdk/1/aksis.js';

export const SCOPES = ['own', 'agency', 'territory', 'national', 'all'];

/**
 * What can be given, as people think of it; rights of modules that are not here stand under
 * "other".
 */
export const AREAS = {
  people: [
    'people.read',
    'people.write',
    'people.nir',
    'people.break_glass',
    'people.supervise',
    'people.import',
    'relations.read',
    'relations.manage',
    'consents.read',
    'consents.manage',
  ],
  rights: ['people.export', 'people.restrict', 'people.erase', 'privacy.read', 'privacy.manage'],
  skills: ['competences.read', 'competences.write', 'competences.import'],
  matching: ['matching.read', 'matching.write', 'matching.import'],
  places: ['organisations.read', 'organisations.manage', 'territories.read', 'territories.import'],
  access: ['accounts.manage', 'roles.manage', 'clients.manage'],
  trace: ['audit.read', 'audit.verify', 'audit.export', 'audit.hold', 'audit.purge'],
  running: [
    'events.listen',
    'jobs.read',
    'jobs.manage',
    'events.read',
    'events.manage',
    'modules.read',
    'modules.manage',
    'config.read',
    'keys.manage',
    'backup.create',
    'core.maintain',
    'ui.manage',
  ],
};

/** Fields of people that a role may hide, as the server names them. */
export const FIELDS = [
  'birth_name',
  'used_name',
  'first_names',
  'birth_date',
  'birth_place',
  'sex',
  'nationality',
  'nir',
  'identifiers',
  'contacts',
  'address',
  'postcode',
  'commune',
  'registered_on',
  'registration_category',
  'registration_ended_on',
  'registration_end_reason',
];

export const parse = (grant) => {
  const [permission, scope = 'own'] = grant.split(':');
  return { permission, scope };
};
const holds = (held, asked) =>
  held === asked || held === '*' || (held.endsWith('.*') && asked.startsWith(held.slice(0, -1)));

/** The widest scope of a permission among grants; undefined: none. */
export function scopeIn(grants, permission) {
  const found = grants
    .map(parse)
    .filter((one) => holds(one.permission, permission))
    .map((one) => one.scope);
  return SCOPES.findLast((scope) => found.includes(scope));
}

/** Areas with every permission that is known or that one of the grants names. */
export function areasOf(grants, modules = []) {
  const known = new Set(Object.values(AREAS).flat());
  const more = [
    ...modules.flatMap((one) => (one.permissions ?? []).map(({ id }) => id)),
    ...grants.map((one) => parse(one).permission),
  ].filter((one) => !known.has(one) && !one.endsWith('*'));
  const areas = Object.entries(AREAS).map(([id, permissions]) => ({ id, permissions }));
  return more.length ? [...areas, { id: 'other', permissions: [...new Set(more)] }] : areas;
}

export function rightName(permission, modules = []) {
  if (hasText(`administration.right.${permission}`)) return t(`administration.right.${permission}`);
  return (
    modules.flatMap((one) => one.permissions ?? []).find((one) => one.id === permission)?.title ??
    permission
  );
}

export const scopeName = (scope) => t(`administration.scope.${scope}`);
export const fieldName = (field) => t(`administration.field.${field}`);

/** A grant in words, one of a whole area too. */
export function grantWords(grant, modules) {
  const { permission, scope } = parse(grant);
  if (permission === '*') return t('administration.right.everything', { scope: scopeName(scope) });
  const name = permission.endsWith('.*')
    ? t('administration.right.all_of', {
        area: hasText(`administration.family.${permission.slice(0, -2)}`)
          ? t(`administration.family.${permission.slice(0, -2)}`)
          : permission.slice(0, -2),
      })
    : rightName(permission, modules);
  return t('administration.right.within', { name, scope: scopeName(scope) });
}

/**
 * Grants from what was chosen; a grant of a whole area stays as long as nothing in it was changed.
 */
export function grantsFrom(before, chosen, permissions) {
  const kept = before.filter((grant) => {
    const { permission, scope } = parse(grant);
    if (!permission.endsWith('*')) return false;
    return permissions
      .filter((one) => holds(permission, one))
      .every((one) => chosen[one] === scopeIn(before, one) && chosen[one] === scope);
  });
  const rest = permissions
    .filter((one) => chosen[one] && scopeIn(kept, one) !== chosen[one])
    .map((one) => `${one}:${chosen[one]}`);
  return [...kept, ...rest].sort();
}

/** What a change does to each right: {permission, before, after, kind}. */
export function changesBetween(before, after, permissions) {
  return permissions
    .map((permission) => ({
      permission,
      before: scopeIn(before, permission),
      after: scopeIn(after, permission),
    }))
    .filter((one) => one.before !== one.after)
    .map((one) => ({
      ...one,
      kind: !one.before
        ? 'given'
        : !one.after
          ? 'taken'
          : SCOPES.indexOf(one.after) > SCOPES.indexOf(one.before)
            ? 'wider'
            : 'narrower',
    }));
}
