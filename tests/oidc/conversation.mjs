// Talks with access_conversation: one JSON object a line each way, its log lines kept aside.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class Conversation {
  #child;
  #waiting = [];
  #log = [];

  constructor(program) {
    this.#child = spawn(program, { stdio: ['pipe', 'pipe', 'pipe'] });
    createInterface({ input: this.#child.stdout }).on('line', (line) =>
      this.#waiting.shift()?.(JSON.parse(line)),
    );
    createInterface({ input: this.#child.stderr }).on('line', (line) => this.#log.push(line));
    this.#child.on('exit', (code) => {
      for (const answer of this.#waiting) answer({ ok: false, message: `it ended with ${code}` });
    });
  }

  say(line) {
    return new Promise((answer) => {
      this.#waiting.push(answer);
      this.#child.stdin.write(`${JSON.stringify(line)}\n`);
    });
  }

  call(operation, input = {}, { session = '', cookie = '' } = {}) {
    return this.say({ operation, input, session, cookie });
  }

  // The log lines since it was asked last.
  async log() {
    await new Promise((done) => setImmediate(done));
    return this.#log.splice(0).join('\n');
  }

  end() {
    this.#child.stdin.end();
    return new Promise((done) => this.#child.on('exit', done));
  }
}

// Runs checks one after the other, tells each, and ends the process with their outcome.
export class Checks {
  #failed = 0;
  #passed = 0;

  check(what, holds, detail = '') {
    if (holds) this.#passed += 1;
    else {
      this.#failed += 1;
      console.error(
        `FAILED: ${what} ${typeof detail === 'string' ? detail : JSON.stringify(detail)}`,
      );
    }
  }

  end() {
    console.log(`${this.#passed} checks passed, ${this.#failed} failed`);
    process.exit(this.#failed || !this.#passed ? 1 : 0);
  }
}
