/** A suite in one window, as steps. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Workbench } from '../support/workbench.ts';
import { withPicture } from './pictures.ts';

export type Step = (name: string, run: () => Promise<void>) => void;

/** Each goes on where the one before has left the window; after a failure the rest would only wait in vain. */
export function stepsIn(workbench: () => Workbench): Step {
  let failed = false;
  return (name, run) => {
    test(name, async () => {
      assert.ok(!failed, 'an earlier step failed');
      failed = true;
      await withPicture(workbench(), name, run);
      failed = false;
    });
  };
}
