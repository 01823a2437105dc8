/** What the bench of the language server did, in words. */
import { hardPatience, hardRuns } from './languageHard.ts';
import { starts } from './languageStart.ts';
import { patience, rounds, warming } from './languageTyping.ts';

export function method({ datasets, versions }: { datasets: number; versions: number }): string {
  const registry = `${datasets.toLocaleString('en')} datasets with ${versions} versions each`;
  return [
    `A registry of ${registry}. Both servers run over standard input and output, side by side, with the same client on the same files.`,
    '`yaml-language-server` has the pipeline schema as a file and fetches nothing. It knows no datasets, so it does less: it looks up no reference.',
    'It also waits 200 ms after a change before it looks for what is wrong (it has no setting for that), and nothing is subtracted for it; ours is asked (`textDocument/diagnostic`) right after the change, which the other does not offer.',
    `**Start**: from starting the process to the answer of \`initialize\`, ${starts} times in turn; the first start of each is not counted.`,
    `**Typing**: in a step in the middle of the file, ${rounds} rounds after ${warming} that warm up. A round types one character at a place, asks for completion there, then erases it and waits for the diagnostics; so both times begin with a change of one character that is sent, and no text is met twice.`,
    `Ours is asked at a key, a dataset's name and a version, the other at the key only; it gets no more rounds at a size after ${patience} seconds (\`samples\` says how many it had). \`offered\` is the fewest items of an answer; a goal counts as missed where nothing was offered. p95 is the smallest time that 95 of 100 did not exceed.`,
    '`opening` is one opening of the file, to its first diagnostics; a reference to each dataset is then looked up for the first time.',
    '**Memory** is what is resident in the process with the three files open (`VmRSS`, `VmHWM`).',
    `**Files that are hard to read**: every step has an undecided merge, or is an anchor that merges the one before; milliseconds from opening the file to its first diagnostics, median of ${hardRuns}, after a warm-up, given up after ${hardPatience} s. Twice the lines should take twice the time: 4 times from 4,000 to 16,000; up to 6 counts as linear.`,
  ].join(' ');
}
