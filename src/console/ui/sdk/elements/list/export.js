// What is filtered, as a file for a spreadsheet, made in the browser from the rows the person may
// read.
import { t } from '../../core/i18n.js';
import { saveFile } from '../../core/save.js';
import { toast } from '../../core/toast.js';
import { sheetFile } from './xlsx.js';

// Not valueOf of table.js: to share it would cut the list in two files for every page with one.
const cellOf = (column, row) =>
  column.exportValue?.(row) ?? (column.value ? column.value(row) : row[column.id]) ?? '';

/** A cell that a spreadsheet would run as a formula is made text: it could send the sheet away. */
const guarded = (value) =>
  typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);

/** Semicolons and a byte order mark, as French spreadsheets open it. */
function csv(rows) {
  const quote = (value) => (/[";\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return `\uFEFF${rows.map((row) => row.map((it) => quote(guarded(it))).join(';')).join('\r\n')}\r\n`;
}

export async function exportRows(list, kind, event) {
  const button = event.currentTarget ?? event.target;
  button?.setAttribute('aria-busy', 'true');
  try {
    const columns = list.shownColumns;
    const rows = [columns.map((it) => it.label)];
    const found = await list.data.all();
    for (const row of found.rows) rows.push(columns.map((it) => cellOf(it, row)));
    const name = `${list.exportName}-${new Date().toISOString().slice(0, 10)}.${kind}`;
    if (kind === 'csv') saveFile(name, 'text/csv;charset=utf-8', csv(rows));
    else
      saveFile(
        name,
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        sheetFile(rows),
      );
    const count = found.rows.length;
    if (found.more) toast(t('el.list.exported_part', { count }), { kind: 'bad' });
    else toast(t('el.list.exported', { count }), { kind: 'good' });
  } catch (problem) {
    toast(problem.text ?? t('el.list.export_failed'), { kind: 'bad' });
  } finally {
    button?.removeAttribute('aria-busy');
  }
}
