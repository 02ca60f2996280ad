// The attack of early 2024 again: an adviser's password and code are stolen, and a script reads
// every record it can think of over sixteen connections. Each run asserts its bars and prints what
// it measured.
import assert from 'node:assert/strict';
import { makeAgencies, PASSWORD, steal } from './agency.mjs';
import { Caller, inParallel, Program, shuffled } from './program.mjs';

const CONNECTIONS = 16;
const SUSPENDED_WITHIN_MS = 60_000;
const REFUSED_AT_LEAST = 0.99;
const HONEST_RECORDS = 40;
const program = new Program(process.argv[2]);

// What the advisers who are not attacked do meanwhile: their own people, again and again.
function workMeanwhile(advisers) {
  const state = { over: false, reads: 0, failures: [], slowest: 0 };
  state.ended = Promise.all(
    advisers.map(async (adviser) => {
      for (let turn = 0; !state.over || turn < HONEST_RECORDS; ++turn) {
        const person = adviser.caseload[turn % HONEST_RECORDS];
        const begun = performance.now();
        const answer = await adviser.browser.call('GET', `/people/${person}`);
        state.slowest = Math.max(state.slowest, performance.now() - begun);
        ++state.reads;
        adviser.read.add(person);
        if (answer.status !== 200) state.failures.push([adviser.login, person, answer.status]);
      }
    }),
  );
  return state;
}

// Everything the script asked for and got: the thief's own ledger.
async function readAll(thief, ids) {
  const ledger = [];
  await inParallel(ids, CONNECTIONS, async (person) => {
    const answer = await thief.call('GET', `/people/${person}`);
    ledger.push({ person, status: answer.status, id: answer.id, at: Date.now() });
    if (answer.status === 200) assert.equal(answer.body.id, person);
  });
  return ledger;
}

async function attack(host, victim, honest, ids) {
  const thief = await steal(program, victim);
  const session = (await thief.ok('GET', '/session')).session.id;
  const meanwhile = workMeanwhile(honest);
  const begun = Date.now();
  const ledger = await readAll(thief, ids);
  const took = Date.now() - begun;
  meanwhile.over = true;
  await meanwhile.ended;
  // The session is over, and so are those of before the theft.
  for (const caller of [thief, victim.browser])
    assert.equal((await caller.patiently('GET', '/people')).status, 401);
  const again = new Caller(program);
  const right = await again.patiently('POST', '/session', {
    login: victim.login,
    password: PASSWORD,
  });
  assert.equal(right.status, 401, 'a suspended account signs in again');
  const waiting = (await host.ok('GET', '/volume-alarms')).alarms.filter(
    (one) => one.account === victim.id && !one.settled_at,
  );
  assert.equal(waiting.length, 1, 'one alarm for one attack');
  return { victim, session, begun, took, ledger, meanwhile, alarm: waiting[0] };
}

function figures(name, run, related) {
  const of = (status) => run.ledger.filter((one) => one.status === status);
  const asked = new Set(run.ledger.map((one) => one.person));
  const answered = new Set(of(200).map((one) => one.person));
  const own = new Set(run.victim.caseload);
  const share = (known) => {
    const outside = [...asked].filter((one) => !known.has(one));
    return outside.length === 0
      ? 1
      : outside.filter((one) => !answered.has(one)).length / outside.length;
  };
  const alarmAt =
    program.rows(`SELECT at FROM core_volume_alarm WHERE id = '${run.alarm.id}'`)[0].at / 1000;
  const lastAnswer = Math.max(0, ...of(200).map((one) => one.at));
  const out = {
    name,
    asked: asked.size,
    answered: answered.size,
    // With what the account itself read within the day: what the guard counts.
    exposed: new Set([...answered, ...run.victim.read]).size,
    of_caseload: [...answered].filter((one) => own.has(one)).length,
    refused_403: of(403).length,
    // Nobody is signed in any more, and strangers have a pace to keep.
    refused_as_a_stranger: of(401).length + of(429).length,
    refused_without_relation: share(related),
    refused_outside_caseload: share(own),
    alarm_after_ms: Math.round(alarmAt - run.begun),
    last_answer_after_alarm_ms: Math.round(lastAnswer - alarmAt),
    attack_took_ms: run.took,
    honest_reads: run.meanwhile.reads,
    honest_failures: run.meanwhile.failures.length,
    honest_slowest_ms: Math.round(run.meanwhile.slowest),
  };
  console.log(JSON.stringify(out));
  return out;
}

function checkBars(out, run, cap) {
  assert.equal(out.refused_without_relation, 1);
  assert.ok(out.exposed <= cap, `${out.exposed} records answered, ${cap} allowed`);
  assert.ok(out.alarm_after_ms <= SUSPENDED_WITHIN_MS);
  assert.ok(out.last_answer_after_alarm_ms <= SUSPENDED_WITHIN_MS);
  assert.deepEqual(run.meanwhile.failures, []);
  assert.equal(run.ledger.length, out.asked);
  assert.equal(
    out.answered + out.refused_403 + out.refused_as_a_stranger,
    out.asked,
    'other answers',
  );
}

// The log and the thief's ledger say the same, entry by entry.
function checkAudit(runs) {
  const entries = program.rows(
    'SELECT actor, person, kind, relation, request_id, session, outcome FROM core_audit_entry WHERE ' +
      "operation = 'people.read' AND kind IN ('read', 'refused', 'alarm')",
  );
  for (const run of runs) {
    const mine = new Map();
    for (const one of entries) {
      if (one.session !== run.session) continue;
      assert.ok(!mine.has(one.request_id), 'two entries of one call');
      mine.set(one.request_id, one);
    }
    for (const { person, status, id } of run.ledger) {
      const entry = mine.get(id);
      if (status === 401 || status === 429) {
        assert.equal(entry, undefined);
        continue;
      }
      assert.ok(entry, `${status} of ${person} is not in the audit`);
      assert.equal(entry.person, person);
      assert.equal(entry.actor, `account:${run.victim.id}`);
      if (status === 200) assert.deepEqual([entry.kind, entry.outcome], ['read', 'done']);
      else assert.ok(['refused', 'alarm'].includes(entry.kind));
      mine.delete(id);
    }
    assert.equal(mine.size, 0, 'entries that the ledger does not have');
  }
  return entries.length;
}

// Nobody is back before somebody looked; and then with the right factors only.
async function settle(admin, run, release) {
  const path = `/volume-alarms/${run.alarm.id}/settle`;
  await admin.browser.ok('POST', path, { finding: 'a stolen session', release });
  const again = new Caller(program);
  const begun = await again.patiently('POST', '/session', {
    login: run.victim.login,
    password: PASSWORD,
  });
  assert.equal(begun.status, release ? 200 : 401);
  if (!release) return;
  await again.ok('POST', '/session/recovery', { code: run.victim.recovery[0] });
  await again.ok('GET', '/session');
}

async function replay() {
  const key = program.command('apikey', 'create', 'acceptance', '*:all').key;
  await program.start();
  const host = new Caller(program, key);
  const { agencies, advisers, admin, people } = await makeAgencies(program, host);
  const [nord1, nord2, nord3, sud1, sud2] = advisers;
  const followed = people.map((id, number) => ({
    id,
    agency:
      (advisers.find((one) => one.caseload.includes(id)) ?? {}).organisation ??
      agencies[number % 2],
  }));
  const of = (agency) => followed.filter((one) => one.agency === agency).map((one) => one.id);
  const runs = [];

  // Through every id, in any order: the knocking at closed records gives it away.
  let run = await attack(host, nord1, [nord2, sud1, sud2], shuffled(people, 1));
  checkBars(figures('every id', run, new Set(of(agencies[0]))), run, 200);
  runs.push(run);
  await settle(admin, run, false);

  // An account that is given its own people only: nothing else opens at all.
  run = await attack(host, nord3, [nord2, sud1, sud2], shuffled(people, 2));
  let out = figures('every id, own people only', run, new Set(nord3.caseload));
  checkBars(out, run, 200);
  assert.ok(out.refused_outside_caseload >= REFUSED_AT_LEAST);
  runs.push(run);
  await settle(admin, run, true);
  await program.stop();

  // Who knows which records are open knocks at no closed one: the number of records ends it. Once
  // with all that the cap can be, once with a lower cap.
  program.settings = { AKSIS_ACCESS__RECORDS_A_DAY_FREE: 200 };
  await program.start();
  run = await attack(host, nord2, [sud1, sud2], shuffled(of(agencies[0]), 3));
  out = figures('its agency, at the cap', run, new Set(of(agencies[0])));
  checkBars(out, run, 200);
  assert.equal(out.exposed, 200);
  runs.push(run);
  await program.stop();

  program.settings = { AKSIS_ACCESS__RECORDS_A_DAY_MAX: 50 };
  await program.start();
  run = await attack(host, sud1, [sud2], shuffled(of(agencies[1]), 4));
  out = figures('its agency, records_a_day_max = 50', run, new Set(of(agencies[1])));
  checkBars(out, run, 50);
  assert.equal(out.exposed, 50);
  runs.push(run);
  await program.stop();

  console.log(JSON.stringify({ audit_entries_compared: checkAudit(runs) }));
}

try {
  await replay();
} finally {
  await program.stop();
  program.remove();
}
