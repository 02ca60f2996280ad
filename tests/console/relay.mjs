// What stands between a browser and the server, and can fail as a network does: everything cut, or
// answers lost while what is sent arrives.
import net from 'node:net';

export class Relay {
  #server = net.createServer((near) => this.#join(near));
  #pairs = new Set();
  #state = 'open';

  /** Its own address, for the server to be known by. */
  static async start() {
    const relay = new Relay();
    await new Promise((done) => relay.#server.listen(0, 'localhost', done));
    relay.url = `http://localhost:${relay.#server.address().port}`;
    return relay;
  }

  /** Where what comes here goes. */
  leadTo(url) {
    this.to = Number(new URL(url).port);
  }

  #join(near) {
    if (this.#state === 'cut') return near.destroy();
    const far = net.connect(this.to, '127.0.0.1');
    const pair = [near, far];
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      pair.forEach((one) => one.destroy());
    };
    pair.forEach((one) => one.on('error', end).on('close', end));
    near.on('data', (bytes) => far.write(bytes));
    return far.on('data', (bytes) => this.#state === 'open' && near.write(bytes));
  }

  /** Every connection ends, and none is made. */
  cut() {
    this.#state = 'cut';
    for (const pair of this.#pairs) pair.forEach((one) => one.resetAndDestroy());
  }

  /** What is sent arrives; no answer does. */
  loseAnswers() {
    this.#state = 'deaf';
  }

  mend() {
    this.#state = 'open';
  }

  stop() {
    this.cut();
    this.#server.close();
  }
}
