/** Begins the next while this one is worked on, so that listing and reading go on side by side. */
export async function* oneAhead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  let next = ask(iterator);
  try {
    for (let result = await next; !result.done; result = await next) {
      next = ask(iterator);
      yield result.value;
    }
  } finally {
    // Whoever left early does not care how the next one ends.
    await next.catch(() => undefined);
    await iterator.return?.();
  }
}

/** A failure waits until it is asked for. */
function ask<T>(iterator: AsyncIterator<T>): Promise<IteratorResult<T>> {
  const next = iterator.next();
  next.catch(() => undefined);
  return next;
}
