/** From locations to a version: looks what it is, asks for a name, adopts, shows the result. */
import { probe, type WireProbe } from '../server/protocol/requests.ts';
import { adoptNow } from './adopting/adopt.ts';
import { targetQuestion } from './adopting/target.ts';
import type { Context } from './context.ts';
import { askText } from './editor.ts';
import { proposeName } from './names.ts';
import { problemOf, wordsOf } from './problem.ts';

/** `proposed` is the name to begin with; one is made of the locations when there is none. */
export async function adoptAs(context: Context, locations: string[], proposed?: string): Promise<void> {
  const what = await lookAt(context, locations);
  const question = await targetQuestion(context.server, { proposed: proposed ?? proposeName(locations), about: whatItIs(what) });
  const title = locations.length === 1 ? `Adopt ${locations[0]}` : `Adopt ${locations.length} locations`;
  const target = await askText({ ...question, title });
  if (target !== undefined) await adoptNow(context, { locations, as: target });
}

/** "COCO: it holds annotations/instances.json." Nothing of files as they lie: that is what everybody expects. */
export function whatItIs(what: WireProbe | undefined): string | undefined {
  return what?.source === undefined ? undefined : `${what.title}: ${what.why}.`;
}

/** Several locations are files as they lie. What cannot be looked at is told by whoever adopts it. */
export async function lookAt({ server, output }: Context, locations: readonly string[]): Promise<WireProbe | undefined> {
  const [location, ...others] = locations;
  if (location === undefined || others.length > 0) return undefined;
  try {
    return await server.send(probe, { location });
  } catch (error) {
    output.info(`Looking at ${location}: ${wordsOf(problemOf(error))}`);
    return undefined;
  }
}
