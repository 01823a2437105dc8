/** Exports that a project has: which one is meant, waiting until it is made, and reading it by its link. */
import { DatapinError } from '../../core/errors.ts';
import type { SourceContext, SourceItem } from '../../core/source.ts';
import { linkAccess } from '../../kit/archives/linkAccess.ts';
import { zipFiles } from '../../kit/exportFiles.ts';
import { type Polling, polled } from '../../kit/polling.ts';
import { otherNames } from '../../kit/toolAnswers.ts';
import type { Export, Project, SuperbApi } from './api.ts';
import { exportItems } from './exported.ts';
import type { ProjectPlace } from './location.ts';

/** An export that can be fetched. */
export type ReadyExport = Export & { link: string };

/** The newest one, unless one is named; nothing where there is none. Throws `source.export` and `source.project`. */
export async function readyExport(
  api: SuperbApi,
  { project, place }: { project: Project; place: ProjectPlace },
  { context, polling }: { context: SourceContext; polling: Polling },
): Promise<ReadyExport | undefined> {
  const { from } = place;
  if (from === undefined || from === 'labels') return (await api.exports(project.id)).find(isReady);
  const name = from.export;
  const tooLate = () => new DatapinError('source.export', `Superb AI is still making the export ${name}.`, { hint: 'Try again later.' });
  return polled(
    async () => {
      const made = exportNamed(await api.exports(project.id), { name, project });
      if (isReady(made)) return made;
      if (/fail|error|cancel/i.test(made.state)) throw failed(name);
      context.say(`Superb AI makes the export ${name}`);
      return undefined;
    },
    polling,
    { signal: context.signal, tooLate },
  );
}

function isReady(one: Export): one is ReadyExport {
  return one.link !== undefined;
}

function exportNamed(exports: readonly Export[], { name, project }: { name: string; project: Project }): Export {
  const found = exports.find((one) => one.id === name) ?? exports.find((one) => one.name === name);
  if (found) return found;
  throw new DatapinError('source.project', `Project ${project.name} of Superb AI has no export ${name}.`, {
    hint: otherNames(
      name,
      exports.map((one) => one.name),
      'It has none yet: make one in Superb AI.',
    ),
  });
}

/** Returns how many labels there were. */
export async function* readExport(
  { project, made }: { project: Project; made: ReadyExport },
  { api, root, context }: { api: SuperbApi; root: string | undefined; context: SourceContext },
): AsyncGenerator<SourceItem, number> {
  const archive = await linkAccess({
    name: `export ${made.name}`,
    web: context.web,
    signal: context.signal,
    link: async (expired) => ({ url: expired ? await freshLink(api, project, made) : made.link }),
  });
  try {
    const files = await zipFiles(archive, context.signal);
    const labels = yield* exportItems(files, { api, project: project.id, root, context, keepsMasks: true });
    if (made.labels !== undefined && made.labels > labels) yield tooFew(made, labels);
    return labels;
  } finally {
    await archive.close();
  }
}

async function freshLink(api: SuperbApi, project: Project, { id, name }: Export): Promise<string> {
  const made = (await api.exports(project.id)).find((one) => one.id === id);
  if (made?.link) return made.link;
  throw new DatapinError('source.export', `Superb AI no longer has the export ${name}.`, { hint: 'Make a new one.' });
}

function tooFew({ name, labels }: Export, found: number): SourceItem {
  const problem = new DatapinError('source.malformed', `The export is said to have ${labels} labels, and has ${found}.`, {
    hint: 'Make it again in Superb AI.',
  });
  return { problem, at: `export ${name}` };
}

function failed(name: string): DatapinError {
  return new DatapinError('source.export', `Superb AI could not make the export ${name}.`, { hint: 'Make it again in Superb AI.' });
}
