import { DatapinError } from '../../core/errors.ts';
import { lineageGraph } from '../../core/lineage.ts';
import { toDot } from '../../formats/dot.ts';
import { toMermaid } from '../../formats/mermaid.ts';
import { toOpenLineage } from '../../formats/openLineage.ts';
import type { CliCommand } from '../command.ts';
import { lineageJson } from '../json.ts';
import { lineageText } from '../lineageText.ts';
import { oneOf } from './adopt.ts';

const formats = ['text', 'json', 'mermaid', 'dot', 'openlineage'] as const;

export const lineageCommand: CliCommand = {
  declare: (program) =>
    program
      .command('lineage')
      .description('what a version or an execution was made from, and what was made from it')
      .argument('[ref|project:n]', 'everything, when nothing is named')
      .option('--up <n>', 'how many steps towards its origins')
      .option('--down <n>', 'how many steps towards what was made from it')
      .option('--format <json|mermaid|dot|openlineage>', 'how to write it', 'text'),
  async run(context, [id], options) {
    const format = oneOf('--format', options.format, formats);
    const graph = lineageGraph(context.app().registry, { id, up: depth('--up', options.up), down: depth('--down', options.down) });
    const json = lineageJson(graph);
    const written = {
      text: () => lineageText(graph),
      json: () => `${JSON.stringify(json, null, 2)}\n`,
      mermaid: () => toMermaid(graph),
      dot: () => toDot(graph),
      openlineage: () =>
        toOpenLineage(graph)
          .map((event) => `${JSON.stringify(event)}\n`)
          .join(''),
    };
    return { json: format === 'openlineage' ? toOpenLineage(graph) : json, text: written[format]() };
  },
};

function depth(option: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new DatapinError('usage', `${option} cannot be "${value}".`, { hint: 'It is a number of steps.' });
}
