import { manifestText } from '../../core/manifest.ts';
import { versionNamed } from '../../core/named.ts';
import type { CliCommand } from '../command.ts';
import { versionJson } from '../json.ts';

export const manifestCommand: CliCommand = {
  declare: (program) =>
    program.command('manifest').description("a version's manifest text, byte for byte what its hash is made of").argument('<ref>'),
  async run(context, [ref]) {
    const app = context.app();
    const version = versionNamed(app.registry, ref!);
    const text = manifestText(app.registry.versions.files(version));
    if (context.json) return { json: { ...versionJson(version), manifest: [...text].join('') }, text: '' };
    for (const piece of text) await context.write(piece);
    return { json: undefined, text: '' };
  },
};
