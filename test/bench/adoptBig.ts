/** 5,000 files of a megabyte: here the bytes decide, and not the files. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AdoptOptions } from './adoptSmall.ts';
import { hashWith } from './peers.ts';
import { judged, median, type Part } from './table.ts';
import { adopt, makeTree, shell } from './trees.ts';

const runs = 5;
const size = 1 << 20;

export function adoptBig({ program, root, scale }: AdoptOptions): Part {
  const tree = join(root, 'big');
  const files = 5_000 * scale;
  makeTree(tree, { files, size, folders: 10 });
  shell(tree, hashWith.openssl);
  const ours: number[] = [];
  const openssl: number[] = [];
  for (let run = 0; run < runs; run++) {
    const home = join(root, 'home-big');
    ours.push(adopt(program, { tree, home }));
    openssl.push(shell(tree, hashWith.openssl));
    rmSync(home, { recursive: true });
  }
  rmSync(tree, { recursive: true });
  const [our, their] = [median(ours), median(openssl)];
  const rate = (seconds: number) => Math.round((files * size) / seconds / 1e6);
  return {
    columns: ['command', 'seconds', 'MB per second', 'times ours', 'goal', ''],
    rows: [
      ['`datapin adopt`', our.toFixed(2), rate(our), '1.00', '', ''],
      [
        '`openssl dgst -sha256`',
        their.toFixed(2),
        rate(their),
        (their / our).toFixed(2),
        ...judged('ours at most 1.2 times', our <= their * 1.2),
      ],
    ],
  };
}
