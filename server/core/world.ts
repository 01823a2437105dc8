/** What the domain may ask of its surroundings: one small interface that app.ts fills in, and tests may. */
import type { Connector } from './connector.ts';
import type { Engine } from './engine.ts';
import type { HashCache } from './hashCache.ts';
import type { HashPool } from './hashPool.ts';
import type { Registry } from './registry/registry.ts';

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
}

/** Told how far long work has come; called often, so it must be cheap. */
export type OnProgress = (progress: Progress) => void;

export interface Progress {
  stage: 'listing' | 'hashing' | 'registering' | 'verifying' | 'placing';
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
