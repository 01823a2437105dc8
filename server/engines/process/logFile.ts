/** The log of a job: what its command writes, cut into lines, one JSON object a line. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as wait } from 'node:timers/promises';
import type { LogLine } from '../../core/engine.ts';
import { lacksRoom, systemCode } from '../../core/errors.ts';
import { linesOf } from '../../core/lines.ts';

/** Longer lines are cut into pieces of this many characters, so that memory stays bounded and nothing is lost. */
export const longestLine = 1 << 18;

/** Milliseconds between two looks at a log that is followed. */
const followEvery = 100;

export interface LogWriter {
  /** Bytes as they came out of a pipe, cut anywhere. */
  push(stream: 'stdout' | 'stderr', bytes: Buffer): void;
  /** A line of ours. */
  say(text: string): void;
  /** Writes what has no line feed yet. */
  close(): void;
}

/** Writes to the file at once and in order, so that a slow disk slows the command down and not the memory up. */
export function openLog(path: string): LogWriter {
  const fd = openSync(path, 'a');
  let torn = false;
  const write = (stream: LogLine['stream'], texts: string[]) => {
    if (texts.length === 0) return;
    const time = new Date().toISOString();
    const lines = texts.map((text) => `${JSON.stringify({ time, stream, text } satisfies LogLine)}\n`).join('');
    try {
      writeAll(fd, torn ? `\n${lines}` : lines);
      torn = false;
    } catch (error) {
      // A command is not ended because its log has no room; the next lines may find some.
      if (!lacksRoom(error)) throw error;
      torn = true;
    }
  };
  const splitters = { stdout: createSplitter(), stderr: createSplitter() };
  return {
    push: (stream, bytes) => write(stream, splitters[stream].push(bytes)),
    say: (text) => write('status', [text]),
    close() {
      write('stdout', splitters.stdout.end());
      write('stderr', splitters.stderr.end());
      closeSync(fd);
    },
  };
}

/** Lines from the beginning; until `ended` says that no more will come. Lines that a full disk has torn are left out. */
export async function* readLog(
  path: string,
  options: { ended: () => Promise<boolean>; signal?: AbortSignal | undefined },
): AsyncGenerator<LogLine> {
  for await (const line of linesOf(growingFile(path, options))) {
    const parsed = parseLine(line);
    if (parsed) yield parsed;
  }
}

interface Splitter {
  push(bytes: Buffer): string[];
  end(): string[];
}

/** A terminal would show only what follows a line's last carriage return (a progress bar); so does the log. */
export function createSplitter(limit = longestLine): Splitter {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string): string[] => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    const shown = lines.flatMap((line) => cut(overwritten(line.replace(/\r$/, '')), limit));
    const redrawn = rest.lastIndexOf('\r', rest.length - 2);
    if (redrawn >= 0) rest = rest.slice(redrawn + 1);
    if (rest.length <= limit) return shown;
    const pieces = cut(rest, limit);
    rest = pieces.pop() ?? '';
    return [...shown, ...pieces];
  };
  return {
    push: (bytes) => take(decoder.write(bytes)),
    end() {
      const lines = take(decoder.end());
      const last = overwritten(rest.replace(/\r$/, ''));
      rest = '';
      return last === '' ? lines : [...lines, last];
    },
  };
}

function overwritten(line: string): string {
  return line.slice(line.lastIndexOf('\r') + 1);
}

/** Never between the two halves of one character. */
function cut(line: string, limit: number): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (line.length - start > limit) {
    const end = start + limit - (isHighSurrogate(line.charCodeAt(start + limit - 1)) ? 1 : 0);
    pieces.push(line.slice(start, end));
    start = end;
  }
  return [...pieces, line.slice(start)];
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}

async function* growingFile(
  path: string,
  options: { ended: () => Promise<boolean>; signal?: AbortSignal | undefined },
): AsyncGenerator<Buffer> {
  let position = 0;
  for (;;) {
    // Asked before reading: what was written before the end is then read for certain.
    const ended = await options.ended();
    for await (const piece of pieces(path, position)) {
      position += piece.length;
      yield piece;
      if (options.signal?.aborted) return;
    }
    if (ended || options.signal?.aborted) return;
    await wait(followEvery, undefined, { signal: options.signal }).catch((error: Error) => {
      if (error.name !== 'AbortError') throw error;
    });
  }
}

async function* pieces(path: string, from: number): AsyncGenerator<Buffer> {
  const file = await open(path).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return;
  try {
    for (let position = from; ; ) {
      const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(1 << 16), position });
      if (bytesRead === 0) return;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

function parseLine(line: string): LogLine | undefined {
  try {
    return JSON.parse(line) as LogLine;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
