/** Asking Superb AI by GraphQL, which often says no with the status of a yes. */
import { setTimeout as wait } from 'node:timers/promises';
import { type DatapinError, throwIfCancelled } from '../../core/errors.ts';
import type { SourceContext } from '../../core/source.ts';
import { accessDenied, askTool, keyRefused, noSuchThing, rateLimited, saidNo, toolWords } from '../../kit/toolAnswers.ts';
import { type Fields, objectOf, objectsOf } from '../../kit/values.ts';

export const keyName = 'SPB_ACCESS_KEY';
export const teamName = 'SPB_TEAM_NAME';
export const keyTitle = 'access key of Superb AI';
export const teamTitle = 'team name of Superb AI';

export type Asking = Pick<SourceContext, 'web' | 'secret' | 'setting' | 'signal'>;

export interface Question {
  /** `/v2/graphql` */
  path: string;
  query: string;
  variables: Readonly<Record<string, unknown>> | null;
  /** What is asked for, in words: "project x". */
  about: string;
}

const mostTries = 5;

/** The `data` of the answer. Throws as `askTool` does. `pause`: milliseconds before it is asked again for the first time. */
export async function askGraphql(context: Asking, question: Question, pause: number): Promise<Fields> {
  const { path, query, variables, about } = question;
  const url = `${context.setting('endpoint').replace(/\/+$/, '')}${path}`;
  const headers = await signIn(context);
  for (let tries = 1; ; tries++) {
    const { value } = await askTool(context.web, {
      url,
      method: 'POST',
      body: { query, variables },
      repeatable: true,
      credentials: { headers },
      tool: 'Superb AI',
      secret: keyTitle,
      about,
      signal: context.signal,
    });
    const { error, again } = refusalOf(value, about);
    if (!error) return objectOf(objectOf(value)?.data)!;
    if (!again || tries === mostTries) throw error;
    await wait(pause * 2 ** (tries - 1), undefined, { signal: context.signal }).catch(() => throwIfCancelled(context.signal));
  }
}

/** Throws `secret.missing`. */
export async function signIn(context: Pick<Asking, 'secret'>): Promise<Record<string, string>> {
  const [team, key] = [await context.secret(teamName), await context.secret(keyName)];
  return { 'x-api-key': key, authorization: `Basic ${Buffer.from(`${team}:${key}`).toString('base64')}` };
}

function refusalOf(value: unknown, about: string): { error?: DatapinError; again?: boolean } {
  const answer = objectOf(value);
  const first = objectsOf(answer?.errors)[0] ?? objectOf(answer?.error);
  const said = first ?? (Array.isArray(answer?.errors) || answer?.error ? {} : undefined);
  if (!said) return objectOf(answer?.data) ? {} : { error: saidNo('Superb AI', about, 'there is nothing in it') };
  const words = toolWords(said) ?? toolWords(answer);
  const code = String(objectOf(said.extensions)?.code ?? said.code ?? '');
  if (code === '429' || /limit exceeded|too many requests/i.test(words ?? '')) return { error: rateLimited('Superb AI'), again: true };
  if (code === '401' || /^unauthori[sz]ed/i.test(words ?? '')) return { error: keyRefused('Superb AI', keyTitle, words) };
  if (code === '403' || /^forbidden/i.test(words ?? '')) return { error: accessDenied('Superb AI', about, words) };
  if (code === '404') return { error: noSuchThing('Superb AI', about) };
  return { error: saidNo('Superb AI', about, words ?? answer), again: code === '503' };
}
