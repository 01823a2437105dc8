/** From the start of a process until it can serve. */
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import type { Owner } from '../support/temp.ts';
import type { StartEditor } from './languageServers.ts';

/** Milliseconds of each start. */
export interface Starts {
  /** `node -e 0`, to its end. */
  bare: number[];
  own: number[];
  /** Ours, started by the command that any editor can use. */
  command: number[];
  peer: number[];
}

export const starts = 10;

/** The first start of each is not counted: it fills what the system and Node keep of a program. */
export async function measureStarts(owner: Owner, home: string, servers: Record<'own' | 'command' | 'peer', StartEditor>): Promise<Starts> {
  const all: Starts = { bare: [], own: [], command: [], peer: [] };
  for (let run = 0; run <= starts; run++) {
    const began = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    const took = { bare: performance.now() - began, own: 0, command: 0, peer: 0 };
    for (const name of ['own', 'command', 'peer'] as const) {
      const editor = await servers[name](owner, home);
      editor.kill();
      took[name] = editor.ready;
    }
    if (run === 0) continue;
    for (const name of ['bare', 'own', 'command', 'peer'] as const) all[name].push(took[name]);
  }
  return all;
}
