/** Adopts with progress, shows the result, and what was wrong when something was. */
import { adopt, type WireAdoption } from '../../server/protocol/requests.ts';
import type { WireVersion } from '../../server/protocol/wire.ts';
import { count, size } from '../../server/protocol/words.ts';
import { withKeys } from '../askKey.ts';
import type { Context } from '../context.ts';
import { copy, mention, tell } from '../editor.ts';
import { problemOf } from '../problem.ts';
import { withProgress } from '../progress.ts';
import { showProblems } from './problems.ts';
import { problemLines } from './problemWords.ts';

/** Adopts under a name that was chosen. What is wrong is shown, and can be left out. */
export async function adoptNow(context: Context, request: WireAdoption & { as: string }): Promise<void> {
  try {
    const result = await withKeys(context.keys, (secrets) =>
      withProgress(context.server, `Adopting ${request.as}`, (token, cancellation) =>
        context.server.send(adopt, { ...request, secrets, token }, cancellation),
      ),
    );
    await showAdopted(context, result);
  } catch (error) {
    const lines = problemLines(problemOf(error));
    if (!lines) throw error;
    await showProblems(context, { request, lines, adoptTheRest: () => adoptNow(context, { ...request, keepGoing: true }) });
  }
}

/** `done` is what was done to make it. */
export async function showAdopted(
  context: Context,
  { version, existed, notes }: { version: WireVersion; existed: boolean; notes: string[] },
  done = 'Adopted',
): Promise<void> {
  const facts = `${count(version.files, 'file')}, ${size(version.bytes)}`;
  const words = existed ? `${version.ref} holds the same bytes already.` : `${done} ${version.ref}: ${facts}.`;
  for (const note of notes) context.output.info(`${version.ref}: ${note}`);
  const reveal = () => context.datasets.revealVersion(version);
  if (context.datasets.view.visible) {
    await reveal();
    if (!existed && notes.length === 0) return mention(words);
  }
  await tell('information', [words, ...notes].join(' '), {
    Show: reveal,
    'Copy Reference': () => copy(version.ref),
  });
}
