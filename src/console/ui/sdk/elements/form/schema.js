// What a JSON Schema (the subset of docs/modules/schemas.md) asks a form to show.
import { text } from '../../core/i18n.js';

const LONG = 200; // characters from which a text gets several lines
/** No field takes more than this, whatever its schema forgot to say. */
export const MOST = 100_000;

const typesOf = (schema) => [schema.type ?? []].flat();
export const isNullable = (schema) => typesOf(schema).includes('null');

/** The choices of an enum, or of a oneOf of constants with titles. */
export function optionsOf(schema) {
  const values = schema.enum ?? schema.oneOf?.map((it) => it.const);
  if (!values || values.includes(undefined)) return undefined;
  return values
    .filter((it) => it !== null)
    .map((value) => {
      const one = schema.oneOf?.find((it) => it.const === value);
      return { value, label: one?.title ? text(one.title) : String(value) };
    });
}

/**
 * @returns
 * {"object"|"objects"|"choices"|"list"|"enum"|"boolean"|"integer"|"number"|"date"|"long"|"text"|"constant"}
 */
export function kindOf(schema) {
  if ('const' in schema) return 'constant';
  if (optionsOf(schema)) return 'enum';
  const type =
    typesOf(schema).find((it) => it !== 'null') ?? (schema.properties ? 'object' : 'string');
  if (type === 'array') {
    const inner = kindOf(schema.items ?? {});
    return inner === 'object' ? 'objects' : inner === 'enum' ? 'choices' : 'list';
  }
  if (type !== 'string') return type;
  if (schema.format === 'date') return 'date';
  return schema.maxLength >= LONG ? 'long' : 'text';
}

/** What a new value of a schema is: its defaults; lists are empty. */
export function initial(schema) {
  if ('default' in schema) return structuredClone(schema.default);
  if ('const' in schema) return schema.const;
  const kind = kindOf(schema);
  if (kind === 'object') {
    const made = Object.entries(schema.properties ?? {}).map(([name, one]) => [name, initial(one)]);
    return Object.fromEntries(made.filter(([, value]) => value !== undefined));
  }
  return ['objects', 'list', 'choices'].includes(kind) ? [] : undefined;
}

export const pointerOf = (path) =>
  path.map((it) => `/${String(it).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
/** The path without places in lists: what labels and fields are named by. */
export const nameOf = (path) => path.filter((it) => typeof it !== 'number').join('.');

export const get = (value, path) => path.reduce((at, key) => at?.[key], value);

/** The same value with one place changed; undefined takes a member away. */
export function set(value, [key, ...rest], to) {
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const next = rest.length
    ? set(copy[key] ?? (typeof rest[0] === 'number' ? [] : {}), rest, to)
    : to;
  if (next === undefined && !Array.isArray(copy)) delete copy[key];
  else copy[key] = next;
  return copy;
}

/** What is sent: without empty objects that are not asked for, and without empty lines of lists. */
export function cleaned(schema, value) {
  const kind = kindOf(schema);
  if (kind === 'object' && value) {
    const entries = Object.entries(value).map(([name, one]) => {
      const inner = schema.properties?.[name];
      const clean = inner ? cleaned(inner, one) : one;
      const hollow = inner && kindOf(inner) === 'object' && !Object.keys(clean ?? {}).length;
      return [name, hollow && !schema.required?.includes(name) ? undefined : clean];
    });
    return Object.fromEntries(entries.filter(([, one]) => one !== undefined));
  }
  if (kind === 'list') return value?.filter((it) => it !== undefined && it !== '');
  if (kind === 'objects') return value?.map((one) => cleaned(schema.items, one));
  return value;
}
