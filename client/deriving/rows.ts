/** What would come of deriving, as a list: what can be done, and what is known of it before. */
import type * as vscode from 'vscode';
import { derive, type WireDerivation } from '../../server/protocol/requests.ts';
import type { Context } from '../context.ts';
import { problemOf } from '../problem.ts';
import { progressWords } from '../progress.ts';
import type { Row, Say } from '../questions.ts';
import type { Made } from './derive.ts';
import { conflictRows, derivedRows } from './words.ts';

export async function dryRows(
  context: Context,
  { request, made }: { request: WireDerivation; made: Made },
  { token, say }: { token: vscode.CancellationToken; say: Say },
): Promise<Row<WireDerivation>[]> {
  const heard = progressWords(context.server, say);
  try {
    const dry = { ...request, dryRun: true, token: heard.token };
    const found = await context.server.send(derive, { ...dry, secrets: await context.keys.values() }, token);
    return derivedRows(found, { request, made });
  } catch (error) {
    const problem = problemOf(error);
    if (problem.code !== 'derive.conflict') throw error;
    return conflictRows(problem, request);
  } finally {
    heard.dispose();
  }
}
