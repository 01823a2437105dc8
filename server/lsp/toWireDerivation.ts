/** What was derived, and what two versions have not in common, as it crosses to the client. */
import type { DiffResult } from '../core/compare.ts';
import type { DeriveResult } from '../core/derive/request.ts';
import type { DiffFile } from '../core/diff.ts';
import type { WireDerived, WireDiff, WireDifference } from '../protocol/requests.ts';
import { toWireVersion } from './toWire.ts';

export function toWireDerived({
  as,
  version,
  existed,
  files,
  bytes,
  images,
  classes,
  notes,
  conflicts,
  recipe,
}: DeriveResult): WireDerived {
  return {
    as,
    files,
    bytes,
    images,
    ...(classes ? { classes } : {}),
    ...(version ? { version: toWireVersion(version) } : {}),
    existed,
    notes,
    conflicts,
    recipe,
  };
}

export function toWireDiff({ a, b, files, labels }: DiffResult): WireDiff {
  const { totals, added, removed, changed, moved } = files;
  return {
    a: `${a.dataset}:${a.name}`,
    b: `${b.dataset}:${b.name}`,
    totals,
    added: added.map(toWireDifference),
    removed: removed.map(toWireDifference),
    changed: changed.map(toWireDifference),
    moved: moved.map(toWireDifference),
    ...(labels ? { labels: labels.classes } : {}),
    notes: labels?.notes ?? [],
  };
}

function toWireDifference({ path, size, before }: DiffFile): WireDifference {
  return { path, bytes: size, ...(before ? { before: { path: before.path, bytes: before.size } } : {}) };
}
