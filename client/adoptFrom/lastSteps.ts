/** The last questions: what it shall be called, and, with all that is known of it, whether to adopt it. */
import { planAdoption } from '../../server/protocol/requests.ts';
import { adoptNow } from '../adopting/adopt.ts';
import { showProblems } from '../adopting/problems.ts';
import { targetQuestion } from '../adopting/target.ts';
import { lookAt, whatItIs } from '../adoption.ts';
import { isAboutKey } from '../keys.ts';
import { proposeName } from '../names.ts';
import { progressWords } from '../progress.ts';
import type { Ask } from '../questions.ts';
import { adoptionOf, type Draft } from './draft.ts';
import { withKeyStep } from './keyStep.ts';
import { type Decision, planRows } from './planRows.ts';

export function named(draft: Draft): Ask {
  return async (ask) => {
    const { context, locations, called } = draft;
    const proposed = proposeName(called === undefined ? locations : [called]);
    const about = draft.from === undefined ? whatItIs(await lookAt(context, locations)) : undefined;
    const target = await ask.text({ ...(await targetQuestion(context.server, { proposed, about })), about: 'Name' });
    return summary(draft, target);
  };
}

function summary(draft: Draft, as: string): Ask {
  const { context } = draft;
  const adoption = adoptionOf(draft);
  return withKeyStep(context, async (ask) => {
    const secrets = await context.keys.values();
    const decision = await ask.list<Decision>({
      about: as,
      placeholder: 'Nothing was read yet, and nothing is copied',
      isOthers: isAboutKey,
      choices: async (token, say) => {
        const heard = progressWords(context.server, say);
        try {
          return planRows(await context.server.send(planAdoption, { ...adoption, secrets, token: heard.token }, token));
        } finally {
          heard.dispose();
        }
      },
    });
    const request = { ...adoption, as };
    const adoptTheRest = () => adoptNow(context, { ...request, keepGoing: true });
    // the wizard is over: what follows has its own notifications
    if (decision.do === 'adopt') void context.attempt(() => adoptNow(context, { ...request, ...decision.how }));
    else void showProblems(context, { request, lines: decision.lines, adoptTheRest, shown: true });
    return undefined;
  });
}
