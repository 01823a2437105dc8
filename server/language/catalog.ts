/** What the language service may ask of the registry. Answers come from memory: no request waits for disk or network. */

export interface CatalogVersion {
  name: string;
  kind: 'dataset' | 'model';
  /** Hex SHA-256 of the manifest text. */
  hash: string;
  identity: 'content' | 'provider';
  files: number;
  bytes: number;
  /** ISO 8601. */
  createdAt: string;
  createdBy: string;
  aliases: readonly string[];
  /** In words: where it was adopted from, or which execution made it. */
  origin: string;
  integrity: 'unchecked' | 'whole' | 'broken';
}

export interface CatalogDataset {
  name: string;
  kind: 'dataset' | 'model';
  /** Newest first. */
  versions: readonly CatalogVersion[];
}

export interface Catalog {
  /** Names of all datasets, or of those of one kind, sorted. */
  names(kind?: 'dataset' | 'model'): readonly string[];
  dataset(name: string): CatalogDataset | undefined;
}
