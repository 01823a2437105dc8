import { DatapinError } from '../errors.ts';
import { shown } from '../location.ts';
import type { AdoptRequest } from './request.ts';

/** Nothing is wrong, and there is nothing. `notes`: what was seen all the same. */
export function emptiness({ locations, include, exclude }: AdoptRequest, notes: readonly string[]): DatapinError {
  return new DatapinError('adopt.empty', `There are no files to adopt in ${locations.map(shown).join(', ')}.`, {
    hint: include?.length || exclude?.length ? 'Check the include and exclude globs.' : 'Check the location.',
    details: notes,
  });
}
