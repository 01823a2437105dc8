/** How fast long work goes, and how long it takes from here: from what was reported of it. */
import type { WireProgress } from '../server/protocol/wire.ts';

export interface Pace {
  /** Bytes a second; absent while nobody can tell, or nothing is read. */
  rate?: number;
  /** Seconds. */
  left?: number;
}

/** Milliseconds of the past that count. */
const span = 10_000;
/** Milliseconds before anything is said: the first files tell little. */
const patience = 2000;

/** Told each report with its time; answers the pace of the last seconds. Another stage begins anew. */
export function createPace(): (progress: WireProgress, now: number) => Pace {
  let stage: string | undefined;
  let reports: { at: number; done: number; bytes: number }[] = [];
  return (progress, now) => {
    const { done, total, bytes } = progress;
    if (progress.stage !== stage) reports = [];
    stage = progress.stage;
    reports.push({ at: now, done, bytes });
    // one from before the span stays, or slow work would have no past
    while (reports.length > 2 && reports[1]!.at < now - span) reports.shift();
    const first = reports[0]!;
    if (now - first.at < patience) return {};
    const seconds = (now - first.at) / 1000;
    const rate = (bytes - first.bytes) / seconds;
    const perSecond = (done - first.done) / seconds;
    return {
      ...(rate > 0 ? { rate } : {}),
      ...(total !== undefined && perSecond > 0 ? { left: (total - done) / perSecond } : {}),
    };
  };
}
