/** Samples of what people adopt, as their tools write them. They lie beside the repository, and not everywhere. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Their folder. */
export const corpus = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus', 'adoption');

/** Options of a test that needs them: it is skipped where they are not. */
export const needsCorpus = { skip: existsSync(corpus) ? false : 'the samples are not here' };
