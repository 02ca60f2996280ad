// An independent verifier of an audit export: written from the formats that src/audit/entry.hpp,
// signing_key.hpp and export.hpp describe, RFC 6962 and C2SP's signed notes; no code shared.
//
//   node verify.mjs [--mutants] EXPORT KEY_FILE [PROOFS]
//
// Without --mutants: says what holds, or refuses with the first reason. With: changes the export in
// every way it knows and expects each to be refused.
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { readFileSync } from 'node:fs';

class Refused extends Error {}
const refuse = (why) => {
  throw new Refused(why);
};

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);
const nodeHash = (left, right) => sha256(NODE, left, right);

// MTH of RFC 6962, 2.1, by its definition; what a range gave is remembered.
function treeOf(leaves) {
  const known = new Map();
  const mth = (first, last) => {
    if (last - first === 1) return leaves[first];
    const key = first * 2 ** 26 + last;
    let hash = known.get(key);
    if (!hash) {
      let k = 1;
      while (k * 2 < last - first) k *= 2;
      hash = nodeHash(mth(first, first + k), mth(first + k, last));
      known.set(key, hash);
    }
    return hash;
  };
  return (size) => (size === 0 ? sha256() : mth(0, size));
}

const FIELDS = [
  'at',
  'kind',
  'actor',
  'on_behalf_of',
  'operation',
  'module',
  'person',
  'object',
  'relation',
  'reason',
  'request_id',
  'session',
  'outcome',
  'details',
  'salt',
];

function canonical(entry) {
  const names = Object.keys(entry);
  if (names.length !== FIELDS.length || names.some((name) => !FIELDS.includes(name)))
    refuse('an entry has other members than the format');
  const parts = [Buffer.from([1])];
  for (const name of FIELDS) {
    const value = entry[name];
    let bytes;
    if (name === 'at') {
      if (!Number.isSafeInteger(value)) refuse("an entry's time is no integer");
      bytes = Buffer.from(String(value));
    } else if (typeof value !== 'string') {
      refuse(`an entry's ${name} is no text`);
    } else if (name === 'details') {
      bytes = Buffer.from(value, 'base64');
      if (bytes.toString('base64') !== value) refuse("an entry's details are no base64");
    } else if (name === 'salt') {
      bytes = Buffer.from(value, 'hex');
      if (bytes.length !== 16 || bytes.toString('hex') !== value) refuse('an entry has no salt');
    } else {
      bytes = Buffer.from(value, 'utf8');
    }
    parts.push(Buffer.from(`${bytes.length}:`), bytes, Buffer.from(','));
  }
  return Buffer.concat(parts);
}

const hashOf = (hex) => {
  const bytes = Buffer.from(String(hex), 'hex');
  if (bytes.length !== 32 || bytes.toString('hex') !== hex) refuse('a hash has a wrong form');
  return bytes;
};

// "name+id+base64(0x01 public key)"
function parseKey(text) {
  const [, name, id, data] =
    /^([^+ ]+)\+([0-9a-f]{8})\+(.+)$/.exec(text.trim()) ?? refuse('no key');
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length !== 33 || bytes[0] !== 1) refuse('the key is not of Ed25519');
  const expected = sha256(Buffer.from(`${name}\n`), bytes).subarray(0, 4);
  if (expected.toString('hex') !== id) refuse("the key's id is not its own");
  const x = bytes.subarray(1).toString('base64url');
  return {
    name,
    id: expected,
    key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
  };
}

function openNote(note, key) {
  const shape =
    /^([^\n]+)\n(0|[1-9][0-9]*)\n([A-Za-z0-9+/]{43}=)\n\n— ([^ \n]+) ([A-Za-z0-9+/=]+)\n$/;
  const found = shape.exec(note) ?? refuse('a checkpoint is no signed note');
  const [, origin, size, root, name, signature] = found;
  if (origin !== key.name || name !== key.name) refuse('a checkpoint is of another log');
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.length !== 68 || bytes.toString('base64') !== signature) refuse("a signature's form");
  if (!bytes.subarray(0, 4).equals(key.id)) refuse('a checkpoint is signed with another key');
  const text = Buffer.from(note.slice(0, note.indexOf('\n\n') + 1));
  if (!verifySignature(null, text, key.key, bytes.subarray(4))) refuse('a signature is wrong');
  const hash = Buffer.from(root, 'base64');
  if (hash.toString('base64') !== root) refuse("a root's form");
  return { size: Number(size), root: hash };
}

function readLeaves(lines, size, key) {
  const leaves = [];
  const purged = [];
  const evidence = [];
  for (let index = 0; index < size; ++index) {
    const line = lines[index + 1];
    if (!line || line.index !== index) refuse(`entry ${index} is missing or out of its place`);
    const leaf = hashOf(line.leaf);
    if (line.entry) {
      if (!sha256(LEAF, canonical(line.entry)).equals(leaf))
        refuse(`entry ${index} is not its leaf's`);
      if (line.entry.kind === 'purge') evidence.push({ index, ...line.entry });
    } else if (line.purged === true) {
      purged.push(index);
    } else {
      refuse(`entry ${index} is neither there nor purged`);
    }
    leaves.push(leaf);
  }
  const covered = new Set();
  for (const { index, object, details } of evidence) {
    const text = Buffer.from(`purge of ${key.name}\n${object}\n`);
    if (!verifySignature(null, text, key.key, Buffer.from(details, 'base64')))
      refuse(`entry ${index} is no purge of this log's keeper`);
    if (!/^entries( \d+-\d+)*$/.test(object)) refuse(`entry ${index} is no evidence of a purge`);
    for (const range of object.split(' ').slice(1)) {
      const [first, last] = range.split('-').map(Number);
      if (first > last || last >= index) refuse(`entry ${index} speaks of what was not there yet`);
      for (let one = first; one <= last; ++one) covered.add(one);
    }
  }
  for (const index of purged) if (!covered.has(index)) refuse(`entry ${index} was deleted`);
  return { leaves, purged: purged.length };
}

// RFC 9162, 2.1.3.2
function checkInclusion(proof, leaf, index, size, root) {
  if (index >= size) refuse('a proof of what is not there');
  let fn = index;
  let sn = size - 1;
  let r = leaf;
  for (const p of proof) {
    if (sn === 0) refuse('an inclusion proof is too long');
    if (fn % 2 === 1 || fn === sn) {
      r = nodeHash(p, r);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      r = nodeHash(r, p);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  if (sn !== 0 || !r.equals(root)) refuse('an inclusion proof is wrong');
}

// RFC 9162, 2.1.4.2
function checkConsistency(given, first, second, firstRoot, secondRoot) {
  if (first === second) {
    if (given.length || !firstRoot.equals(secondRoot)) refuse('a consistency proof is wrong');
    return;
  }
  const proof = [...given];
  if (Number.isInteger(Math.log2(first))) proof.unshift(firstRoot);
  if (!proof.length) refuse('a consistency proof is empty');
  let fn = first - 1;
  let sn = second - 1;
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  let fr = proof[0];
  let sr = proof[0];
  for (const c of proof.slice(1)) {
    if (sn === 0) refuse('a consistency proof is too long');
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      sr = nodeHash(sr, c);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  if (sn !== 0 || !fr.equals(firstRoot) || !sr.equals(secondRoot))
    refuse('a consistency proof is wrong');
}

function verifyExport(lines, keyText, proofs) {
  const head = lines[0];
  const key = parseKey(keyText);
  if (head?.format !== 'aksis-audit/1') refuse('it is no export of an audit log');
  if (head.key !== keyText.trim()) refuse('it is signed with another key than the one trusted');
  if (!Number.isSafeInteger(head.size) || head.size < 0) refuse('its size is none');
  const { leaves, purged } = readLeaves(lines, head.size, key);
  const rootAt = treeOf(leaves);
  let number = 0;
  let size = 0;
  for (const line of lines.slice(head.size + 1)) {
    if (line.checkpoint !== ++number) refuse(`checkpoint ${number} is missing`);
    const said = openNote(line.note, key);
    if (said.size !== line.size || said.size <= size) refuse(`checkpoint ${number} does not grow`);
    if (said.size > head.size) refuse(`checkpoint ${number} is of a longer log: it was cut`);
    if (!said.root.equals(rootAt(said.size))) refuse(`checkpoint ${number} is of another log`);
    size = said.size;
  }
  if (!number) refuse('no checkpoint vouches for it');
  for (const one of proofs) {
    const root = hashOf(one.root);
    const proof = one.proof.map(hashOf);
    if (one.size > head.size || !root.equals(rootAt(one.size))) refuse('a proof is of another log');
    if (one.index !== undefined) {
      if (!hashOf(one.leaf).equals(leaves[one.index] ?? LEAF)) refuse('a proof is of another leaf');
      checkInclusion(proof, hashOf(one.leaf), one.index, one.size, root);
    } else {
      if (!(one.from >= 1 && one.from <= one.size)) refuse('a proof of no earlier log');
      if (!hashOf(one.from_root).equals(rootAt(one.from))) refuse('a proof of another beginning');
      checkConsistency(proof, one.from, one.size, hashOf(one.from_root), root);
    }
  }
  return { entries: head.size, purged, checkpoints: number, covered: size, proofs: proofs.length };
}

// Each changes what it is given in place.
function mutantsOf(original) {
  const flipHex = (hex) => hex.slice(0, 5) + (hex[5] === '0' ? '1' : '0') + hex.slice(6);
  const size = original.lines[0].size;
  const whole = original.lines.findIndex(
    (line) => line.entry?.kind === 'change' && line.index > 300,
  );
  const gone = original.lines.findIndex((line) => line.purged);
  const purge = original.lines.findIndex((line) => line.entry?.kind === 'purge');
  const note = size + 1;
  const out = {};
  for (const field of FIELDS)
    out[`${field} of an entry`] = ({ lines }) => {
      const entry = lines[whole].entry;
      if (field === 'at') entry.at += 1;
      else if (field === 'details') entry.details = 'AAAA';
      else if (field === 'salt') entry.salt = flipHex(entry.salt);
      else entry[field] += 'x';
    };
  const refit = (lines, at) => {
    lines[at].leaf = sha256(LEAF, canonical(lines[at].entry)).toString('hex');
  };
  const renumber = (lines) => {
    let index = 0;
    for (const line of lines) if (line.index !== undefined) line.index = index++;
    lines[0].size = index;
  };
  Object.assign(out, {
    'a leaf': ({ lines }) => (lines[whole].leaf = flipHex(lines[whole].leaf)),
    'the leaf of a purged entry': ({ lines }) => (lines[gone].leaf = flipHex(lines[gone].leaf)),
    'an entry with its leaf': ({ lines }) => {
      lines[whole].entry.actor = 'account:other';
      refit(lines, whole);
    },
    'an entry deleted': ({ lines }) => lines.splice(whole, 1),
    'an entry deleted, all renumbered': ({ lines }) => {
      lines.splice(whole, 1);
      renumber(lines);
    },
    'an entry inserted, all renumbered': ({ lines }) => {
      lines.splice(whole, 0, structuredClone(lines[whole]));
      renumber(lines);
    },
    'two entries swapped': ({ lines }) => {
      [lines[whole], lines[whole + 1]] = [lines[whole + 1], lines[whole]];
      renumber(lines);
    },
    'the end cut': ({ lines }) => {
      lines.splice(size - 50, 51);
      renumber(lines);
    },
    'a payload taken away': ({ lines }) => {
      delete lines[whole].entry;
      lines[whole].purged = true;
    },
    'the evidence of the purge taken away': ({ lines }) => {
      delete lines[purge].entry;
      lines[purge].purged = true;
    },
    'the evidence of the purge made wider': ({ lines }) => {
      lines[purge].entry.object = 'entries 0-400';
      refit(lines, purge);
    },
    'a purge forged after the last checkpoint': ({ lines }) => {
      const last = size; // the line of the last entry
      const { index } = lines[whole];
      delete lines[whole].entry;
      lines[whole].purged = true;
      Object.assign(lines[last].entry, {
        kind: 'purge',
        object: `entries ${index}-${index}`,
        details: lines[purge].entry.details,
      });
      refit(lines, last);
    },
    "a checkpoint's size": ({ lines }) =>
      (lines[note].note = lines[note].note.replace('\n270\n', '\n271\n')),
    "a checkpoint's filed size": ({ lines }) => (lines[note].size += 1),
    "a checkpoint's root": ({ lines }) => {
      const parts = lines[note].note.split('\n');
      parts[2] = (parts[2][0] === 'A' ? 'B' : 'A') + parts[2].slice(1);
      lines[note].note = parts.join('\n');
    },
    "a checkpoint's signature": ({ lines }) => {
      const parts = lines[note].note.split('\n');
      parts[4] = parts[4].slice(0, -8) + (parts[4].at(-8) === 'A' ? 'B' : 'A') + parts[4].slice(-7);
      lines[note].note = parts.join('\n');
    },
    "a checkpoint's origin": ({ lines }) => (lines[note].note = `x${lines[note].note}`),
    'a checkpoint deleted': ({ lines }) => lines.splice(note, 1),
    'all checkpoints deleted': ({ lines }) => lines.splice(note),
    'checkpoints swapped': ({ lines }) =>
      ([lines[note].note, lines[note + 1].note] = [lines[note + 1].note, lines[note].note]),
    'another key': ({ lines }) => {
      const [name, id, data] = lines[0].key.split('+');
      lines[0].key = [name, flipHex(id), data].join('+');
    },
    'another format': ({ lines }) => (lines[0].format = 'aksis-audit/2'),
    'a size too large': ({ lines }) => (lines[0].size += 1),
    'a member more': ({ lines }) => (lines[whole].entry.more = 'x'),
  });
  original.proofs.forEach((proof, number) => {
    if (proof.proof.length)
      out[`a hash of proof ${number}`] = ({ proofs }) =>
        (proofs[number].proof[0] = flipHex(proofs[number].proof[0]));
    out[`the root of proof ${number}`] = ({ proofs }) =>
      (proofs[number].root = flipHex(proofs[number].root));
    out[`proof ${number} longer`] = ({ proofs }) => proofs[number].proof.push(proofs[number].root);
  });
  return out;
}

function refusal(work) {
  try {
    work();
    return null;
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown.message;
    throw thrown;
  }
}

const MUTANTS_MIN = 20;
const mutating = process.argv[2] === '--mutants';
const [exportPath, keyPath, proofsPath] = process.argv.slice(mutating ? 3 : 2);
const original = {
  lines: readFileSync(exportPath, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line)),
  proofs: proofsPath ? JSON.parse(readFileSync(proofsPath, 'utf8')) : [],
};
const key = readFileSync(keyPath, 'utf8');

if (!mutating) {
  const why = refusal(() =>
    console.log(JSON.stringify(verifyExport(original.lines, key, original.proofs))),
  );
  if (why) {
    console.error(`refused: ${why}`);
    process.exit(1);
  }
} else {
  const mutants = Object.entries(mutantsOf(original));
  let accepted = 0;
  for (const [name, change] of mutants) {
    const mutant = structuredClone(original);
    change(mutant);
    const why = refusal(() => verifyExport(mutant.lines, key, mutant.proofs));
    if (why) continue;
    console.error(`accepted, and should not be: ${name}`);
    ++accepted;
  }
  console.log(`${mutants.length - accepted} of ${mutants.length} mutants refused`);
  if (accepted || mutants.length < MUTANTS_MIN) process.exit(1);
}
