/** What a labelling tool's source yields, as a text for golden files, and the world in which it is asked. */
import { createHash } from 'node:crypto';
import { type AppOptions, openApp } from '../../server/app.ts';
import type { Source } from '../../server/core/source.ts';
import type { World } from '../../server/core/world.ts';
import { createWeb } from '../../server/kit/http/web.ts';
import type { Yielded } from '../support/sourceContext.ts';
import { type Owner, tempFolder } from '../support/temp.ts';

/** A world that asks again at once, with this source for its kind. */
export function toolWorld(owner: Owner, source: Source, options: Omit<AppOptions, 'home'> = {}): World {
  const app = openApp({ ...options, home: `${tempFolder(owner, 'world')}/home` });
  owner.after(() => app.close());
  const web = createWeb({ retryDelay: 1, idleTimeout: 2_000 });
  return Object.assign(app, { web: async () => web, sources: async () => [source] });
}

/** Without what is different each time: dates of today. */
export function toolText({ pointers, made, records, problems, notes, facts }: Yielded): string {
  const { exportedAt: _, ...lasting } = facts ?? {};
  const lines = [
    ...pointers.map(
      ({ path, pointer, size, access }) => `${path} <- ${pointer}${size === undefined ? '' : ` ${size}`}${access ? ' (link)' : ''}`,
    ),
    ...made.map(({ path, made }) => `${path} = ${createHash('sha256').update(made).digest('hex').slice(0, 16)} ${made}`.trim()),
    ...problems.map(({ at, problem }) => `! ${at}: ${problem.message} ${problem.hint ?? ''}`.trim()),
    ...notes.map((note) => `# ${note}`),
    `${records.length} records, ${JSON.stringify(lasting)}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The same, or the refusal in one line. */
export async function outcome(read: () => Promise<Yielded>): Promise<string> {
  try {
    return toolText(await read());
  } catch (error) {
    const { code, message, hint } = error as { code?: string; message: string; hint?: string };
    return `!! ${code}: ${message} ${hint ?? ''}`.trim().concat('\n');
  }
}
