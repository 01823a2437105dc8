/** Typing in the middle of a file: how long completion and diagnostics take, in both servers in the same rounds. */
import { performance } from 'node:perf_hooks';
import { type PipelineText, pipelineText } from './languageFiles.ts';
import type { Editor } from './languageServers.ts';

export type PlaceName = keyof PipelineText['places'];

/** Milliseconds each. */
export interface Typing {
  lines: number;
  /** By place: after a typed character, until the completion was answered. */
  completion: Record<PlaceName, number[]>;
  /** By place: the fewest items that were offered. */
  offered: Record<PlaceName, number>;
  /** After an erased character, until the diagnostics of the text were there. */
  diagnostics: number[];
  /** From opening the file to its first diagnostics. */
  opening: number;
}

/** Both servers over the same file. */
export interface TypingPair {
  own: Typing;
  peer: Typing;
}

export interface TypingOptions {
  lines: number;
  datasets: number;
}

export const rounds = 60;
/** Rounds that only warm both up. */
export const warming = 3;
/** Seconds after which the peer is not asked any more at one size. */
export const patience = 60;

/** The peer knows no datasets, so it is asked for keys only. */
export async function measureTyping(own: Editor, peer: Editor, { lines, datasets }: TypingOptions): Promise<TypingPair> {
  const file = pipelineText(lines, datasets);
  const uri = `file:///bench/${lines}/valohai.yaml`;
  const results = { own: newTyping(lines), peer: newTyping(lines) };
  const shown = { own: await own.open(uri, file.text), peer: await peer.open(uri, file.text) };
  if (shown.own.diagnostics.length === 0) throw new Error('Unknown versions were not found: ours could not read the registry.');
  results.own.opening = shown.own.took;
  results.peer.opening = shown.peer.took;
  let spent = 0;
  for (let round = -warming; round < rounds; round++) {
    for (const place of ['key', 'name', 'version'] as const) {
      await typeOnce(own, { uri, file, round, place, into: results.own, wrong: shown.own.diagnostics.length });
    }
    if (spent > patience * 1000) continue;
    const began = performance.now();
    await typeOnce(peer, { uri, file, round, place: 'key', into: results.peer, wrong: shown.peer.diagnostics.length });
    spent += performance.now() - began;
  }
  return results;
}

interface Once {
  uri: string;
  file: PipelineText;
  round: number;
  place: PlaceName;
  into: Typing;
  /** Diagnostics of the text before anything was typed, which are right again when all is erased. */
  wrong: number;
}

async function typeOnce(editor: Editor, { uri, file, round, place, into, wrong }: Once): Promise<void> {
  const { at, letters } = file.places[place];
  // the text as a whole is never the same twice, so that nothing that was kept answers
  editor.insert(uri, file.description, 'abcdefghij'[(round + warming) % 10]!);
  const completed = await editor.complete(uri, at, letters[(round + warming) % letters.length]!);
  const erased = await editor.erase(uri, at);
  if (erased.diagnostics.length !== wrong) {
    throw new Error(`${erased.diagnostics.length} diagnostics in place of ${wrong} at ${into.lines} lines: a text was misread.`);
  }
  if (round < 0) return;
  into.completion[place].push(completed.took);
  into.offered[place] = Math.min(into.offered[place], completed.items.length);
  into.diagnostics.push(erased.took);
}

function newTyping(lines: number): Typing {
  return {
    lines,
    completion: { key: [], name: [], version: [] },
    offered: { key: Infinity, name: Infinity, version: Infinity },
    diagnostics: [],
    opening: 0,
  };
}
