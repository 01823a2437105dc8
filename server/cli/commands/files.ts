import { versionNamed } from '../../core/named.ts';
import type { CliCommand } from '../command.ts';
import { fileJson } from '../json.ts';

/** Lines written at once. */
const batch = 1000;

export const filesCommand: CliCommand = {
  declare: (program) => program.command('files').description("a version's files").argument('<ref>').option('--hash', 'with their hashes'),
  async run(context, [ref], options) {
    const app = context.app();
    const files = app.registry.versions.files(versionNamed(app.registry, ref!));
    if (context.json) return { json: [...files].map(fileJson), text: '' };
    let lines = '';
    let count = 0;
    for (const file of files) {
      lines += options.hash ? `${file.sha256 ?? `provider:${file.etag}`}  ${file.path}\n` : `${file.path}\n`;
      if (++count % batch !== 0) continue;
      await context.write(lines);
      lines = '';
    }
    return { json: undefined, text: lines };
  },
};
