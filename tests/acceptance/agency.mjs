// Two agencies with their people and advisers, made as their administrators would.
import { Caller, inParallel, totp } from './program.mjs';

export const PASSWORD = 'quatre girafes lisent tard';
const PEOPLE = 2000;
const CASELOAD = 60;
const WIDTH = 32;

// Invited, accepted, an app enrolled: `browser` is signed in afterwards.
export async function hire(program, host, login, organisation, role) {
  const made = await host.ok('POST', '/accounts', {
    login,
    name: `Compte ${login}`,
    ...(organisation ? { organisation } : {}),
  });
  await host.ok('POST', `/accounts/${made.account.id}/roles`, { role });
  const browser = new Caller(program);
  await browser.ok('POST', '/invitations/accept', {
    token: made.invitation.token,
    password: PASSWORD,
  });
  const app = await browser.ok('POST', '/session/factors/totp', { label: 'phone' });
  // The code of before, which still serves: the present one is left for who signs in next.
  // Again when the half minute turned meanwhile.
  const confirm = () =>
    browser.patiently('POST', `/session/factors/totp/${app.id}/confirm`, {
      code: totp(app.secret, 30),
    });
  let done = await confirm();
  if (done.status === 400) done = await confirm();
  if (done.status !== 200) throw new Error(`no app: ${JSON.stringify(done.body)}`);
  return {
    login,
    id: made.account.id,
    organisation,
    secret: app.secret,
    recovery: done.body.recovery_codes,
    browser,
    caseload: [],
    read: new Set(),
  };
}

// As the thief of a password and of a code does, on a machine of their own.
export async function steal(program, account) {
  const thief = new Caller(program);
  await thief.ok('POST', '/session', { login: account.login, password: PASSWORD });
  await thief.ok('POST', '/session/totp', { code: totp(account.secret) });
  return thief;
}

export async function makeAgencies(program, host) {
  const agencies = [];
  for (const name of ['Agence du Nord', 'Agence du Sud'])
    agencies.push((await host.ok('POST', '/organisations', { kind: 'agency', name })).id);
  await host.ok('PUT', '/roles/follower', {
    title_fr: 'Référent seul',
    title_en: 'Referent only',
    grants: ['people.read:own', 'people.break_glass:territory'],
  });
  const advisers = [];
  for (const [login, agency, role] of [
    ['nord1', 0, 'adviser'],
    ['nord2', 0, 'adviser'],
    ['nord3', 0, 'follower'],
    ['sud1', 1, 'adviser'],
    ['sud2', 1, 'adviser'],
  ])
    advisers.push(await hire(program, host, login, agencies[agency], role));
  const admin = await hire(program, host, 'admin', '', 'administrator');
  const people = [];
  await inParallel([...Array(PEOPLE).keys()], WIDTH, async (number) => {
    const person = await host.ok('POST', '/people', { reference: `P-${number}` });
    people[number] = person.id;
    const entrust = (kind, holder) =>
      host.ok('POST', `/people/${person.id}/relations`, { kind, holder, reason: 'entrusted' });
    const adviser = advisers[Math.floor(number / CASELOAD)];
    await entrust('agency', adviser ? adviser.organisation : agencies[number % 2]);
    if (!adviser) return;
    await entrust('referent', adviser.id);
    adviser.caseload.push(person.id);
  });
  return { agencies, advisers, admin, people };
}
