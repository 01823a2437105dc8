/** What the comparison says of its groups, files and labels. */
import type { WireDiff, WireDifference, WireDiffKind, WireLabelChange } from '../../server/protocol/requests.ts';
import { count, size } from '../../server/protocol/words.ts';

export interface GroupWords {
  /** "Added 12". */
  label: string;
  description: string;
  items: number;
}

export function groupWords(kind: WireDiffKind | 'labels', diff: WireDiff | undefined): GroupWords {
  if (kind === 'labels') {
    const classes = diff?.labels?.length ?? 0;
    return { label: 'Labels', description: classes === 1 ? '1 class' : `${classes.toLocaleString('en')} classes`, items: classes };
  }
  const { files, bytes } = diff?.totals[kind] ?? { files: 0, bytes: 0 };
  const name = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  return { label: `${name} ${files.toLocaleString('en')}`, description: size(bytes), items: files };
}

/** Its size, and what that was; or where it was. */
export function differenceWords({ path, bytes, before }: WireDifference): string {
  if (!before) return size(bytes);
  if (before.path !== path) return `from ${before.path}`;
  return before.bytes === bytes ? size(bytes) : `${size(before.bytes)} → ${size(bytes)}`;
}

/** `+12 −3 ~4 · 7 images`; what is none is left out. */
export function labelWords({ added, removed, changed, images }: WireLabelChange): string {
  const marks = [
    ['+', added],
    ['−', removed],
    ['~', changed],
  ] as const;
  const told = marks.filter(([, number]) => number > 0).map(([mark, number]) => `${mark}${number.toLocaleString('en')}`);
  return [...(told.length > 0 ? [told.join(' ')] : []), count(images, 'image')].join(' · ');
}

/** The same, as it is read out. */
export function spokenLabels(change: WireLabelChange): string {
  const { added, removed, changed, images } = change;
  const parts = [
    ['added', added],
    ['removed', removed],
    ['changed', changed],
  ] as const;
  const told = parts.filter(([, number]) => number > 0).map(([word, number]) => `${count(number, 'label')} ${word}`);
  return `${change.class === '' ? 'no class' : `class ${change.class}`}: ${[...told, `on ${count(images, 'image')}`].join(', ')}`;
}
