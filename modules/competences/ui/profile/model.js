// A profile while it is worked on: what was read, what is wanted, and how two changes come together.
// Pure: no page, no network.

export const PARTS = ['skills', 'experiences', 'diplomas'];

// What the server tells two rows apart by.
const IDENTITY = {
  skills: (row) => `${row.skill}|${row.source}|${row.assessed_on ?? ''}`,
  experiences: (row) => row.id,
  diplomas: (row) => row.rncp,
};
const SENT = {
  skills: ['skill', 'level', 'source', 'assessor', 'assessed_on', 'expires_on', 'evidence'],
  experiences: ['id', 'occupation', 'months', 'appellation', 'ended_on', 'description'],
  diplomas: ['rncp', 'obtained_on', 'details'],
};
let next = 1;

/** The day where one sits, as the server writes days. */
export const today = () => new Date().toLocaleDateString('sv');

const sent = (part, row) =>
  Object.fromEntries(
    SENT[part]
      .filter((name) => row[name] !== undefined && row[name] !== '' && row[name] !== null)
      .map((name) => [name, row[name]]),
  );
const same = (part, a, b) => JSON.stringify(sent(part, a)) === JSON.stringify(sent(part, b));

/** Rows of what was read, each with a mark `uid` that stays with it while it is changed. */
export const open = (profile) =>
  Object.fromEntries(
    PARTS.map((part) => [part, profile[part].map((row) => ({ ...row, uid: IDENTITY[part](row) }))]),
  );

export const fresh = (row) => ({ ...row, uid: `new-${next++}-${Date.now()}` });

/** What PUT takes. */
export const toInput = (work) =>
  Object.fromEntries(PARTS.map((part) => [part, work[part].map((row) => sent(part, row))]));

/** Rows put in, changed and taken out, by part. */
export function changes(base, work) {
  return Object.fromEntries(
    PARTS.map((part) => {
      const before = new Map(base[part].map((row) => [row.uid, row]));
      const after = new Map(work[part].map((row) => [row.uid, row]));
      return [
        part,
        {
          added: work[part].filter(({ uid }) => !before.has(uid)),
          changed: work[part].filter(
            (row) => before.has(row.uid) && !same(part, row, before.get(row.uid)),
          ),
          removed: base[part].filter(({ uid }) => !after.has(uid)),
        },
      ];
    }),
  );
}

export const count = (found) =>
  Object.fromEntries(
    PARTS.map((part) => [
      part,
      Object.values(found[part]).reduce((sum, rows) => sum + rows.length, 0),
    ]),
  );

/** My changes on top of what somebody else saved in the meantime. */
export function merge(base, work, theirs) {
  const mine = changes(base, work);
  return Object.fromEntries(
    PARTS.map((part) => {
      const { added, changed, removed } = mine[part];
      const gone = new Set(removed.map(({ uid }) => uid));
      const mended = new Map(changed.map((row) => [row.uid, row]));
      const rows = theirs[part]
        .filter(({ uid }) => !gone.has(uid))
        .map((row) => mended.get(row.uid) ?? row);
      // What they took out and I changed is wanted by me: it stays.
      const there = new Set(rows.map(({ uid }) => uid));
      const again = changed.filter(({ uid }) => !there.has(uid));
      const names = new Set(rows.map(IDENTITY[part]));
      const mineAlone = added.filter(
        (row) => part === 'experiences' || !names.has(IDENTITY[part](row)),
      );
      return [part, [...rows, ...again, ...mineAlone]];
    }),
  );
}

/** Where a pointer of the server's (`/skills/3/level`) leads: the row and the field. */
export function rowOf(work, pointer) {
  const [, part, index, field] = pointer.split('/');
  const row = work[part]?.[Number(index)];
  return row && { part, uid: row.uid, field };
}
