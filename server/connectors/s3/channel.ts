/** Hands things from several makers to one taker, who decides how fast they come. */
export interface Channel<T> {
  /** Resolves when the taker has taken it, or will take no more. */
  put(value: T): Promise<void>;
  /** No more comes. */
  end(): void;
  fail(error: unknown): void;
  /** What was put, in the order in which it was. Leaving it lets all makers go. */
  taken(): AsyncGenerator<T>;
}

export function createChannel<T>(): Channel<T> {
  const waiting: { value: T; taken: () => void }[] = [];
  let ending: { error?: unknown } | undefined;
  let left = false;
  let wake = () => {};
  const finish = (how: { error?: unknown }) => {
    ending ??= how;
    wake();
  };
  return {
    put(value) {
      if (left || ending) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ value, taken: resolve });
      wake();
      return promise;
    },
    end: () => finish({}),
    fail: (error) => finish({ error }),
    async *taken() {
      try {
        for (;;) {
          if (ending && 'error' in ending) throw ending.error;
          const next = waiting.shift();
          if (next) {
            next.taken();
            yield next.value;
          } else if (ending) return;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        left = true;
        for (const { taken } of waiting) taken();
      }
    },
  };
}
