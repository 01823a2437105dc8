/** Tells what is wrong with one file from what is wrong with its store, the network or this machine. */
import { asDatapinError, type DatapinError } from './errors.ts';

/** For one piece of work on many files. */
export interface Patience {
  /** A file could be read. */
  restore(): void;
  /** The problem, when it is one file's; throws it when it is not, or when nothing has worked for long. */
  bear(error: unknown): DatapinError;
}

/** The same where other stores go on when one fails. */
export interface StorePatience {
  restore(location: string): void;
  /** Why a location's store is not asked any more. */
  givenUp(location: string): DatapinError | undefined;
  /** The problem, and whether it is that of the whole store; throws what is no store's. */
  bear(error: unknown, location: string): { problem: DatapinError; ofStore: boolean };
}

/** A bucket or a host, as people read it: `s3://bucket`, `https://host`. */
export function storeOf(location: string): string {
  return /^(?:(?:tar|zip)\+)?([a-z][a-z0-9+.-]*:\/\/[^/?#]*)/i.exec(location)?.[1] ?? location;
}

/** A store is given up when it fails as a whole, or has refused or not answered for long. */
export function createStorePatience(): StorePatience {
  const stores = new Map<string, { inARow: number; lost?: DatapinError }>();
  const known = (location: string) => {
    const name = storeOf(location);
    const store = stores.get(name) ?? { inARow: 0 };
    stores.set(name, store);
    return store;
  };
  return {
    restore(location) {
      known(location).inARow = 0;
    },
    givenUp: (location) => known(location).lost,
    bear(error, location) {
      const problem = asDatapinError(error);
      const ofStore = storeWide.test(problem.code);
      if (wide.test(problem.code) && !ofStore) throw error;
      const store = known(location);
      const patient = distant.test(problem.code) || problem.code === mayBeOne;
      store.inARow = patient ? store.inARow + 1 : 0;
      if ((ofStore && !patient) || store.inARow >= most) store.lost ??= problem;
      return { problem, ofStore };
    },
  };
}

export function createPatience(): Patience {
  let inARow = 0;
  return {
    restore() {
      inARow = 0;
    },
    bear(error) {
      const problem = asDatapinError(error);
      if (wide.test(problem.code)) throw error;
      inARow = distant.test(problem.code) ? inARow + 1 : 0;
      if (inARow >= most) throw error;
      return problem;
    },
  };
}

/** Whether a problem says only that a file cannot be reached now, and nothing of its bytes. */
export function isOutOfReach({ code }: DatapinError): boolean {
  return distant.test(code) || closed.test(code);
}

/** No file has part in these. */
const wide =
  /^(cancelled|internal|usage|secret\.|registry\.|runtime\.|disk\.|s3\.(credentials|expired|network|failed)$|source\.rate-limit$)/;
/** Those of them that say nothing of other stores. Keys that are refused or over are a person's to renew: they end all. */
const storeWide = /^(s3\.(credentials|network|failed)|source\.rate-limit)$/;
/** A public bucket may have objects that are not public. */
const mayBeOne = 's3.credentials';
/** A host that does not answer, of which there may be many in a list. */
const distant = /^web\.(network|rate-limit|failed)$/;
/** So many hosts in a row that do not answer are a network that is down. */
const most = 50;
/** It is there, maybe, and not for us. */
const closed = /^(web\.(denied|expired|redirect|refused-host)|s3\.(denied|archived)|source\.(answer|export))$/;
