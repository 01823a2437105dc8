/** What the domain may ask of its surroundings: one small interface that app.ts fills in, and tests may. */
import type { Connector } from './connector.ts';
import type { Engine } from './engine.ts';
import type { HashCache } from './hashCache.ts';
import type { HashPool } from './hashPool.ts';
import type { LabelFormat } from './labels.ts';
import type { Registry } from './registry/registry.ts';
import type { SettingRule, Source } from './source.ts';
import type { Web } from './web.ts';

export interface World {
  /** The folder that holds the registry, the runs and what was downloaded. */
  readonly home: string;
  readonly registry: Registry;
  readonly hashes: HashCache;
  readonly pool: HashPool;
  /** The connector of a location's scheme, loaded when first asked for. Throws `adopt.unsupported-location`. */
  connectorFor(location: string): Promise<Connector>;
  /** Throws `engine.unknown`. */
  engine(id: string): Promise<Engine>;
  /**
   * Kinds of sources, in the order in which they are asked what something is, loaded when first asked for. With the names
   * right in a folder, only those that it may be of.
   */
  sources(names?: readonly string[]): Promise<readonly Source[]>;
  /** Ways to write labels, in the order in which they are tried. Loaded when first asked for. */
  labelFormats(): Promise<readonly LabelFormat[]>;
  /** Loaded when first asked for. */
  web(): Promise<Web>;
  /** A secret by the name of its environment variable: from whoever opened the world, else from the environment. */
  secret(name: string): Promise<string | undefined>;
  /** What a source's setting is, from whoever opened the world or the environment; nothing when it was not set. */
  sourceSetting(source: string, rule: SettingRule): string | undefined;
}

/** Told how far long work has come; called often, so it must be cheap. */
export type OnProgress = (progress: Progress) => void;

export interface Progress {
  stage: 'waiting' | 'listing' | 'hashing' | 'registering' | 'verifying' | 'placing' | 'comparing';
  /** What is waited for, in words. */
  words?: string | undefined;
  /** Files done. */
  done: number;
  /** Files in all, once that is known. */
  total?: number;
  /** Bytes read. */
  bytes: number;
}

export interface WorkOptions {
  signal?: AbortSignal | undefined;
  onProgress?: OnProgress | undefined;
}
