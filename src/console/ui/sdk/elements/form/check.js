// Every fault at once, in the words the field will show; the server checks again and has the last
// word.
import { date, number } from '../../core/formats.js';
import { t } from '../../core/i18n.js';
import { isNullable, kindOf, MOST, pointerOf } from './schema.js';

const blank = (value) => value === undefined || value === null || value === '';

function textFault(schema, value) {
  const length = [...value].length;
  const most = schema.maxLength ?? MOST;
  if (length > most) return t('el.form.too_long', { length: number(length), most: number(most) });
  if (length < (schema.minLength ?? 0)) return t('el.form.too_short', { least: schema.minLength });
  if (schema.format === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return t('el.form.date');
  if (schema.format === 'uuid' && !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value))
    return t('el.form.pattern');
  if (!schema.pattern) return undefined;
  try {
    return new RegExp(schema.pattern, 'u').test(value) ? undefined : t('el.form.pattern');
  } catch {
    return undefined; // A pattern of RE2 that the browser cannot read: the server tells.
  }
}

function numberFault(schema, kind, value) {
  if (typeof value !== 'number' || Number.isNaN(value)) return t('el.form.number');
  if (kind === 'integer' && !Number.isInteger(value)) return t('el.form.integer');
  const { minimum: least, maximum: most } = schema;
  if (value >= (least ?? -Infinity) && value <= (most ?? Infinity)) return undefined;
  const bound = (it) => number(it);
  if (least === undefined) return t('el.form.at_most', { most: bound(most) });
  return most === undefined
    ? t('el.form.at_least', { least: bound(least) })
    : t('el.form.between', { least: bound(least), most: bound(most) });
}

function listFault(schema, value) {
  if (value.length < (schema.minItems ?? 0))
    return t('el.form.min_items', { least: schema.minItems });
  if (value.length > (schema.maxItems ?? Infinity))
    return t('el.form.max_items', { most: schema.maxItems });
  if (schema.uniqueItems && new Set(value.map((it) => JSON.stringify(it))).size < value.length)
    return t('el.form.twice');
  return undefined;
}

/** @returns {{pointer: string, message: string}[]} */
export function faults(schema, value, path = [], required = true, fields = {}) {
  const kind = kindOf(schema);
  const at = (message) => (message ? [{ pointer: pointerOf(path), message }] : []);
  if (kind === 'object') {
    // A part that may be left out is checked once something of it was written.
    if (!required && Object.values(value ?? {}).every((it) => blank(it) || it?.length === 0))
      return [];
    return Object.entries(schema.properties ?? {}).flatMap(([name, one]) =>
      fields[name]?.hidden
        ? []
        : faults(one, value?.[name], [...path, name], schema.required?.includes(name) ?? false),
    );
  }
  if (['objects', 'list', 'choices'].includes(kind)) {
    const items = value ?? [];
    if (required && !items.length && schema.minItems) return at(t('el.form.needed'));
    return [
      ...(required || items.length ? at(listFault(schema, items)) : []),
      ...items.flatMap((it, i) => (blank(it) ? [] : faults(schema.items ?? {}, it, [...path, i]))),
    ];
  }
  if (blank(value))
    return required && !isNullable(schema) && kind !== 'boolean'
      ? at(t(kind === 'enum' ? 'el.form.choose' : 'el.form.needed'))
      : [];
  if (kind === 'integer' || kind === 'number') return at(numberFault(schema, kind, value));
  return ['text', 'long', 'date'].includes(kind) ? at(textFault(schema, String(value))) : [];
}

/** What a field expects, said before anybody errs. */
export function expected(schema) {
  const kind = kindOf(schema);
  if (
    (kind === 'integer' || kind === 'number') &&
    schema.minimum !== undefined &&
    schema.maximum !== undefined
  )
    return t('el.form.between', { least: number(schema.minimum), most: number(schema.maximum) });
  return kind === 'date' && schema.examples?.[0]
    ? t('el.form.example', { example: date(schema.examples[0]) })
    : undefined;
}
