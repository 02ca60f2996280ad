// The committed docs/openapi.json against the OpenAPI 3.1 schema, and the rules of our own: every
// operation has an id, a summary, a permission and says how it fails.
import { readFile } from 'node:fs/promises';
import { Validator } from '@seriousme/openapi-schema-validator';

const path = process.argv[2] ?? 'docs/openapi.json';
const document = JSON.parse(await readFile(path, 'utf8'));
const findings = [];
// Routes that any caller with a key may use: they say nothing of people or settings.
const ANY_CALLER = new Set(['GET /openapi.json', 'GET /version']);
// One's own session, factors and passkeys: whoever is signed in.
const OWN = /^\/(session|sessions|account)(\/|$)/;
// One's own console, each by name: what is set for others (/ui/layout/roles) needs a permission.
const OWN_CONSOLE = new Set([
  'GET /ui/contributions',
  'GET /ui/preferences',
  'PUT /ui/preferences/{name}',
  'GET /ui/layout',
  'PUT /ui/layout',
  'DELETE /ui/layout',
]);

const result = await new Validator().validate(structuredClone(document));
if (!result.valid) findings.push(`not valid OpenAPI: ${JSON.stringify(result.errors, null, 1)}`);

const seen = new Set();
for (const [route, methods] of Object.entries(document.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    if (!['get', 'put', 'post', 'delete', 'patch'].includes(method)) continue;
    const place = `${method.toUpperCase()} ${route}`;
    if (!operation.operationId) findings.push(`${place}: no operationId`);
    if (seen.has(operation.operationId)) findings.push(`${place}: operationId used twice`);
    seen.add(operation.operationId);
    if (!operation.summary) findings.push(`${place}: no summary`);
    const open = operation.security?.length === 0;
    if (
      !operation['x-permission'] &&
      !open &&
      !OWN.test(route) &&
      !ANY_CALLER.has(place) &&
      !OWN_CONSOLE.has(place)
    )
      findings.push(`${place}: no permission`);
    if (!Object.keys(operation.responses ?? {}).some((code) => code === 'default' || code >= '400'))
      findings.push(`${place}: no problem response`);
  }
}

if (findings.length) {
  console.error(findings.map((finding) => `${path}: ${finding}`).join('\n'));
  process.exit(1);
}
console.log(`${path}: ${seen.size} operations, valid OpenAPI ${document.openapi}`);
