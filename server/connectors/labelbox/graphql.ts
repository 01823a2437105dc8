/** Asking Labelbox, which has one address for everything and says what is wrong in the answer, whatever its status. */
import { setTimeout as wait } from 'node:timers/promises';
import { type DatapinError, throwIfCancelled } from '../../core/errors.ts';
import type { SourceContext } from '../../core/source.ts';
import {
  accessDenied,
  askTool,
  keyRefused,
  noSuchThing,
  rateLimited,
  refusalOf,
  saidNo,
  type ToolAnswer,
  toolWords,
} from '../../kit/toolAnswers.ts';
import { type Fields, objectOf, objectsOf, textOf } from '../../kit/values.ts';

export const secretName = 'LABELBOX_API_KEY';
export const secretTitle = 'API key of Labelbox';

export type Asking = Pick<SourceContext, 'web' | 'secret' | 'setting' | 'signal'>;

export interface Question {
  query: string;
  variables: Readonly<Record<string, unknown>>;
  /** What is asked for, in words: "project x". */
  about: string;
}

const tool = 'Labelbox';
const mostTries = 5;

/**
 * The `data` of the answer. `pause`: milliseconds before it is asked again for the first time. Throws `secret.*`,
 * `web.denied`, `source.project`, `source.rate-limit`, `source.answer`, `web.*`.
 */
export async function askGraphql(context: Asking, { query, variables, about }: Question, pause: number): Promise<Fields> {
  const key = await context.secret(secretName);
  for (let tries = 1; ; tries++) {
    const question = {
      url: context.setting('endpoint'),
      method: 'POST',
      body: { query, variables },
      // also of an export: one too many does no harm
      repeatable: true,
      credentials: { headers: { authorization: `Bearer ${key}` } },
      headers: { accept: 'application/json' },
      tool,
      secret: secretTitle,
      about,
      signal: context.signal,
    } as const;
    const answer = await askTool(context.web, question, [400, 401, 403, 404, 409, 422]);
    const refused = refusedBy(answer, about);
    const data = objectOf(objectOf(answer.value)?.data);
    if (!refused && answer.status < 400 && data) return data;
    if (!refused?.again || tries === mostTries) throw refused?.error ?? without(answer, about);
    await wait(pause * 2 ** (tries - 1), undefined, { signal: context.signal }).catch(() => throwIfCancelled(context.signal));
  }
}

interface Refused {
  error: DatapinError;
  /** Whether to ask again may help. */
  again: boolean;
}

function refusedBy({ value }: ToolAnswer, about: string): Refused | undefined {
  const answer = objectOf(value);
  const words = toolWords(answer?.errors ?? answer?.message);
  if (textOf(answer?.message)?.startsWith('You have exceeded')) return { error: rateLimited(tool), again: true };
  const [first] = objectsOf(answer?.errors);
  if (!first) return undefined;
  const extensions = objectOf(first.extensions);
  const status = Number(objectOf(extensions?.exception)?.status ?? 0);
  switch (extensions?.code) {
    case 'AUTHENTICATION_ERROR':
      return { error: keyRefused(tool, secretTitle, words), again: false };
    case 'AUTHORIZATION_ERROR':
      return { error: accessDenied(tool, about, words), again: false };
    case 'RESOURCE_NOT_FOUND':
      return { error: noSuchThing(tool, about), again: false };
    case 'INTERNAL_SERVER_ERROR':
      return { error: saidNo(tool, about, words), again: status === 0 || status >= 500 };
    default:
      if (status === 429 || /too many requests|rate limit/i.test(words ?? '')) return { error: rateLimited(tool), again: true };
      return extensions?.code === undefined && status === 0 ? undefined : { error: saidNo(tool, about, words), again: false };
  }
}

/** No data, and no code that says why. */
function without({ status, value }: ToolAnswer, about: string): DatapinError {
  if (status >= 400) return refusalOf({ tool, secret: secretTitle, about }, { status, value });
  return saidNo(tool, about, toolWords(value) ?? 'there is nothing in it');
}
