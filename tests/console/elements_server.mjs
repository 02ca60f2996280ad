// Serves the built console's SDK and the gallery, under the policy of every page.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; " +
  "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html aksis";
const GALLERY_CSS =
  'body{padding:1rem;display:grid;gap:2.5rem;grid-template-columns:minmax(0,1fr)}' +
  'section.shown{max-width:70rem;width:100%;margin-inline:auto;min-width:0}h1{max-width:70rem;width:100%;margin-inline:auto}section.shown>h2{margin-bottom:1rem}';

/** @returns {Promise<{url: string, stop(): void}>} */
export async function serveGallery() {
  const out = mkdtempSync(join(tmpdir(), 'aksis-gallery-'));
  execFileSync('node', [join(here, '../../src/console/build.mjs'), out], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const app = readdirSync(join(out, 'ui/app'))[0];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    const answer = (type, body, status = 200) =>
      response
        .writeHead(status, { 'Content-Type': type, 'Content-Security-Policy': POLICY })
        .end(body);
    if (pathname.startsWith('/api/')) return answer('application/json', '{}');
    if (pathname === '/favicon.ico') return response.writeHead(204).end();
    if (pathname === '/gallery.css') return answer('text/css', GALLERY_CSS);
    try {
      if (pathname.startsWith('/texts/'))
        return answer(
          'application/json',
          readFileSync(join(out, 'ui/app', app, pathname.slice(7))),
        );
      if (pathname.startsWith('/elements_'))
        return answer('text/javascript', readFileSync(join(here, pathname)));
      const file = resolve(out, `.${pathname}`);
      if (file.startsWith(join(out, 'ui')))
        return answer(TYPES[extname(file)] ?? 'text/plain', readFileSync(file));
    } catch {
      return answer('text/plain', '', 404);
    }
    return answer('text/html; charset=utf-8', readFileSync(join(here, 'gallery.html')));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.close();
      rmSync(out, { recursive: true });
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log((await serveGallery()).url);
