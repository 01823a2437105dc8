import { Option } from 'commander';
import { formats } from '../check/formatNames.ts';
import type { CliCommand } from '../command.ts';

export const checkCommand: CliCommand = {
  declare: (program) =>
    program
      .command('check')
      .description("the editor's diagnostics: references, pipeline files and the scripts of their steps")
      .argument('[path...]', 'folders and files; this folder when none is named')
      .addOption(new Option('--format <format>', 'how findings are printed').choices([...formats]).default('text'))
      .option('--strict', 'exit code 1 for warnings, too')
      .option('--fix', 'make the fixes that are safe, and report what is left')
      .option('--severity <code=level>', 'error, warning, information, hint or off; may be repeated', collect)
      .addHelpText('after', help),
  async run(context, paths, options) {
    const { runCheck } = await import('../check/run.ts');
    return runCheck(context, paths, options);
  },
};

const help = `
In folders: pipeline files, Python and notebooks. Of a file that is named: also other YAML, TOML, JSON,
shell and Dockerfiles, in which references are checked where they stand as URIs.
Without a registry (DATAPIN_HOME) references are checked as they are written, and none is called unknown.
Exit code: 0 nothing wrong, 1 errors (with --strict warnings, too), 2 wrong use, 3 something cannot be read.`;

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}
