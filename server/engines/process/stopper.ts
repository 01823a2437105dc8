/** Ends a command that is asked to stop: SIGINT, after a while SIGTERM, then SIGKILL; at once when asked twice. */
import { signalGroup } from './group.ts';
import type { JobRecord } from './jobFolder.ts';

export interface Stopper {
  /** From now on a request to stop reaches this group; `onStop` is told of the first one. */
  watch(leader: number, onStop: () => void): void;
  /** The command has ended: nothing is sent any more. */
  ended(): void;
  /** Whether a request came before the end. */
  stopped(): boolean;
  dispose(): void;
}

const requests = ['SIGTERM', 'SIGINT'] as const;

/** A request is a signal to this process: from `cancel`, or from a machine that is shut down. */
export function createStopper(grace: JobRecord['grace']): Stopper {
  let asked = 0;
  let over = false;
  let group: { leader: number; onStop: () => void } | undefined;
  let timer: NodeJS.Timeout | undefined;

  const send = (signal: NodeJS.Signals, follow?: { after: number; next: () => void }) => {
    clearTimeout(timer);
    if (group) signalGroup(group.leader, signal);
    if (follow) timer = setTimeout(follow.next, follow.after);
  };
  const kill = () => send('SIGKILL');
  const terminate = () => send('SIGTERM', { after: grace.terminate, next: kill });
  const interrupt = () => send('SIGINT', { after: grace.interrupt, next: terminate });
  const begin = () => {
    group?.onStop();
    if (asked > 1) kill();
    else interrupt();
  };
  const request = () => {
    if (over) return;
    asked++;
    if (group) begin();
  };
  // A closed terminal is no reason to end a run.
  const ignore = () => undefined;
  for (const signal of requests) process.on(signal, request);
  process.on('SIGHUP', ignore);
  return {
    watch(leader, onStop) {
      group = { leader, onStop };
      if (asked > 0) begin();
    },
    ended() {
      over = true;
      clearTimeout(timer);
    },
    stopped: () => asked > 0,
    dispose() {
      clearTimeout(timer);
      for (const signal of requests) process.off(signal, request);
      process.off('SIGHUP', ignore);
    },
  };
}
