// What is typed survives a reload, in this tab alone, for who typed it and until it is sent or they
// sign out. Secrets are never kept.
import { session } from '../../core/session.js';

const SECRET = /password|passphrase|secret|nir|token|totp|^code$|otp/i;
const keyOf = (name) => `aksis.draft.${session.account?.id}.${name}`;

export const isSecret = (name, schema, field) =>
  SECRET.test(name.split('.').at(-1)) ||
  Boolean(schema?.writeOnly ?? schema?.['x-sensitive'] ?? field?.sensitive);

function without(schema, value, fields, path = []) {
  if (Array.isArray(value)) return value.map((it) => without(schema?.items, it, fields, path));
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => {
      const inner = schema?.properties?.[name];
      const full = [...path, name].join('.');
      return isSecret(full, inner, fields?.[full])
        ? []
        : [[name, without(inner, one, fields, [...path, name])]];
    }),
  );
}

export function keepDraft(name, schema, value, fields) {
  try {
    sessionStorage.setItem(keyOf(name), JSON.stringify(without(schema, value, fields)));
  } catch {
    // Full or forbidden: what is typed stays on the page only.
  }
}

export function readDraft(name) {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(name))) ?? undefined;
  } catch {
    return undefined;
  }
}

export const dropDraft = (name) => sessionStorage.removeItem(keyOf(name));
