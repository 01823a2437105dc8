/**
 * A listing by many at once: each lists a stretch of the keys, and whoever is done takes a part of another's rest. Exact
 * whatever is guessed: a stretch is cut at a key that it has not reached, and every page is held against both its ends.
 */
import { DatapinError, throwIfCancelled } from '../../core/errors.ts';
import { type Channel, createChannel } from './channel.ts';
import { compareListed } from './encodedKey.ts';
import type { Marker, Page, PageItem, Pages } from './pages.ts';
import { cutsOf, NoEntry } from './splitting.ts';

export interface StretchOptions {
  /** Where all keys begin. */
  prefix: string;
  signal: AbortSignal | undefined;
  /** Requests in flight, at most. */
  lanes: number;
}

/** Pages that come one after another before it is worth asking where to cut. */
const patience = 3;

interface Stretch {
  /** The key after which it begins. */
  readonly start: string | undefined;
  /** The last key that belongs to it. */
  until: string | undefined;
  next: Marker | undefined;
  /** Where it has got to: no key after this one was given. */
  reached: PageItem | undefined;
  /** First and last key of the page that came last. */
  span: { first: string; last: string } | undefined;
  /** Pages since it was last looked at for a cut, and how many are needed for the next look. */
  pages: number;
  needed: number;
}

interface Work {
  pages: Pages;
  options: StretchOptions;
  signal: AbortSignal;
  out: Channel<PageItem[]>;
  waiting: Stretch[];
  active: Set<Stretch>;
  running: number;
  cutting: boolean;
  /** Cutting is of use: the store lists in order and can be entered at a key. */
  cuttable: boolean;
  /** It has been cut, so that every page must be in order. */
  cut: boolean;
  listed: number;
  asked: number;
}

/** Everything from `first` on, in any order, page by page. Nobody is more than a page ahead of who reads. */
export async function* listStretches(pages: Pages, first: Page, options: StretchOptions): AsyncGenerator<PageItem[]> {
  const left = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
  const work: Work = {
    pages,
    options,
    signal,
    out: createChannel(),
    waiting: [],
    active: new Set(),
    running: 0,
    cutting: false,
    cuttable: true,
    cut: false,
    listed: 0,
    asked: 0,
  };
  // without a signal of its own a reader who leaves would still pay for what was asked ahead
  const cancel = () => work.out.fail(signal.reason);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const whole = stretch({ start: undefined, until: undefined });
    whole.next = first.next;
    const items = accept(work, whole, first);
    if (whole.next) begin(work, whole);
    else work.out.end();
    yield items;
    yield* work.out.taken();
  } finally {
    signal.removeEventListener('abort', cancel);
    left.abort();
    throwIfCancelled(options.signal);
  }
}

function stretch({ start, until }: Pick<Stretch, 'start' | 'until'>): Stretch {
  return {
    start,
    until,
    next: start === undefined ? {} : { after: start },
    reached: undefined,
    span: undefined,
    pages: 0,
    needed: patience,
  };
}

/** Lists one stretch after another until none waits. */
function begin(work: Work, mine: Stretch): void {
  work.running++;
  const lane = async () => {
    for (let next: Stretch | undefined = mine; next; next = work.waiting.shift()) await listStretch(work, next);
  };
  lane()
    .then(() => {
      work.running--;
      if (work.running === 0 && work.waiting.length === 0) work.out.end();
      else share(work);
    })
    .catch((error: unknown) => work.out.fail(error));
}

async function listStretch(work: Work, mine: Stretch): Promise<void> {
  work.active.add(mine);
  while (mine.next) {
    const page = await work.pages.page(mine.next, work.signal);
    mine.next = page.next;
    const items = accept(work, mine, page);
    const taken = items.length > 0 ? work.out.put(items) : undefined;
    share(work);
    // the next page is asked for while this one is used, and not before
    await taken;
  }
  work.active.delete(mine);
}

/** What of a page belongs to its stretch, whose end is reached where it does not. */
function accept(work: Work, mine: Stretch, page: Page): PageItem[] {
  work.listed++;
  mine.pages++;
  const { items, last } = page;
  if (!inOrder(items)) {
    if (work.cut) throw disorder();
    work.cuttable = false;
  }
  const [first] = items;
  if (last) mine.reached = last;
  if (first && last && 'key' in first && 'key' in last) mine.span = { first: first.key, last: last.key };
  const { start, until } = mine;
  const ended = until !== undefined && last !== undefined && compareListed(last, until) > 0;
  if (ended) mine.next = undefined;
  const late = start !== undefined && first !== undefined && compareListed(first, start) <= 0;
  if (!ended && !late) return items;
  return items.filter(
    (item) => (until === undefined || compareListed(item, until) <= 0) && (start === undefined || compareListed(item, start) > 0),
  );
}

/** Finds work for lanes that have none. One looks at a time. */
function share(work: Work): void {
  const idle = work.options.lanes - work.running;
  if (!work.cuttable || work.cutting || idle <= 0 || work.waiting.length > 0) return;
  // questions cost much less than pages, but not nothing
  if (work.asked > 64 + work.listed / 4) return;
  const [rest] = [...work.active].filter(({ next, pages, needed }) => next && pages >= needed).sort((a, b) => b.pages - a.pages);
  if (!rest) return;
  work.cutting = true;
  cutStretch(work, rest, idle)
    .catch((error: unknown) => {
      // without an answer it goes on as it is: what is wrong with the store, its pages tell
      if (!(error instanceof NoEntry) && !(error instanceof DatapinError)) throw error;
      work.cuttable = false;
    })
    .then(() => {
      work.cutting = false;
      if (work.running > 0) share(work);
    })
    .catch((error: unknown) => {
      if (work.running > 0) work.out.fail(error);
    });
}

async function cutStretch(work: Work, rest: Stretch, wanted: number): Promise<void> {
  rest.pages = 0;
  if (!rest.span) return;
  const { until } = rest;
  const firstAfter = (key: string) => {
    work.asked++;
    return work.pages.firstAfter(key, work.signal);
  };
  const probing = { firstAfter, lanes: Math.min(16, work.options.lanes), wanted };
  for await (const cuts of cutsOf({ prefix: work.options.prefix, page: rest.span, until }, probing)) {
    const useful = cuts.filter((cut) => compareListed(rest.reached!, cut) < 0);
    // it may have come further, or to its end, meanwhile
    if (useful.length === 0 || !rest.next || !work.cuttable) break;
    work.cut = true;
    const starts = useful.map((start, i) => stretch({ start, until: useful[i + 1] ?? rest.until }));
    rest.until = useful[0];
    work.waiting.push(...starts);
    while (work.waiting.length > 0 && work.running < work.options.lanes) begin(work, work.waiting.shift()!);
  }
  if (rest.until === until) rest.needed *= 2;
}

function inOrder(items: readonly PageItem[]): boolean {
  for (let i = 1; i < items.length; i++) {
    const a = items[i - 1]!;
    const b = items[i]!;
    if ('key' in b && compareListed(a, b.key) >= 0) return false;
  }
  return true;
}

function disorder(): DatapinError {
  return new DatapinError('s3.failed', 'The store lists its keys in no order.', { hint: 'Show this to whoever runs the store.' });
}
