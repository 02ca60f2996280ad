// Packs the built console in one file that the server embeds: `node pack.mjs FOLDER FILE`. Each
// file is compressed here, once and as well as can be, so that a start compresses nothing. The form
// is described in src/http/pack.hpp.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const MARK = 'AKSISPK1';
const COMPRESSED_FROM = 512; // bytes; below, the fields weigh more than the gain
const COMPRESSIBLE = /\.(html|css|js|mjs|json|svg|txt|webmanifest|map)$/;
const ETAG_DIGITS = 32;

function number(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function smaller(compressed, plain) {
  return compressed.length < plain.length ? compressed : Buffer.alloc(0);
}

function brotli(plain) {
  return brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
}

/** The five pieces of a file: path, etag, plain, gzip, brotli. */
function pieces(folder, name) {
  const plain = readFileSync(join(folder, name));
  const etag = createHash('sha256').update(plain).digest('hex').slice(0, ETAG_DIGITS);
  const worth = plain.length >= COMPRESSED_FROM && COMPRESSIBLE.test(name);
  return [
    Buffer.from(`/${name}`),
    Buffer.from(etag),
    plain,
    worth ? smaller(gzipSync(plain, { level: 9 }), plain) : Buffer.alloc(0),
    worth ? smaller(brotli(plain), plain) : Buffer.alloc(0),
  ];
}

function filesOf(folder, below = '') {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return filesOf(folder, name);
    return entry.isFile() ? [name] : [];
  });
}

const [folder, target] = process.argv.slice(2);
if (!target) {
  console.error('usage: node pack.mjs FOLDER FILE');
  process.exit(2);
}
// In one order, so that the same files give the same bytes.
const files = filesOf(folder)
  .sort()
  .map((name) => pieces(folder, name));
writeFileSync(
  target,
  Buffer.concat([
    Buffer.from(MARK),
    number(files.length),
    ...files.flatMap((file) => file.map((piece) => number(piece.length))),
    ...files.flat(),
  ]),
);
