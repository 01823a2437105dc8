/** The facts of one version as a few lines of Markdown. */
import type { MarkupContent } from 'vscode-languageserver-types';
import { age, count, size } from '../protocol/words.ts';
import type { Catalog, CatalogDataset, CatalogNeighbour, CatalogVersion } from './catalog.ts';
import { commandLink, escaped, lines } from './markdown.ts';
import type { DiagnosticCode } from './rules.ts';

export interface CardOptions {
  now: Date;
  /** The alias by which the version was named. */
  alias?: string;
  /** Asked for the lineage, which is left out without it. */
  catalog?: Catalog | undefined;
  /** Commands of the client that the card may link to. */
  commands?: ReadonlySet<string> | undefined;
  /** What diagnostics of the same place say, and the card does not say again. */
  told?: ReadonlySet<DiagnosticCode> | undefined;
}

export function versionCard(dataset: CatalogDataset, version: CatalogVersion, options: CardOptions): MarkupContent {
  const { head, rest } = cardParts(dataset, version, options);
  return { kind: 'markdown', value: lines(head, rest) };
}

/** The card in two: what a version is, below which pictures of it belong, and where it comes from. */
export function cardParts(dataset: CatalogDataset, version: CatalogVersion, options: CardOptions): { head: string; rest: string } {
  const { now, alias, told } = options;
  const ref = `${dataset.name}:${version.name}`;
  const lineage = lineageOf(dataset, version, options);
  const head = lines(
    alias ? `**${escaped(`${dataset.name}:${alias}`)}** → **${escaped(ref)}**` : `**${escaped(ref)}**`,
    told?.has('deprecated-version') ? '' : deprecation(version),
    version.integrity === 'broken' ? '**Broken at the last check: bytes were changed or lost.**' : '',
    [dataset.kind === 'model' ? 'model' : 'dataset', count(version.files, 'file'), size(version.bytes)].join(' · '),
  );
  const rest = lines(
    `${age(version.createdAt, now.getTime())} by ${escaped(version.createdBy)} (${moment(version.createdAt)})`,
    lineage.isMade && version.origin.startsWith('made by ') ? '' : escaped(version.origin),
    lineage.words,
    aliases(dataset, version),
    told?.has('newer-version') || version.deprecated ? '' : newer(dataset, version),
    hashAndChecks(version),
    links(ref, options),
  );
  return { head, rest };
}

/** One line: `**digits:v2** · 1 file, 999 B · 2 d ago`. */
export function shortCard(dataset: CatalogDataset, version: CatalogVersion, now: Date): string {
  const notes = [version.deprecated ? '**deprecated**' : '', version.integrity === 'broken' ? '**broken**' : ''];
  const facts = [`${count(version.files, 'file')}, ${size(version.bytes)}`, age(version.createdAt, now.getTime()), ...notes];
  return [`**${escaped(`${dataset.name}:${version.name}`)}**`, ...facts].filter(Boolean).join(' · ');
}

function aliases({ versions }: CatalogDataset, version: CatalogVersion): string {
  const names = [...version.aliases, ...(versions[0] === version ? ['latest'] : [])];
  return names.length > 0 ? `Aliases: ${names.map(escaped).join(', ')}` : '';
}

/** Only what is out of the ordinary or was looked at: identity by content is the rule, and what is broken is said above. */
function hashAndChecks({ hash, identity, integrity }: CatalogVersion): string {
  const facts = [
    `\`sha256:${hash.slice(0, 12)}\``,
    identity === 'provider' ? 'identity: provider (not read yet)' : '',
    integrity === 'whole' ? 'integrity: whole at the last check' : '',
  ];
  return facts.filter(Boolean).join(' · ');
}

function deprecation({ deprecated }: CatalogVersion): string {
  if (!deprecated) return '';
  const { why, use } = deprecated;
  return `**Deprecated**: ${escaped(why.replace(/[.\s]*$/, ''))}.${use ? ` Use ${escaped(use)}.` : ''}`;
}

function newer({ versions }: CatalogDataset, version: CatalogVersion): string {
  const behind = versions.indexOf(version);
  return behind > 0 ? `${escaped(versions[0]!.name)} is newer: ${count(behind, 'version')} since` : '';
}

/** `made by digits:3 (train) · used by 2 executions · 1 version derived from it`. */
function lineageOf(
  dataset: CatalogDataset,
  { name, origin }: CatalogVersion,
  { catalog }: CardOptions,
): { words: string; isMade: boolean } {
  const node = { type: 'version', dataset: dataset.name, name } as const;
  const [makers, users] = [catalog?.neighbours(node, 'in') ?? [], catalog?.neighbours(node, 'out') ?? []];
  const made = makers.flatMap((one) =>
    one.node.type === 'execution' ? `${escaped(one.node.execution.id)} (${escaped(one.node.execution.step)})` : [],
  );
  const sources = makers.flatMap((one) => (one.node.type === 'version' ? escaped(`${one.node.dataset}:${one.node.version.name}`) : []));
  const [runs, derived] = [namesOf(users, 'execution'), namesOf(users, 'version')];
  const words = [
    made.length > 0 ? `made by ${made.join(', ')}` : '',
    sources.length > 0 && !origin.startsWith('derived from ') ? `derived from ${sources.join(', ')}` : '',
    runs > 0 ? `used by ${count(runs, 'execution')}` : '',
    derived > 0 ? `${count(derived, 'version')} derived from it` : '',
  ];
  return { words: words.filter(Boolean).join(' · '), isMade: made.length > 0 };
}

/** How many there are; one that is a neighbour in several roles counts once. */
function namesOf(neighbours: readonly CatalogNeighbour[], type: 'execution' | 'version'): number {
  const names = neighbours.flatMap(({ node }) => {
    if (node.type !== type) return [];
    return node.type === 'execution' ? node.execution.id : `${node.dataset}:${node.version.name}`;
  });
  return new Set(names).size;
}

const offers: readonly (readonly [title: string, command: string])[] = [
  ['Lineage', 'datapin.showLineage'],
  ['Manifest', 'datapin.openManifest'],
  ['Copy reference', 'datapin.copyReference'],
  ['Copy with hash', 'datapin.copyPinnedReference'],
];

function links(ref: string, { commands }: CardOptions): string {
  const known = offers.filter(([, command]) => commands?.has(command));
  return known.map(([title, command]) => commandLink(title, command, ref)).join(' · ');
}

/** `2026-11-22 12:06 UTC` */
function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
