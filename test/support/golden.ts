/** Golden files: what a thing prints, kept under `test/golden/`, rewritten by `UPDATE_GOLDEN=1`. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const home = join(import.meta.dirname, '..', 'golden');

export interface GoldenOptions {
  /** Folder of the golden files; another one for this helper's own test. */
  folder?: string;
  /** Write in place of comparing; `UPDATE_GOLDEN=1` by default. */
  update?: boolean;
}

/** Compares `actual` with the golden file `name` (e.g. `language/hover.txt`). A missing file is a failure, never a pass. */
export function matchesGolden(name: string, actual: string, options: GoldenOptions = {}): void {
  const file = join(options.folder ?? home, name);
  if (options.update ?? process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
    return;
  }
  assert.equal(actual, readGolden(file), `${name} differs from its golden file; if that is right, run the test with UPDATE_GOLDEN=1`);
}

function readGolden(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`There is no golden file ${file}: run the test once with UPDATE_GOLDEN=1 and read what it wrote.`, { cause });
  }
}
