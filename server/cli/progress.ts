/** One line of progress that rewrites itself on a terminal and is silent elsewhere. */
import type { OnProgress, Progress } from '../core/world.ts';
import { count, pace, type Sample, size, withSample } from '../protocol/words.ts';

/** Milliseconds between two drawings. */
const interval = 100;

export function terminalProgress(stream: NodeJS.WriteStream): { show: OnProgress; clear(): void } {
  let drawn = 0;
  let visible = false;
  let samples: readonly Sample[] = [];
  let stage: Progress['stage'] | undefined;
  const clear = () => {
    if (visible) stream.write('\r\x1b[K');
    visible = false;
  };
  return {
    show(progress) {
      const now = Date.now();
      if (!stream.isTTY || now - drawn < interval) return;
      drawn = now;
      visible = true;
      const { done, total, bytes } = progress;
      samples = withSample(stage === progress.stage ? samples : [], { at: now, done, total, bytes });
      stage = progress.stage;
      stream.write(`\r\x1b[K${line(progress, pace(samples))}`);
    },
    clear,
  };
}

function line({ stage, words, done, total, bytes: read }: Progress, speed: string): string {
  if (words !== undefined) return words;
  const share = total ? ` of ${total.toLocaleString('en')} (${Math.floor((100 * done) / total)} %)` : '';
  return [`${stage} ${count(done, 'file')}${share}`, read > 0 ? size(read) : '', speed].filter(Boolean).join(', ');
}
