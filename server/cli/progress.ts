/** One line of progress that rewrites itself on a terminal and is silent elsewhere. */
import type { OnProgress, Progress } from '../core/world.ts';
import { count, size } from '../protocol/words.ts';

/** Milliseconds between two drawings. */
const interval = 100;

export function terminalProgress(stream: NodeJS.WriteStream): { show: OnProgress; clear(): void } {
  let drawn = 0;
  let visible = false;
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
      stream.write(`\r\x1b[K${line(progress)}`);
    },
    clear,
  };
}

function line({ stage, done, total, bytes: read }: Progress): string {
  const share = total ? ` (${Math.floor((100 * done) / total)} %)` : '';
  return `${stage} ${count(done, 'file')}${total ? ` of ${total.toLocaleString('en')}` : ''}${share}${read > 0 ? `, ${size(read)}` : ''}`;
}
