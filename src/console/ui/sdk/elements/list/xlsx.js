// A workbook of one sheet: the five parts a spreadsheet needs, in a zip that stores without
// squeezing. Text is
// written as text, so that nothing in it can run as a formula.
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OPEN = 'http://schemas.openxmlformats.org';
const MAIN = `${OPEN}/spreadsheetml/2006/main`;
const OFFICE = `${OPEN}/officeDocument/2006/relationships`;
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const LONGEST = 32_767; // characters of a cell

const escaped = (value) =>
  String(value)
    .slice(0, LONGEST)
    .replace(FORBIDDEN, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

const cell = (value, style) =>
  typeof value === 'number' && Number.isFinite(value)
    ? `<c><v>${value}</v></c>`
    : `<c t="inlineStr"${style}><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;

function partsOf(rows) {
  const widths = rows[0].map((_, i) =>
    Math.min(60, Math.max(...rows.slice(0, 200).map((row) => String(row[i]).length)) + 2),
  );
  const relation = (id, type, target) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const relations = (inner) =>
    `${XML}<Relationships xmlns="${OPEN}/package/2006/relationships">${inner}</Relationships>`;
  const type = (part, name) =>
    `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${name}+xml"/>`;
  return {
    '[Content_Types].xml': `${XML}<Types xmlns="${OPEN}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${type(
      '/xl/workbook.xml',
      'sheet.main',
    )}${type('/xl/worksheets/sheet1.xml', 'worksheet')}${type('/xl/styles.xml', 'styles')}</Types>`,
    '_rels/.rels': relations(relation('r1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="aksis" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      relation('r1', 'worksheet', 'worksheets/sheet1.xml') + relation('r2', 'styles', 'styles.xml'),
    ),
    'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><cols>${widths
      .map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
      .join('')}</cols><sheetData>${rows
      .map((row, i) => `<row>${row.map((it) => cell(it, i ? '' : ' s="1"')).join('')}</row>`)
      .join('')}</sheetData></worksheet>`,
  };
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function checksum(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Fields of a zip record: [bytes, value] in little endian. */
function record(...fields) {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)));
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

/** @param {(string | number)[][]} rows the first holds the headings @returns {Blob} */
export function sheetFile(rows) {
  const encoder = new TextEncoder();
  const body = [];
  const directory = [];
  let offset = 0;
  const parts = Object.entries(partsOf(rows));
  for (const [name, words] of parts) {
    const path = encoder.encode(name);
    const bytes = encoder.encode(words);
    // Version 2.0, names in UTF-8, stored, 1 January 1980: the same rows give the same file.
    const shared = [
      [2, 20],
      [2, 0x800],
      [2, 0],
      [2, 0],
      [2, 0x21],
      [4, checksum(bytes)],
      [4, bytes.length],
      [4, bytes.length],
      [2, path.length],
      [2, 0],
    ];
    const head = record([4, 0x04034b50], ...shared);
    directory.push(
      record([4, 0x02014b50], [2, 20], ...shared, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
      path,
    );
    body.push(head, path, bytes);
    offset += head.length + path.length + bytes.length;
  }
  const size = directory.reduce((sum, it) => sum + it.length, 0);
  return new Blob([
    ...body,
    ...directory,
    record(
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, parts.length],
      [2, parts.length],
      [4, size],
      [4, offset],
      [2, 0],
    ),
  ]);
}
