/** The facts of one version as a few lines of Markdown. */
import type { MarkupContent } from 'vscode-languageserver-types';
import { age, count, size } from '../protocol/words.ts';
import type { CatalogDataset, CatalogVersion } from './catalog.ts';

export interface CardOptions {
  now: Date;
  /** The alias by which the version was named. */
  alias?: string;
}

export function versionCard(dataset: CatalogDataset, version: CatalogVersion, { now, alias }: CardOptions): MarkupContent {
  const ref = `${dataset.name}:${version.name}`;
  const isLatest = dataset.versions[0] === version;
  const names = [...version.aliases, ...(isLatest ? ['latest'] : [])];
  const lines = [
    alias ? `**${escaped(`${dataset.name}:${alias}`)}** → **${escaped(ref)}**` : `**${escaped(ref)}**`,
    [dataset.kind === 'model' ? 'model' : 'dataset', count(version.files, 'file'), size(version.bytes)].join(' · '),
    `${age(version.createdAt, now.getTime())} by ${escaped(version.createdBy)} (${moment(version.createdAt)})`,
    escaped(version.origin),
    `\`sha256:${version.hash.slice(0, 12)}\` · ${identityWords[version.identity]}`,
    `Integrity: ${integrityWords[version.integrity]}`,
    names.length > 0 ? `Aliases: ${names.map(escaped).join(', ')}` : '',
  ];
  return { kind: 'markdown', value: lines.filter(Boolean).join('  \n') };
}

const identityWords: Record<CatalogVersion['identity'], string> = {
  content: 'identity: content',
  provider: 'identity: provider (not read yet)',
};

const integrityWords: Record<CatalogVersion['integrity'], string> = {
  unchecked: 'not checked yet',
  whole: 'whole at the last check',
  broken: 'broken at the last check',
};

/** Foreign text shows as it is: no links, no markup. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&').replace(/\s+/g, ' ');
}

/** `2026-11-22 12:06 UTC` */
function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
