/** Domain values as the language service sees them. */
import type { Deprecation, Entry, IntegrityRecord, Version } from './core/dataset.ts';
import { type Execution, executionName } from './core/execution.ts';
import { originInWords } from './core/origin.ts';
import type { CatalogEntry, CatalogExecution, CatalogVersion } from './language/catalog.ts';

export function toCatalogVersion(version: Version): CatalogVersion {
  const { name, kind, hash, identity, files, bytes, createdAt, createdBy, aliases } = version;
  return {
    name,
    kind,
    hash,
    identity,
    files,
    bytes,
    createdAt,
    createdBy,
    aliases,
    origin: originInWords(version.origin),
    integrity: integrityOf(version.integrity),
    ...deprecatedOf(version.deprecated),
  };
}

export function toCatalogExecution(execution: Execution): CatalogExecution {
  const { step, status, createdAt, createdBy, duration } = execution;
  return { id: executionName(execution), step, status, createdAt, createdBy, duration };
}

export function toCatalogEntry(entry: Entry): CatalogEntry {
  const { type, name, path } = entry;
  if (type === 'folder') return { type, name, path: `${path}/`, bytes: entry.bytes };
  return { type, name, path, bytes: entry.file.size, location: entry.file.location };
}

function integrityOf(record: IntegrityRecord | undefined): CatalogVersion['integrity'] {
  return record?.state ?? 'unchecked';
}

function deprecatedOf(record: Deprecation | undefined): Pick<CatalogVersion, 'deprecated'> {
  if (!record) return {};
  const { why, use } = record;
  return { deprecated: use === undefined ? { why } : { why, use } };
}
