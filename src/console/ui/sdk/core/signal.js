// A list of listeners; adding one gives what takes it off again.

/** @template T @returns {{add(fn: (value: T) => void, options?: {signal?: AbortSignal}): () => void, tell(value: T): void}} */
export function signal() {
  const listeners = new Set();
  return {
    add(fn, { signal: ends } = {}) {
      if (ends?.aborted) return () => {};
      listeners.add(fn);
      const remove = () => listeners.delete(fn);
      ends?.addEventListener('abort', remove, { once: true });
      return remove;
    },
    tell(value) {
      // One listener's fault is not the others'.
      for (const fn of [...listeners]) {
        try {
          fn(value);
        } catch (error) {
          reportError(error);
        }
      }
    },
  };
}
