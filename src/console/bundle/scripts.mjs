// Scripts and style sheets by esbuild. The shell and the screens take everything of the SDK from its
// address, so that one copy of Lit is on the page; importing Lit otherwise stops the build.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, relative } from 'node:path';

import * as esbuild from 'esbuild';

import { leaflet } from './leaflet.mjs';

const SDK = '/ui/sdk/1/aksis.js';
// Stands for the folder of the SDK's lazy parts until their hash is known.
const FOLDER = 'ffffffffffffffff';
const require = createRequire(import.meta.url);
const shared = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  splitting: true,
  write: false,
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'warning',
};

const outputs = (result, folder) =>
  new Map(
    result.outputFiles.map((file) => [relative(folder, file.path), Buffer.from(file.contents)]),
  );

async function css(entry) {
  const result = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    legalComments: 'none',
    charset: 'utf8',
    target: ['chrome120', 'firefox121', 'safari17'],
    logLevel: 'warning',
    // Pictures of libraries are not shipped: ours are drawn by ui/icons and custom properties.
    loader: { '.png': 'empty', '.svg': 'empty', '.gif': 'empty' },
  });
  return Buffer.from(result.outputFiles[0].contents);
}

// `import href from "css:leaflet/dist/leaflet.css"` or `"css:./board.css"`: the address of a style
// sheet of its own, for loadStyle(href).
const styles = (place) => ({
  name: 'styles',
  setup(build) {
    build.onResolve({ filter: /^css:/ }, ({ path, resolveDir }) => {
      const wanted = path.slice(4);
      const found =
        wanted.startsWith('.') || isAbsolute(wanted)
          ? join(resolveDir, wanted)
          : require.resolve(wanted, { paths: [resolveDir] });
      return { path: found, namespace: 'style' };
    });
    build.onLoad({ filter: /.*/, namespace: 'style' }, async ({ path }) => ({
      contents: `export default ${place(path, await css(path))};`,
      watchFiles: [path],
    }));
  },
});

const oneLit = {
  name: 'one-lit',
  setup(build) {
    build.onResolve({ filter: /^(lit|lit-html|lit-element|@lit\/.*)(\/|$)/ }, ({ importer }) => ({
      errors: [{ text: `${importer} imports Lit itself: take it from ${SDK}` }],
    }));
    build.onResolve({ filter: /^\/ui\/sdk\/1\/aksis\.js$/ }, () => ({ path: SDK, external: true }));
  },
};

// Every lazy part of the SDK leans on the whole of what is loaded already, so that this stays one file
// instead of one for each set of parts that share something.
const oneCore = (entry) => ({
  name: 'one-core',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ path, kind, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      return { path: join(resolveDir, path), namespace: 'lazy' };
    });
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
      contents: `import ${JSON.stringify(entry)}; export * from ${JSON.stringify(path)};`,
      resolveDir: dirname(path),
    }));
  },
});

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);
const stem = (path) => path.slice(path.lastIndexOf('/') + 1).replace(/\.css$/, '');

export async function sdkScripts(ui) {
  const extra = new Map();
  const place = (path, bytes) => {
    const name = `${FOLDER}/${stem(path)}.css`;
    extra.set(name, bytes);
    return JSON.stringify(`/ui/sdk/1/${name}`);
  };
  const result = await esbuild.build({
    ...shared,
    entryPoints: [join(ui, 'sdk/aksis.js')],
    outdir: join(ui, 'out'),
    chunkNames: `${FOLDER}/[name]-[hash]`,
    plugins: [leaflet, styles(place), oneCore(join(ui, 'sdk/aksis.js'))],
  });
  // Sheets are done in any order; the same files give the same name.
  const files = [...outputs(result, join(ui, 'out')), ...extra].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const folder = hash(Buffer.concat(files.map(([, bytes]) => bytes)));
  const named = (text) => String(text).replaceAll(FOLDER, folder);
  return new Map(files.map(([name, bytes]) => [named(name), Buffer.from(named(bytes))]));
}

export async function appScripts(ui) {
  const extra = new Map();
  const place = (path, bytes) => {
    const name = `${stem(path)}-${hash(bytes)}.css`;
    extra.set(name, bytes);
    return `new URL("./${name}", import.meta.url).href`;
  };
  const result = await esbuild.build({
    ...shared,
    entryPoints: [join(ui, 'shell/main.js')],
    outdir: join(ui, 'out'),
    chunkNames: '[name]-[hash]',
    plugins: [styles(place), oneLit],
  });
  return new Map([...outputs(result, join(ui, 'out')), ...extra]);
}

// The sheets of a folder as one: those named first and in this order, then the others by name.
export async function styleSheet(ui, folder, first = []) {
  const found = readdirSync(join(ui, folder))
    .filter((name) => name.endsWith('.css'))
    .sort();
  const ordered = [
    ...first.map((name) => `${name}.css`).filter((name) => found.includes(name)),
    ...found.filter((name) => !first.includes(name.slice(0, -4))),
  ];
  const sheets = [];
  for (const name of ordered) sheets.push(await css(join(ui, folder, name)));
  return Buffer.concat(sheets);
}
