/** Kinds of sources, what a location is taken for, and what can be chosen from a tool. */
import { listChoices, listSources, probe } from '../protocol/requests.ts';
import { answer, requireTrust } from './answer.ts';
import type { Handler } from './context.ts';
import { located } from './located.ts';
import { toWireChoice, toWireProbe, toWireSource } from './toWireSources.ts';

/** More than anybody looks through; a list can be searched as far as it is there. */
const mostChoices = 5000;

export const sourcesHandler: Handler = {
  register(connection, context) {
    answer(connection, listSources, async (_, signal) => (await context.runJob('sources', null, { signal })).map(toWireSource));
    answer(connection, probe, async ({ location }, signal) => {
      requireTrust(context.client);
      return toWireProbe(await context.runJob('probe', { location: located(location, context) }, { signal }));
    });
    answer(connection, listChoices, async ({ source, parent, secrets }, signal) => {
      requireTrust(context.client);
      const { choices, more } = await context.runJob('choices', { source, parent, limit: mostChoices }, { signal, secrets });
      return { choices: choices.map(toWireChoice), more };
    });
  },
};
