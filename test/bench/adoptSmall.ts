/** 100,000 small files: the whole command beside programs that only hash, that only look, and that keep a copy. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dvc, gitAnnex, hashWith, type Peer } from './peers.ts';
import { type Cell, judged, median, type Part } from './table.ts';
import { adopt, makeTree, shell, type TreeShape, timed } from './trees.ts';

export interface AdoptOptions {
  /** Of the program, and where all of it may be put. */
  program: string;
  root: string;
  /** Of trees; for trying the bench out. */
  scale: number;
}

const runs = 5;
/** What git-annex is given at most: it takes many times as long as all others together. */
const annexFiles = 10_000;

export function adoptSmall({ program, root, scale }: AdoptOptions): { part: Part; versions: Record<string, string> } {
  const shape: TreeShape = { files: 100_000 * scale, size: 20_480, folders: 100 };
  const tree = join(root, 'images');
  makeTree(tree, shape);
  const seconds = {
    adopt: [] as number[],
    again: [] as number[],
    openssl: [] as number[],
    sha256sum: [] as number[],
    find: [] as number[],
  };
  shell(tree, hashWith.sha256sum); // fills the page cache for all alike
  // One after another in each round, so that all meet the same moments of the machine.
  for (let run = 0; run < runs; run++) {
    const home = join(root, `home-${run}`);
    seconds.adopt.push(adopt(program, { tree, home }));
    seconds.again.push(adopt(program, { tree, home }));
    for (const name of ['openssl', 'sha256sum', 'find'] as const) seconds[name].push(shell(tree, hashWith[name]));
    rmSync(home, { recursive: true });
  }
  const took = Object.fromEntries(Object.entries(seconds).map(([name, values]) => [name, median(values)])) as Record<
    keyof typeof seconds,
    number
  >;
  const versioned = withDvc({ root, tree, shape });
  const annexed = withAnnex({ root, program, scale });
  const row = (label: string, time: number, ours: number, goal?: { text: string; met: boolean }): Cell[] => [
    label,
    time.toFixed(2),
    Math.round(shape.files / time),
    (time / ours).toFixed(2),
    ...(goal ? judged(goal.text, goal.met) : ['', '']),
  ];
  const { adopt: ours, again } = took;
  const rows: Cell[][] = [
    row('`datapin adopt`', ours, ours),
    row('`openssl dgst -sha256`, hashing only', took.openssl, ours, { text: 'ours at most 1.2 times', met: ours <= took.openssl * 1.2 }),
    row('`sha256sum`, hashing only', took.sha256sum, ours, { text: 'ours 2 times as fast', met: ours * 2 <= took.sha256sum }),
    'missing' in versioned
      ? ['`dvc add`', versioned.missing, '', '', '', '']
      : row('`dvc add`, keeps a copy', versioned.add, ours, { text: 'ours 10 times as fast', met: ours * 10 <= versioned.add }),
    'missing' in annexed
      ? ['`git annex add -J2`', annexed.missing, '', '', '', '']
      : [
          `\`git annex add -J2\`, keeps a copy (${annexed.files.toLocaleString('en')} files, ours ${annexed.ours.toFixed(2)} s)`,
          annexed.add.toFixed(2),
          Math.round(annexed.files / annexed.add),
          (annexed.add / annexed.ours).toFixed(2),
          ...judged('ours 30 times as fast', annexed.ours * 30 <= annexed.add),
        ],
    row('`datapin adopt`, unchanged', again, again),
    row("`find -printf '%s %T@ %i'`, looking only", took.find, again, { text: 'ours at most 2 times', met: again <= took.find * 2 }),
    'missing' in versioned
      ? ['`dvc status`', versioned.missing, '', '', '', '']
      : row('`dvc status`, unchanged', versioned.rescan, again, { text: 'ours a third', met: again * 3 <= versioned.rescan }),
  ];
  rmSync(tree, { recursive: true });
  const versions = {
    ...('version' in versioned ? { dvc: versioned.version } : {}),
    ...('version' in annexed ? { 'git-annex': annexed.version } : {}),
  };
  return { part: { columns: ['command', 'seconds', 'files per second', 'times ours', 'goal', ''], rows }, versions };
}

type DvcTimes = { add: number; rescan: number; version: string } | { missing: string };

/** Copying is what these do by themselves; they are given a tree on the same disk, in the page cache. */
function withDvc({ root, tree, shape }: { root: string; tree: string; shape: TreeShape }): DvcTimes {
  const peer = dvc(join(root, '..', 'datapin-bench-peers'));
  if ('missing' in peer) return peer;
  const folder = join(root, 'dvc');
  const given = inRepository(peer, { folder, from: tree });
  const add = timed(() => peer.add(folder, given));
  // Its first look after adding is slower, as it fills what it remembers; the better one counts.
  const looks = [1, 2].map(() => timed(() => peer.rescan!(folder, given)));
  rmSync(folder, { recursive: true });
  return { add, rescan: Math.min(...looks), version: shape.files > 0 ? peer.version : '' };
}

function withAnnex({
  root,
  program,
  scale,
}: AdoptOptions): { add: number; ours: number; files: number; version: string } | { missing: string } {
  const peer = gitAnnex();
  if ('missing' in peer) return peer;
  const folder = join(root, 'annex');
  const from = join(root, 'some-images');
  const files = annexFiles * scale;
  makeTree(from, { files, size: 20_480, folders: 100 });
  const ours = adopt(program, { tree: from, home: join(root, 'home-some') });
  const given = inRepository(peer, { folder, from });
  const add = timed(() => peer.add(folder, given));
  shell(folder, 'chmod -R u+w .');
  for (const one of [folder, from, join(root, 'home-some')]) rmSync(one, { recursive: true });
  return { add, ours, files, version: peer.version };
}

function inRepository(peer: Exclude<Peer, { missing: string }>, { folder, from }: { folder: string; from: string }): string {
  mkdirSync(folder);
  peer.init(folder);
  cpSync(from, join(folder, 'images'), { recursive: true });
  shell(folder, 'find images -type f -exec cat {} + > /dev/null');
  return 'images';
}
