// A question to the server and what came of it. A later one makes the answer to an earlier one void.

/**
 * @param {(...args: any[]) => Promise<any>} ask
 * @param {() => void} draw called when anything of it changed
 * @param {AbortSignal} signal of the contribution: nothing is drawn once it is off the page
 */
export function question(ask, draw, signal) {
  let turn = 0;
  const it = {
    data: undefined,
    problem: undefined,
    busy: false,
    async ask(...args) {
      const mine = ++turn;
      it.again = () => it.ask(...args);
      Object.assign(it, { busy: true, problem: undefined });
      draw();
      const end = (changes) => {
        if (mine !== turn || signal.aborted) return;
        Object.assign(it, { busy: false, ...changes });
        draw();
      };
      try {
        end({ data: await ask(...args) });
      } catch (problem) {
        end({ problem });
      }
    },
    /** Forgets the answer, and one that is still on its way. */
    clear() {
      ++turn;
      Object.assign(it, { data: undefined, problem: undefined, busy: false });
    },
  };
  return it;
}
