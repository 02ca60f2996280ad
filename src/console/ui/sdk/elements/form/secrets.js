// Which fields of a form are secrets: shown as such, and never kept.
const SECRET = /password|passphrase|secret|nir|token|totp|^code$|otp/i;

export const isSecret = (name, schema, field) =>
  SECRET.test(name.split('.').at(-1)) ||
  Boolean(schema?.writeOnly ?? schema?.['x-sensitive'] ?? field?.sensitive);

/** The value without them. */
export function withoutSecrets(schema, value, fields, path = []) {
  if (Array.isArray(value))
    return value.map((it) => withoutSecrets(schema?.items, it, fields, path));
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => {
      const inner = schema?.properties?.[name];
      const full = [...path, name].join('.');
      return isSecret(full, inner, fields?.[full])
        ? []
        : [[name, withoutSecrets(inner, one, fields, [...path, name])]];
    }),
  );
}
