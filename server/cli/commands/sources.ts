import { sourceNamed } from '../../core/probing.ts';
import type { Source, SourceChoice } from '../../core/source.ts';
import { createSourceContext } from '../../core/sourceContext.ts';
import type { Answer, CliCommand, CliContext } from '../command.ts';
import { table } from '../print.ts';

export const sourcesCommand: CliCommand = {
  declare: (program) =>
    program
      .command('sources')
      .description('what can be adopted from; with a tool: its projects')
      .argument('[source]')
      .argument('[parent]', 'a choice that holds further ones'),
  async run(context, [id, parent]) {
    if (id === undefined) return listSources(await context.app().sources());
    const source = await sourceNamed(context.app(), id);
    return source ? listChoices(context, source, parent) : { json: [], text: noList('Files as they lie have', 'a file or a folder') };
  },
};

function listSources(sources: readonly Source[]): Answer {
  const rows = sources.map((source) => [source.id, source.title, takes(source), (source.secrets ?? []).map(({ name }) => name).join(', ')]);
  return {
    json: sources.map((source) => ({
      id: source.id,
      title: source.title,
      takes: takes(source),
      secrets: source.secrets ?? [],
      settings: source.settings ?? [],
      choices: source.choices !== undefined,
    })),
    text: table(rows),
  };
}

async function listChoices(context: CliContext, source: Source, parent: string | undefined): Promise<Answer> {
  const say = context.say;
  const found: SourceChoice[] = [];
  const asked = createSourceContext(context.app(), source, { signal: context.signal, say });
  for await (const choice of source.choices?.(asked, parent) ?? []) found.push(choice);
  const rows = found.map(({ location, title, description = '', parent: inner }) => [
    location,
    title,
    description,
    inner ? `more in ${inner}` : '',
  ]);
  const name = source.scheme === undefined ? 'a file or a folder' : `${source.scheme}://…, a file or a folder`;
  if (!source.choices) return { json: found, text: noList(`${source.title} has`, name) };
  return { json: found, text: found.length > 0 ? table(rows) : `${source.title} lists nothing to choose from.\n` };
}

function noList(who: string, name: string): string {
  return `${who} no list to choose from: name ${name}.\n`;
}

function takes({ scheme }: Source): string {
  return scheme === undefined ? 'files and folders' : `${scheme}://…, files`;
}
