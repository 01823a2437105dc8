import { resolve } from 'node:path';
import { versionNamed } from '../../core/named.ts';
import { placeFiles } from '../../core/placing.ts';
import { count } from '../../protocol/words.ts';
import type { CliCommand } from '../command.ts';

export const checkoutCommand: CliCommand = {
  declare: (program) =>
    program
      .command('checkout')
      .description("put a version's files in a folder, as links where they can be")
      .argument('<ref>')
      .argument('<folder>')
      .option('--copy', 'copy the bytes'),
  async run(context, [ref, folder], options) {
    const app = context.app();
    const version = versionNamed(app.registry, ref!);
    const placements = [...app.registry.versions.files(version)].map((file) => ({ file, as: file.path }));
    const to = resolve(context.cwd, folder!);
    await placeFiles(
      app,
      { version, placements, folder: to, copy: options.copy === true },
      { signal: context.signal, onProgress: context.onProgress },
    );
    const name = `${version.dataset}:${version.name}`;
    return { json: { ref: name, folder: to, files: version.files }, text: `${name} is in ${to}: ${count(version.files, 'file')}\n` };
  },
};
