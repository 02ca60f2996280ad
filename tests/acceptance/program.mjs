// The real program on a data folder of its own, served on loopback, and browsers that call it.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const STARTS_WITHIN_MS = 60_000;
const PATIENCE = 30;

export class Program {
  constructor(binary, settings = {}) {
    this.binary = binary;
    this.folder = mkdtempSync(join(tmpdir(), 'aksis-acceptance-'));
    this.settings = settings;
  }

  get environment() {
    const out = { ...process.env, AKSIS_DATA__FOLDER: this.folder, AKSIS_SERVER__PORT: '0' };
    for (const [name, value] of Object.entries(this.settings)) out[name] = String(value);
    return out;
  }

  command(...words) {
    const text = execFileSync(this.binary, [...words, '--json'], {
      env: this.environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return text.trim() ? JSON.parse(text) : undefined;
  }

  async start() {
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
    this.process = spawn(this.binary, ['serve'], {
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.log = '';
    await new Promise((ready, failed) => {
      const late = setTimeout(() => failed(new Error(`not ready:\n${this.log}`)), STARTS_WITHIN_MS);
      const read = (bytes) => {
        this.log += bytes;
        const found =
          this.log.match(/"url":"http:\/\/([^":/]+):(\d+)/) ??
          this.log.match(/http:\/\/(127\.0\.0\.1):(\d+)/);
        if (!found || !/ready/.test(this.log)) return;
        this.port = Number(found[2]);
        clearTimeout(late);
        ready();
      };
      this.process.stdout.on('data', read);
      this.process.stderr.on('data', read);
      this.process.on('exit', (code) => failed(new Error(`ended with ${code}:\n${this.log}`)));
    });
  }

  async stop() {
    if (!this.process) return;
    this.agent.destroy();
    const ended = new Promise((done) => this.process.once('exit', done));
    this.process.kill('SIGTERM');
    await ended;
    this.process = undefined;
  }

  // Rows of the closed file, as the audit keeps them.
  rows(sql) {
    const text = execFileSync(
      'sqlite3',
      ['-readonly', '-json', join(this.folder, 'aksis.db'), sql],
      {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      },
    );
    return text.trim() ? JSON.parse(text) : [];
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// Keeps cookies as a browser does; with a key it is a program.
export class Caller {
  constructor(program, key) {
    this.program = program;
    this.key = key;
    this.cookies = new Map();
  }

  call(method, path, body) {
    const headers = { Accept: 'application/json' };
    if (this.key) headers.Authorization = `Bearer ${this.key}`;
    else headers['Sec-Fetch-Site'] = 'same-origin';
    if (this.cookies.size)
      headers.Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const text = body === undefined ? undefined : JSON.stringify(body);
    if (text !== undefined) {
      headers['Content-Type'] = 'application/json';
      headers['Content-Length'] = Buffer.byteLength(text);
    }
    return new Promise((done, failed) => {
      const request = http.request(
        {
          host: '127.0.0.1',
          port: this.program.port,
          method,
          path: `/api/v1${path}`,
          headers,
          agent: this.program.agent,
        },
        (response) => {
          let answer = '';
          response.setEncoding('utf8');
          response.on('data', (part) => (answer += part));
          response.on('end', () => {
            for (const cookie of response.headers['set-cookie'] ?? []) {
              const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
              if (value) this.cookies.set(name, value);
              else this.cookies.delete(name);
            }
            done({
              status: response.statusCode,
              id: response.headers['x-request-id'],
              wait: response.headers['retry-after'],
              body: answer ? JSON.parse(answer) : undefined,
            });
          });
        },
      );
      request.on('error', failed);
      request.end(text);
    });
  }

  // Waits as it is told where the pace of strangers is limited.
  async patiently(method, path, body) {
    let answer = await this.call(method, path, body);
    for (let turn = 0; answer.status === 429 && turn < PATIENCE; ++turn) {
      await new Promise((done) => setTimeout(done, 1000 * Number(answer.wait ?? 1)));
      answer = await this.call(method, path, body);
    }
    return answer;
  }

  async ok(method, path, body) {
    const answer = await this.patiently(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

export function totp(secret, secondsAgo = 0) {
  const at = new Date(Date.now() - secondsAgo * 1000).toISOString().replace(/\.\d+Z$/, ' UTC');
  return execFileSync('oathtool', ['--totp', '-b', secret, '-N', at.replace('T', ' ')], {
    encoding: 'utf8',
  }).trim();
}

// `work` on each item, `width` at a time; stops at the end of the items only.
export async function inParallel(items, width, work) {
  let next = 0;
  const lane = async (number) => {
    while (next < items.length) await work(items[next++], number);
  };
  await Promise.all(Array.from({ length: width }, (_, number) => lane(number)));
}

// The same order each time it runs.
export function shuffled(items, seed) {
  const out = [...items];
  let state = seed >>> 0 || 1;
  for (let i = out.length - 1; i > 0; --i) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}
