/** Work on many things that is begun ahead of who takes the results, in order. */

/** The results of `work` in the order of the items; at most `lanes` are under way. The first error is thrown in its turn. */
export async function* ahead<T, R>(items: Iterable<T> | AsyncIterable<T>, lanes: number, work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  for await (const item of items) {
    if (underWay.length >= lanes) yield await underWay.shift()!;
    const begun = work(item);
    // its error is met when its turn comes, if it comes
    begun.catch(() => undefined);
    underWay.push(begun);
  }
  for (const one of underWay) yield await one;
}
