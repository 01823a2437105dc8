/** Logs for views that poll: each is followed once, and what came since the last look is handed out. */
import type { LogLine } from '../core/engine.ts';

export interface LogPart {
  text: string;
  /** Where the next part begins, in characters. */
  offset: number;
  /** No more will come. */
  ended: boolean;
}

export interface LogReaders {
  /** The next part from an offset on; waits a moment for it when there is nothing yet. */
  read(id: string, offset: number): Promise<LogPart>;
  close(): void;
}

type Follow = (id: string, signal: AbortSignal) => AsyncIterable<LogLine>;

/** Characters of a part, and of what is kept until it is asked for. */
const part = 500_000;
/** Milliseconds to wait for something to show, without more of which it is shown, and to go on reading for nobody. */
const patience = 150;
const quiet = 15;
const idle = 30_000;

export function createLogReaders(follow: Follow): LogReaders {
  const readers = new Map<string, Reader>();
  const drop = (id: string) => {
    readers.get(id)?.stop();
    readers.delete(id);
  };
  return {
    async read(id, offset) {
      // somebody else reads the log from another place: it is followed anew
      if (readers.has(id) && readers.get(id)!.offset !== offset) drop(id);
      const reader = readers.get(id) ?? startReading(id, follow, () => drop(id));
      readers.set(id, reader);
      try {
        await reader.skipTo(offset);
        const found = reader.take();
        if (found.ended) drop(id);
        return found;
      } catch (error) {
        drop(id);
        throw error;
      }
    },
    close() {
      for (const id of readers.keys()) drop(id);
    },
  };
}

interface Reader {
  /** Up to where it was handed out. */
  readonly offset: number;
  skipTo(offset: number): Promise<void>;
  take(): LogPart;
  stop(): void;
}

function startReading(id: string, follow: Follow, forget: () => void): Reader {
  const abort = new AbortController();
  let offset = 0;
  let pending = '';
  let ended = false;
  let failure: unknown;
  let timer = setTimeout(forget, idle);
  const waiting = new Set<() => void>();
  const moved = () => new Promise<void>((resolve) => waiting.add(resolve));
  const wake = () => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  const pump = async () => {
    for await (const { text } of follow(id, abort.signal)) {
      pending += `${text}\n`;
      wake();
      while (pending.length > part && !abort.signal.aborted) await moved();
      if (abort.signal.aborted) return;
    }
  };
  pump()
    .catch((error: unknown) => {
      failure = error;
    })
    .finally(() => {
      ended = true;
      wake();
    });
  const take = (length: number) => {
    const text = pending.slice(0, length);
    pending = pending.slice(length);
    offset += text.length;
    wake();
    return text;
  };
  /** Until there is something to show and no more follows at once. */
  const settled = async () => {
    const until = Date.now() + patience;
    let seen = -1;
    while (!ended && pending.length < part && pending.length !== seen && Date.now() < until) {
      seen = pending.length > 0 ? pending.length : -1;
      await Promise.race([moved(), pause(seen > 0 ? quiet : patience)]);
    }
  };
  return {
    get offset() {
      return offset;
    },
    async skipTo(wanted) {
      clearTimeout(timer);
      timer = setTimeout(forget, idle);
      while (offset < wanted && !(ended && pending === '')) {
        if (take(Math.min(wanted - offset, pending.length)) === '') await moved();
      }
      await settled();
    },
    take() {
      if (failure !== undefined) throw failure;
      const text = take(part);
      return { text, offset, ended: ended && pending === '' };
    },
    stop() {
      clearTimeout(timer);
      abort.abort();
      wake();
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
