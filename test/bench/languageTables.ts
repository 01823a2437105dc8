/** The figures of the language server's bench as rows, each with its goal and whether it was reached. */
import { type Hard, hardLines } from './languageHard.ts';
import type { Starts } from './languageStart.ts';
import type { PlaceName, Typing, TypingPair } from './languageTyping.ts';
import { type Cell, judged, median, quantile } from './table.ts';

export const typingColumns = ['samples', 'ms p50', 'ms p95', 'goal', 'reached'];

/** Milliseconds at most, as p95, by number of lines. */
const completionGoals: Record<number, number> = { 1600: 15, 16000: 30 };
const diagnosticGoals: Record<number, number> = { 1600: 30, 16000: 60 };
/** How many times the peer's speed, and in a file of how many lines. */
const timesGoal = { times: 30, lines: 16_000 };
const readyGoal = 200;
/** Million bytes. */
const memoryGoal = 150;
/** Times from the shortest to the longest file, which has four times the lines. */
const growthGoal = 6;

const peer = '`yaml-language-server`';
const noGoal: Cell[] = ['', ''];

export function readyRows({ bare, own, command, peer: other }: Starts): Cell[][] {
  const row = (label: string, times: number[], goal: boolean): Cell[] => [
    label,
    ...spread(times),
    ...(goal ? judged(`p50 at most ${readyGoal}`, median(times) <= readyGoal) : noGoal),
  ];
  return [
    row('`node -e 0`, to its end', bare, false),
    row('ours, as VS Code starts it', own, true),
    row('ours, as `datapin lsp --stdio`', command, true),
    row(peer, other, false),
  ];
}

export function completionRows(typing: TypingPair[]): Cell[][] {
  const places: [PlaceName, string][] = [
    ['key', "ours, a step's key"],
    ['name', "ours, a dataset's name"],
    ['version', 'ours, a version'],
  ];
  return typing.flatMap(({ own, peer: other }) => [
    ...places.map(([place, label]) => [
      own.lines,
      label,
      own.offered[place],
      ...times(own.completion[place], completionGoals[own.lines], own.offered[place] > 0),
    ]),
    [own.lines, `${peer}, a step's key`, other.offered.key, ...times(other.completion.key)],
    [own.lines, "times its speed, a step's key", '', ...ratio(own, [own.completion.key, other.completion.key], own.offered.key > 0)],
  ]);
}

export function diagnosticRows(typing: TypingPair[]): Cell[][] {
  return typing.flatMap(({ own, peer: other }) => [
    [own.lines, 'ours, after a keystroke', ...times(own.diagnostics, diagnosticGoals[own.lines])],
    [own.lines, `${peer}, after a keystroke`, ...times(other.diagnostics)],
    [own.lines, 'times its speed', ...ratio(own, [own.diagnostics, other.diagnostics])],
    [own.lines, 'ours, opening', ...times([own.opening])],
    [own.lines, `${peer}, opening`, ...times([other.opening])],
  ]);
}

interface Memory {
  now: number;
  peak: number;
}

/** Empty where the system does not tell. */
export function memoryRows({ own, peer: other }: { own: Memory | undefined; peer: Memory | undefined }): Cell[][] {
  if (!own || !other) return [];
  const megabytes = ({ now, peak }: Memory) => [Math.round(now / 1e6), Math.round(peak / 1e6)];
  return [
    ['ours', ...megabytes(own), ...judged(`under ${memoryGoal}`, own.now < memoryGoal * 1e6)],
    [peer, ...megabytes(other), ...noGoal],
  ];
}

export function hardRows({ own, peer: other }: { own: Hard[]; peer: Hard[] }): Cell[][] {
  const row = (server: string, { kind, took }: Hard, goal: boolean): Cell[] => {
    const cells = hardLines.map((lines) => took.get(lines)?.toFixed(0) ?? 'given up');
    const [shortest, longest] = [took.get(hardLines[0]!), took.get(hardLines.at(-1)!)];
    const growth = shortest === undefined || longest === undefined ? Number.NaN : longest / shortest;
    return [
      kind,
      server,
      ...cells,
      Number.isNaN(growth) ? '' : growth.toFixed(1),
      ...(goal ? judged(`at most ${growthGoal}`, growth <= growthGoal) : noGoal),
    ];
  };
  return own.flatMap((its, i) => [row('ours', its, true), row(peer, other[i]!, false)]);
}

/** An answer that offers nothing is no answer, however fast. */
function times(all: number[], goal?: number, answers = true): Cell[] {
  const reached = answers && quantile(all, 0.95) <= (goal ?? 0);
  return [all.length, ...spread(all), ...(goal === undefined ? noGoal : judged(`p95 at most ${goal}`, reached))];
}

function ratio({ lines }: Typing, [own, other]: [number[], number[]], answers = true): Cell[] {
  const p50 = median(other) / median(own);
  const p95 = quantile(other, 0.95) / quantile(own, 0.95);
  const goal = lines === timesGoal.lines ? judged(`p50 at least ${timesGoal.times}`, answers && p50 >= timesGoal.times) : noGoal;
  return ['', p50.toFixed(1), p95.toFixed(1), ...goal];
}

function spread(all: number[]): Cell[] {
  return [median(all).toFixed(1), quantile(all, 0.95).toFixed(1)];
}
