/** Files that are hard to read: does the time to their first diagnostics grow as they do? */
import { setTimeout as wait } from 'node:timers/promises';
import { anchorText, conflictText, pipelineText } from './languageFiles.ts';
import type { Editor, StartEditor } from './languageServers.ts';
import { median } from './table.ts';

export interface Hard {
  kind: string;
  /** Milliseconds to the first diagnostics by number of lines; nothing where it took longer than anybody waits. */
  took: Map<number, number | undefined>;
}

export const hardLines = [4000, 8000, 16_000];
export const hardRuns = 3;
/** Seconds. */
export const hardPatience = 20;

const kinds: Record<string, (lines: number, datasets: number) => string> = {
  'conflict markers': conflictText,
  'anchors and merge keys': anchorText,
};

/** Opens each kind of file in a fresh server, the short ones first. */
export async function measureHard(start: () => ReturnType<StartEditor>, datasets: number): Promise<Hard[]> {
  const all: Hard[] = [];
  for (const [kind, make] of Object.entries(kinds)) {
    const editor = await start();
    const took: Hard['took'] = new Map();
    await editor.open('file:///bench/warm/valohai.yaml', pipelineText(4000, datasets).text);
    for (const lines of hardLines) {
      const text = make(lines, datasets);
      const gaveUp = [...took.values()].includes(undefined);
      took.set(lines, gaveUp ? undefined : await openRepeatedly(editor, lines, text));
    }
    editor.kill();
    all.push({ kind, took });
  }
  return all;
}

async function openRepeatedly(editor: Editor, lines: number, text: string): Promise<number | undefined> {
  const times: number[] = [];
  for (let run = 0; run < hardRuns; run++) {
    const uri = `file:///bench/hard/${lines}/${run}/valohai.yaml`;
    const shown = await inTime(editor.open(uri, text));
    if (!shown) return undefined;
    editor.close(uri);
    times.push(shown.took);
  }
  return median(times);
}

async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  const ended = new AbortController();
  const late = wait(hardPatience * 1000, undefined, { signal: ended.signal }).catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
  }
}
