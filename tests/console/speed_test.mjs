// The first thing is on the screen within a second on a machine four times slower, and nothing that is
// read before it waits for another file to be read.
import { consoleTest } from './harness.mjs';

const SLOWER = 4;
const PAINTED_WITHIN_MS = 1000;
const ROUNDS = 3;

await consoleTest(async (run) => {
  for (const login of [undefined, 'camille']) {
    const times = [];
    for (let round = 0; round < ROUNDS; ++round) {
      const page = await run.page(login, { width: 390 });
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
      await run.open(page, '/');
      times.push(
        await page.evaluate(
          () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity,
        ),
      );
      await page.context().close();
    }
    // The best of a few: other work on the machine is not ours.
    const best = Math.round(Math.min(...times));
    run.check(
      `first paint ${login ? 'of the frame' : 'of the sign-in'}: ${best} ms`,
      best <= PAINTED_WITHIN_MS,
      times.map(Math.round),
    );
  }
});
