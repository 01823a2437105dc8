/** Registers the versions that a run made, with their aliases and their place in the lineage. Inside a transaction. */
import type { DatasetFile, DatasetKind, Version } from '../dataset.ts';
import { asDatapinError } from '../errors.ts';
import { type Execution, executionName } from '../execution.ts';
import { combinedHash, comparePaths, identityOf } from '../manifest.ts';
import { cutChunks } from '../registry/chunk.ts';
import type { VersionDraft } from '../registry/versions.ts';
import type { World } from '../world.ts';
import { toName } from './names.ts';
import type { OutputPlan, OutputVersion } from './outputVersions.ts';
import type { Complain } from './problems.ts';

interface Publication {
  execution: Execution;
  plan: OutputPlan;
  complain: Complain;
}

/**
 * References of the versions that stand for the outputs now. A version that cannot be made under its name, since
 * another one has it, is not forced in: its files become part of `<step>-outputs`.
 */
export function publish(world: Pick<World, 'registry'>, { execution, plan, complain }: Publication): string[] {
  const { registry } = world;
  const made: Version[] = [];
  const others = [...plan.others];
  const placed = new Set<DatasetFile>();
  for (const output of plan.versions) {
    const version = tryAdd(world, { execution, output, complain });
    if (!version) {
      for (const file of output.own) others.push(file); // a run may leave more files than a call takes arguments
      continue;
    }
    made.push(version);
    for (const file of output.own) placed.add(file);
    moveAliases(world, { version, output, complain });
    if (output.base) addDerivation(world, output.base, version);
  }
  const rest = [...new Set(others)].filter((file) => !placed.has(file));
  if (rest.length > 0) made.push(registry.versions.add(draftOf({ execution, files: rest, ...ownDataset(execution) })).version);
  const source = `execution:${registry.executions.id(execution)}` as const;
  for (const version of made) registry.lineage.add(source, `version:${registry.versions.id(version)}`, 'output');
  return [...new Set(made.map((version) => `${version.dataset}:${version.name}`))];
}

/** Where outputs go that nobody named. */
export function ownDataset(execution: Pick<Execution, 'step'>): { dataset: string; version: undefined; kind: undefined } {
  return { dataset: `${toName(execution.step, 'step')}-outputs`, version: undefined, kind: undefined };
}

function tryAdd(
  world: Pick<World, 'registry'>,
  { execution, output, complain }: OneOutput & { execution: Execution },
): Version | undefined {
  const { entry, own, files, base } = output;
  const first = own[0]!.path;
  const known = world.registry.datasets.find(entry.dataset);
  if (known && known.kind !== entry.kind) {
    complain(first, `"${entry.uri}" was not made: "${entry.dataset}" is a ${known.kind}.`);
    return undefined;
  }
  try {
    const from = base && `${base.dataset}:${base.name}`;
    const { version, existed } = world.registry.versions.add(draftOf({ ...entry, execution, files, from }));
    if (existed && entry.version !== undefined && version.name !== entry.version) {
      complain(first, `"${entry.uri}" was not made: ${version.dataset}:${version.name} has the same bytes.`);
    }
    return version;
  } catch (error) {
    const { code, message } = asDatapinError(error);
    if (!['version.exists', 'alias.taken', 'name.invalid'].includes(code)) throw error;
    complain(first, `${message} The outputs are in ${ownDataset(execution).dataset}.`);
    return undefined;
  }
}

interface OneOutput {
  output: OutputVersion;
  complain: Complain;
}

function moveAliases({ registry }: Pick<World, 'registry'>, { version, output, complain }: OneOutput & { version: Version }): void {
  for (const alias of output.entry.aliases) {
    try {
      registry.datasets.setAlias(version.dataset, alias, version.name);
    } catch (error) {
      const { code, message } = asDatapinError(error);
      if (!code.startsWith('alias.') && code !== 'name.invalid') throw error;
      complain(output.own[0]!.path, `"targeting_aliases": ${message}`);
    }
  }
}

function addDerivation({ registry }: Pick<World, 'registry'>, base: Version, version: Version): void {
  if (base.dataset === version.dataset && base.name === version.name) return;
  registry.lineage.add(`version:${registry.versions.id(base)}`, `version:${registry.versions.id(version)}`, 'derive');
}

interface Contents {
  execution: Execution;
  files: DatasetFile[];
  dataset: string;
  version: string | undefined;
  kind: DatasetKind | undefined;
  from?: string | undefined;
}

function draftOf({ execution, files, dataset, version, kind, from }: Contents): VersionDraft {
  const sorted = files.toSorted((a, b) => comparePaths(a.path, b.path));
  return {
    dataset,
    name: version,
    kind,
    hash: combinedHash(sorted),
    identity: identityOf(sorted),
    chunks: [...cutChunks(sorted)],
    origin: { type: 'execution', execution: executionName(execution), from },
  };
}
