import { compare, type DiffResult } from '../../core/compare.ts';
import type { DiffFile, DiffKind, VersionDiff } from '../../core/diff.ts';
import type { LabelDiff } from '../../core/diffLabels.ts';
import { count, digits, size } from '../../protocol/words.ts';
import type { CliCommand } from '../command.ts';
import { table } from '../print.ts';

export const diffCommand: CliCommand = {
  declare: (program) =>
    program
      .command('diff')
      .description('what is added, removed, changed and moved from one version to another, and which labels')
      .argument('<A>', 'the older version')
      .argument('<B>', 'the newer one')
      .option('--all', `all paths; else the first ${shownPaths} of a kind, with --json the first ${listedPaths.toLocaleString('en')}`)
      .option('--no-labels', 'leave the labels out')
      .option('--exit-code', 'exit code 1 when they differ'),
  async run(context, [a, b], options) {
    const limit = options.all ? undefined : context.json ? listedPaths : shownPaths;
    const request = { a: a!, b: b!, labels: options.labels !== false, limit };
    const result = await compare(context.app(), request, { signal: context.signal, onProgress: context.onProgress });
    const differ = !result.files.equal;
    return { json: diffJson(result), text: diffText(result), exitCode: options.exitCode && differ ? 1 : 0 };
  },
};

const shownPaths = 50;
const listedPaths = 10_000;

/** `+ path` and its kin, for what two lists of files have not in common. */
export function differences(diff: VersionDiff): string {
  return kinds
    .map(([kind, sign]) => {
      const more = diff.totals[kind].files - diff[kind].length;
      const lines = diff[kind].map((file) => `${sign} ${kind === 'moved' ? `${file.before!.path} -> ` : ''}${file.path}\n`);
      return lines.join('') + (more > 0 ? `${sign} … and ${more.toLocaleString('en')} more\n` : '');
    })
    .join('');
}

const kinds: readonly (readonly [DiffKind, string])[] = [
  ['added', '+'],
  ['removed', '-'],
  ['changed', '~'],
  ['moved', '>'],
];

function diffText({ a, b, files, labels }: DiffResult): string {
  const names = `${a.dataset}:${a.name} and ${b.dataset}:${b.name}`;
  if (files.equal) return `${names} hold the same files\n`;
  const parts = kinds.flatMap(([kind]) => {
    const total = files.totals[kind];
    return total.files > 0 ? [`${total.files.toLocaleString('en')} ${kind} (${size(total.bytes)})`] : [];
  });
  return `${[...parts, `${files.totals.same.files.toLocaleString('en')} the same`].join(', ')}\n${differences(files)}${labels ? labelText(labels) : ''}`;
}

function labelText({ classes, total, images, notes }: LabelDiff): string {
  const said = notes.slice(0, shownPaths).map((note) => `note: ${note}\n`);
  if (total === 0) return said.join('');
  const cells = ({ added, removed, changed }: { added: number; removed: number; changed: number }) => [
    `+${digits(added)}`,
    `-${digits(removed)}`,
    `~${digits(changed)}`,
  ];
  const rows = classes.map((one) => [`  ${one.class || '(no class)'}`, ...cells(one), `on ${count(one.images, 'image')}`]);
  const examples = images.slice(0, 3).map(({ image }) => image);
  return `labels of ${count(total, 'image')}, e.g. ${examples.join(', ')}\n${table(rows)}${said.join('')}`;
}

function diffJson({ a, b, files, labels }: DiffResult) {
  const { equal, totals, added, removed, changed, moved } = files;
  const all = (list: readonly DiffFile[]) => list.map(fileJson);
  return {
    a: `${a.dataset}:${a.name}`,
    b: `${b.dataset}:${b.name}`,
    equal,
    totals,
    added: all(added),
    removed: all(removed),
    changed: all(changed),
    moved: all(moved),
    labels: labels ?? null,
  };
}

function fileJson({ path, size: bytes, sha256, before }: DiffFile) {
  const was = before && { path: before.path, size: before.size, sha256: before.sha256 ?? null };
  return { path, size: bytes, sha256: sha256 ?? null, ...(was ? { before: was } : {}) };
}
