/** Datasets, versions, and what is in them. */
import { manifestText } from '../core/manifest.ts';
import { versionNamed } from '../core/named.ts';
import type { VersionName } from '../core/registry/versions.ts';
import { deprecate, listDatasets, listEntries, listVersions, readManifest } from '../protocol/requests.ts';
import { answer } from './answer.ts';
import type { Handler } from './context.ts';
import { toWireDataset, toWireEntry, toWireVersion } from './toWire.ts';

export const datasetsHandler: Handler = {
  register(connection, context) {
    const { app } = context;
    answer(connection, listDatasets, () => app().registry.datasets.list().map(toWireDataset));
    answer(connection, listVersions, ({ dataset }) => app().registry.versions.list(dataset).map(toWireVersion));
    answer(connection, listEntries, ({ ref, folder, after, limit }) => {
      const { versions, files } = app().registry;
      const page = files.entries(versions.id(versionNamed(app().registry, ref)), {
        folder,
        limit,
        ...(after === undefined ? {} : { after }),
      });
      return { entries: page.entries.map(toWireEntry), more: page.more };
    });
    answer(connection, deprecate, async ({ ref, how }) => {
      const { registry } = app();
      const version = versionNamed(registry, ref);
      const use = how?.use === undefined ? undefined : versionNamed(registry, how.use);
      // on another thread: it may have to wait for another process that writes
      await context.runJob('deprecate', { version: nameOf(version), how: how && { why: how.why, use: use && nameOf(use) } });
      context.poll();
      return toWireVersion(registry.versions.resolve({ name: version.dataset, version: version.name, digest: undefined }));
    });
    answer(connection, readManifest, ({ ref }) =>
      readStart(manifestText(app().registry.versions.files(versionNamed(app().registry, ref)))),
    );
  },
};

function nameOf({ dataset, name }: VersionName): VersionName {
  return { dataset, name };
}

/** Characters of a manifest that an editor still shows well. */
const longest = 4_000_000;

function readStart(pieces: Iterable<string>): { text: string; truncated: boolean } {
  const read: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    if (length + piece.length > longest) return { text: read.join(''), truncated: true };
    read.push(piece);
    length += piece.length;
  }
  return { text: read.join(''), truncated: false };
}
