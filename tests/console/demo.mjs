// The demo agency served by the real binary: made once for a binary, copied for each test.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const STARTS_WITHIN_MS = 120_000;
const LOOK_AGAIN_MS = 500;
const ACCOUNT = /^ {2}(\w+) +(\w+) +([0-9a-f]{20,}) +([A-Z2-7]{32,})$/gm;

function freePort() {
  return new Promise((done) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Serves a folder; resolves when ready, with what it printed so far. */
async function serve(binary, folder, { settings = {}, through = [] } = {}) {
  const port = await freePort();
  // By name: passkeys are for a name, never for a bare address.
  const url = `http://localhost:${port}`;
  const assets = process.env.AKSIS_CONSOLE_ASSETS;
  const [program, ...words] = [
    ...through,
    binary,
    'demo',
    '--folder',
    folder,
    ...(assets ? ['--assets', assets] : []),
  ];
  const child = spawn(program, words, {
    env: {
      ...process.env,
      LANG: 'C.UTF-8',
      AKSIS_SERVER__PORT: String(port),
      AKSIS_SERVER__PUBLIC_URL: url,
      ...(typeof settings === 'function' ? await settings(url) : settings),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const served = { child, port, url, log: '' };
  await new Promise((ready, failed) => {
    const late = setTimeout(() => failed(new Error(`not ready:\n${served.log}`)), STARTS_WITHIN_MS);
    const read = (bytes) => {
      served.log += bytes;
      if (!/^ready /m.test(served.log)) return;
      clearTimeout(late);
      ready();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => failed(new Error(`ended with ${code}:\n${served.log}`)));
  });
  return served;
}

async function end({ child }) {
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
}

/** Accounts stand in what the first start prints, and nowhere after. */
async function makeTemplate(binary, place) {
  const folder = join(place, 'data');
  const served = await serve(binary, folder);
  for (let turn = 0; turn < 40 && ![...served.log.matchAll(ACCOUNT)].length; ++turn)
    await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS / 2));
  const accounts = Object.fromEntries(
    [...served.log.matchAll(ACCOUNT)].map(([, login, role, password, secret]) => [
      login,
      { login, role, password, secret },
    ]),
  );
  await end(served);
  writeFileSync(join(place, 'accounts.json'), JSON.stringify(accounts));
}

async function template(binary) {
  const { mtimeMs, size } = statSync(binary);
  const mark = createHash('sha256')
    .update(`${binary} ${mtimeMs} ${size}`)
    .digest('hex')
    .slice(0, 16);
  const place = join(tmpdir(), `aksis-console-demo-${mark}`);
  const making = `${place}.making`;
  while (!existsSync(place)) {
    try {
      mkdirSync(making);
    } catch {
      // Another test makes it; one that died leaves it for nobody.
      if (Date.now() - statSync(making, { throwIfNoEntry: false })?.mtimeMs > 2 * STARTS_WITHIN_MS)
        rmSync(making, { recursive: true, force: true });
      await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
      continue;
    }
    try {
      await makeTemplate(binary, making);
      renameSync(making, place);
    } catch (error) {
      rmSync(making, { recursive: true, force: true });
      throw error;
    }
  }
  return place;
}

export class Demo {
  /**
   * @param {string} binary
   * @param {Record<string, string> | ((url: string) => Promise<Record<string, string>>)} settings
   *   environment of the server, or what makes it once its address is known
   * @param {string[]} through what runs it: a command that the binary and its words are added to
   */
  static async start(binary, settings, through) {
    const made = await template(binary);
    const folder = mkdtempSync(join(tmpdir(), 'aksis-console-'));
    cpSync(join(made, 'data'), folder, { recursive: true });
    const demo = new Demo();
    demo.binary = binary;
    demo.folder = folder;
    demo.settings = { settings, through };
    demo.accounts = JSON.parse(readFileSync(join(made, 'accounts.json'), 'utf8'));
    demo.agent = new http.Agent({ keepAlive: true });
    await demo.#serve();
    return demo;
  }

  async #serve() {
    this.served = await serve(this.binary, this.folder, this.settings);
    ({ port: this.port, url: this.url } = this.served);
  }

  get log() {
    return this.served.log;
  }

  async stop() {
    this.agent.destroy();
    await end(this.served);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
