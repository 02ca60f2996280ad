// What is typed survives a reload, in this tab alone and until it is sent. Secrets are never kept.
const SECRET = /password|passphrase|secret|nir|token|totp|^code$|otp/i;
const PREFIX = 'aksis.draft.';

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
    sessionStorage.setItem(PREFIX + name, JSON.stringify(without(schema, value, fields)));
  } catch {
    // Full or forbidden: what is typed stays on the page only.
  }
}

export function readDraft(name) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + name)) ?? undefined;
  } catch {
    return undefined;
  }
}

export const dropDraft = (name) => sessionStorage.removeItem(PREFIX + name);
