/** What becomes of a file that cannot be had: a problem of its own, one of its store, or the end of all. */
import { shown } from '../location.ts';
import { createPatience, createStorePatience, storeOf } from '../patience.ts';
import type { Problems } from './problems.ts';

export interface Bearing {
  /** Whether its store is not asked any more; it is a problem then. */
  givenUp(location: string, at: string | undefined): boolean;
  worked(location: string): void;
  /** Makes a problem of it. Throws what ends the adoption. */
  failed(error: unknown, file: { location: string; at: string | undefined }): void;
}

/** With `keepGoing`, a store that fails is a problem of its files alone. */
export function createBearing(problems: Problems, keepGoing: boolean): Bearing {
  return keepGoing ? goingOn(problems) : ending(problems);
}

function ending(problems: Problems): Bearing {
  const patience = createPatience();
  return {
    givenUp: () => false,
    worked: () => patience.restore(),
    failed: (error, { at }) => problems.add(patience.bear(error), at),
  };
}

function goingOn(problems: Problems): Bearing {
  const patience = createStorePatience();
  return {
    givenUp(location, at) {
      const problem = patience.givenUp(location);
      if (problem) problems.addOfStore(storeOf(location), problem, at ?? shown(location));
      return problem !== undefined;
    },
    worked: patience.restore,
    failed(error, { location, at }) {
      const { problem, ofStore } = patience.bear(error, location);
      if (ofStore) problems.addOfStore(storeOf(location), problem, at ?? shown(location));
      else problems.add(problem, at);
    },
  };
}
