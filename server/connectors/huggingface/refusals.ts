/** What Hugging Face says no with, in words. Its answers name the reason in the header `x-error-code`. */
import { DatapinError } from '../../core/errors.ts';
import type { WebResponse } from '../../core/web.ts';
import { keyRefused, noSuchThing, rateLimited } from '../../kit/toolAnswers.ts';

export const tool = 'Hugging Face';
export const secretName = 'HF_TOKEN';
export const secretTitle = 'access token of Hugging Face';

/** Statuses that `refusal` explains. */
export const refusals: readonly number[] = [401, 403, 404];

export interface Asked {
  hub: string;
  dataset: string;
  revision?: string | undefined;
  hasToken: boolean;
}

export function refusal({ status, headers }: WebResponse, asked: Asked): DatapinError {
  const { dataset, revision, hasToken } = asked;
  const code = headers.get('x-error-code') ?? '';
  if (code === 'GatedRepo') return gated(asked);
  if (code === 'RevisionNotFound') return noRevision(dataset, revision ?? 'main', []);
  if (code === 'EntryNotFound') {
    return new DatapinError('file.vanished', `${dataset} has no such file at this revision.`, { hint: 'Adopt the dataset again.' });
  }
  if (status === 401 && hasToken && code !== 'RepoNotFound') return keyRefused(tool, secretTitle);
  if (status === 403) {
    return new DatapinError('web.denied', `Hugging Face gives no access to ${dataset}.`, {
      hint: hasToken ? 'The token needs the right to read it.' : `Set ${secretName} if it is yours or you were let in.`,
    });
  }
  const none = noSuchThing(tool, `dataset ${dataset}`);
  return new DatapinError(none.code, `Hugging Face has no dataset ${dataset}, or it is private.`, {
    hint: hasToken ? 'Check the name, and whose token it is.' : `Check the name; for a private one set ${secretName}.`,
  });
}

export function noRevision(dataset: string, revision: string, known: readonly string[]): DatapinError {
  const some = known.slice(0, 10).join(', ');
  return new DatapinError('source.project', `${dataset} has no revision "${revision}".`, {
    hint: some ? `It has ${some}${known.length > 10 ? ', …' : ''}.` : 'Name a branch, a tag or a whole commit hash.',
  });
}

/** Being asked too often, in the words of every tool. */
export function explained(error: unknown): unknown {
  return error instanceof DatapinError && error.code === 'web.rate-limit' ? rateLimited(tool, error) : error;
}

/** An answer that cannot be what was asked for. */
export function unclear(dataset: string, what: string): DatapinError {
  return new DatapinError('source.answer', `What Hugging Face answers for ${dataset} ${what}.`, {
    hint: 'Try again; if HF_ENDPOINT is set, check where it leads.',
  });
}

/** The owner lets in only who has agreed to terms; the list of files is public all the same. */
function gated({ hub, dataset, hasToken }: Asked): DatapinError {
  const ask = `Agree to its terms at ${hub}/datasets/${dataset}`;
  return hasToken
    ? new DatapinError('web.denied', `The owner of ${dataset} has not let in whose token this is.`, { hint: `${ask}, and try again.` })
    : new DatapinError('secret.missing', `${dataset} is open only to who has agreed to its terms.`, {
        hint: `${ask}, then set ${secretName} to a token of yours.`,
      });
}
