// Entrusting people and ending an accompaniment, for one person or for several at once.
import { announce, api, session, t, toast } from '/ui/sdk/1/aksis.js';

import { ask } from './ask.js';
import { holderName, holdersOf, loadHolders } from './holders.js';

export const KINDS = ['referent', 'group', 'agency', 'instructor'];

/** Runs for each person, one after the other: some may be refused, the others go on. */
async function each(people, progress, run) {
  const failed = [];
  for (const [i, person] of people.entries()) {
    if (people.length > 1) progress(t('people.bulk.progress', { at: i + 1, count: people.length }));
    try {
      await run(person);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      // Of one alone the window shows it, at its field.
      if (people.length === 1) throw problem;
      failed.push({ row: person, why: problem.text });
    }
  }
  return { done: people.length - failed.length, failed };
}

function tell({ done }, key) {
  if (done) toast(t(key, { count: done }));
}

/**
 * @param {{id: string}[]} people
 * @returns {Promise<false | {done: number, failed: {row: object, why: string}[]}>} false: put away
 */
export async function startRelation(people, { kind = 'referent' } = {}) {
  await loadHolders();
  let now = kind;
  const fields = () => {
    const options = holdersOf(now);
    const label = t(`people.relation.holder.${now}`);
    return [
      {
        name: 'kind',
        label: t('people.relation.kind'),
        value: now,
        focus: true,
        change: (value) => {
          now = value;
        },
        options: KINDS.map((value) => ({ value, label: t(`people.relation.${value}`) })),
      },
      options.length
        ? {
            name: 'holder',
            label,
            options,
            value: now === 'agency' ? options[0]?.value : session.account?.id,
            hint: ['referent', 'instructor'].includes(now)
              ? t('people.relation.known_hint')
              : undefined,
          }
        : { name: 'holder', label, hint: t(`people.relation.none.${now}`) },
      {
        name: 'reason',
        label: t('people.relation.reason'),
        hint: t('people.relation.reason_hint'),
        rows: 3,
        min: 3,
      },
    ];
  };
  const answer = await ask({
    title: t('people.relation.start_title', { count: people.length }),
    text: t('people.relation.start_text'),
    fields,
    action: t('people.relation.start'),
    run: ({ kind: chosen, holder, reason }, progress) =>
      each(people, progress, (person) =>
        api.post(`/people/${person.id}/relations`, {
          kind: chosen,
          holder: holder.trim(),
          reason: reason.trim(),
        }),
      ),
  });
  if (!answer) return false;
  tell(answer, 'people.relation.started');
  return answer;
}

export async function endRelation(person, relation) {
  const answer = await ask({
    title: t('people.relation.end_title'),
    text: t('people.relation.end_text', {
      who: holderName(relation),
      kind: t(`people.relation.${relation.kind}`),
    }),
    fields: [
      {
        name: 'reason',
        label: t('people.relation.end_reason'),
        hint: t('people.relation.reason_hint'),
        rows: 3,
        min: 3,
        focus: true,
      },
    ],
    action: t('people.relation.end'),
    danger: true,
    run: ({ reason }) =>
      api.post(`/people/${person}/relations/${relation.id}/end`, { reason: reason.trim() }),
  });
  if (answer) toast(t('people.relation.ended', { count: 1 }));
  return Boolean(answer);
}

/** Of several: the relations of one kind with one holder; who has none is left as they are. */
export async function endRelations(people) {
  await loadHolders();
  const lists = new Map();
  const unread = [];
  for (const [i, person] of people.entries()) {
    announce(t('people.bulk.reading', { at: i + 1, count: people.length }));
    try {
      lists.set(person, (await api.get(`/people/${person.id}/relations`)).data.relations);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      unread.push({ row: person, why: problem.text });
    }
  }
  const held = new Map();
  for (const [person, relations] of lists)
    for (const one of relations) {
      const key = `${one.kind} ${one.holder}`;
      held.set(key, [...(held.get(key) ?? []), { ...person, relation: one }]);
    }
  if (!held.size) {
    if (unread.length) return { done: 0, failed: unread };
    toast(t('people.relation.nothing'), { kind: 'info' });
    return false;
  }
  const options = [...held].map(([value, of]) => ({
    value,
    label: t('people.relation.which_of', {
      kind: t(`people.relation.${of[0].relation.kind}`),
      who: holderName(of[0].relation),
      count: of.length,
    }),
  }));
  const answer = await ask({
    title: t('people.relation.end_several', { count: people.length }),
    fields: [
      { name: 'which', label: t('people.relation.which'), options, focus: true },
      {
        name: 'reason',
        label: t('people.relation.end_reason'),
        hint: t('people.relation.reason_hint'),
        rows: 3,
        min: 3,
      },
    ],
    action: t('people.relation.end'),
    danger: true,
    run: ({ which, reason }, progress) =>
      each(held.get(which), progress, ({ id, relation }) =>
        api.post(`/people/${id}/relations/${relation.id}/end`, { reason: reason.trim() }),
      ),
  });
  if (!answer) return false;
  tell(answer, 'people.relation.ended');
  return { ...answer, failed: [...unread, ...answer.failed] };
}
