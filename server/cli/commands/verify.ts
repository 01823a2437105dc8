import { DatapinError } from '../../core/errors.ts';
import { type VerifyRequest, verify } from '../../core/integrity.ts';
import { versionNamed } from '../../core/named.ts';
import { count } from '../../protocol/words.ts';
import type { CliCommand } from '../command.ts';

export const verifyCommand: CliCommand = {
  declare: (program) =>
    program
      .command('verify')
      .description('whether the bytes are still those that were adopted')
      .argument('<ref>')
      .option('--quick', 'ask the stores, read only what they cannot vouch for')
      .option('--sample <n>', 'read n files, spread over the version')
      .option('--full', 'read every byte (default)'),
  async run(context, [ref], options) {
    const app = context.app();
    const version = versionNamed(app.registry, ref!);
    const { checked, broken, unproven } = await verify(
      app,
      { version, mode: modeOf(options) },
      { signal: context.signal, onProgress: context.onProgress },
    );
    const name = `${version.dataset}:${version.name}`;
    const lines = broken.map(({ path, reason }) => `${path}: ${reason}\n`).join('');
    return {
      json: { ref: name, hash: `sha256:${version.hash}`, state: broken.length > 0 ? 'broken' : 'whole', checked, broken, unproven },
      text: `${lines}${name} is ${broken.length > 0 ? 'broken' : 'whole'}: ${count(checked, 'file')} checked, ${broken.length} broken${unproven > 0 ? `, ${unproven} known only by the word of their store` : ''}\n`,
      exitCode: broken.length > 0 ? 1 : 0,
    };
  },
};

function modeOf(options: Record<string, unknown>): VerifyRequest['mode'] {
  if ([options.quick, options.sample, options.full].filter(Boolean).length > 1) {
    throw new DatapinError('usage', '--quick, --sample and --full exclude one another.');
  }
  if (options.quick) return { type: 'quick' };
  if (options.sample === undefined) return { type: 'full' };
  const files = Number(options.sample);
  if (Number.isInteger(files) && files > 0) return { type: 'sample', files };
  throw new DatapinError('usage', `--sample cannot be "${options.sample}".`, { hint: 'It is a number of files.' });
}
