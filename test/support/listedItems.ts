/** What a source yields, as lines that a person can read in a golden file. */
import type { Yielded } from './sourceContext.ts';

/** `replace` takes away what differs from machine to machine. */
export function itemLines(found: Yielded, replace: (text: string) => string = (text) => text): string {
  const lines = [
    ...found.files.map(({ path, location }) => `file ${path} <- ${location}`),
    ...found.pointers.map(({ path, pointer, versionId, size, claims = [], access, at }) =>
      [
        `pointer ${path} <- ${pointer}`,
        ...(versionId === undefined ? [] : [`version ${versionId}`]),
        ...(size === undefined ? [] : [`${size} bytes`]),
        ...claims.map(({ algorithm, value }) => `${algorithm} ${value}`),
        ...(access ? ['signed'] : []),
        `at ${at}`,
      ].join(', '),
    ),
    ...found.made.map(({ path, made }) => `made ${path}: ${made}`.trimEnd()),
    ...found.skipped.map(({ skipped, reason }) => `skipped ${skipped}: ${reason}`),
    ...found.notes.map((note) => `note ${note}`),
    ...found.problems.map(({ at, problem }) => `problem ${at}: ${problem.message} ${problem.hint}`),
    `facts ${JSON.stringify(found.facts)}`,
  ];
  return lines.map((line) => `${replace(line)}\n`).join('');
}
