import type { Version } from '../../core/dataset.ts';
import { remake } from '../../core/derive/remake.ts';
import { DatapinError } from '../../core/errors.ts';
import { type VerifyRequest, verify } from '../../core/integrity.ts';
import { versionNamed } from '../../core/named.ts';
import { count, digits } from '../../protocol/words.ts';
import type { Answer, CliCommand, CliContext } from '../command.ts';
import { differences } from './diff.ts';

export const verifyCommand: CliCommand = {
  declare: (program) =>
    program
      .command('verify')
      .description('whether the bytes are still those that were adopted')
      .argument('<ref>')
      .option('--quick', 'ask the stores, read only what they cannot vouch for')
      .option('--sample <n>', 'read n files, spread over the version')
      .option('--full', 'read every byte (default)')
      .option('--recipe', 'make a derived version again, and compare'),
  async run(context, [ref], options) {
    const app = context.app();
    const version = versionNamed(app.registry, ref!);
    if (options.recipe) return verifyRecipe(context, version, options);
    const { checked, broken, unproven } = await verify(
      app,
      { version, mode: modeOf(options) },
      { signal: context.signal, onProgress: context.onProgress },
    );
    const name = `${version.dataset}:${version.name}`;
    const lines = broken.map(({ path, reason }) => `${path}: ${reason}\n`).join('');
    return {
      json: { ref: name, hash: `sha256:${version.hash}`, state: broken.length > 0 ? 'broken' : 'whole', checked, broken, unproven },
      text: `${lines}${name} is ${broken.length > 0 ? 'broken' : 'whole'}: ${count(checked, 'file')} checked, ${digits(broken.length)} broken${unproven > 0 ? `, ${digits(unproven)} known only by the word of their store` : ''}\n`,
      exitCode: broken.length > 0 ? 1 : 0,
    };
  },
};

async function verifyRecipe(context: CliContext, version: Version, options: Record<string, unknown>): Promise<Answer> {
  if (options.quick || options.sample || options.full) {
    throw new DatapinError('usage', '--recipe reads no bytes: --quick, --sample and --full exclude it.', { hint: 'Verify in two steps.' });
  }
  const name = `${version.dataset}:${version.name}`;
  const { state, hash, problems, files } = await remake(context.app(), version, {
    limit: 50,
    signal: context.signal,
    onProgress: context.onProgress,
  });
  const words = {
    same: `${name} is what its recipe gives`,
    different: `${name} is not what its recipe gives now`,
    inputs: `${name} cannot be made again`,
  }[state];
  return {
    json: { ref: name, hash: `sha256:${version.hash}`, state, made: hash ? `sha256:${hash}` : null, problems, files: files ?? null },
    text: `${problems.map((line) => `${line}\n`).join('')}${files ? differences(files) : ''}${words}\n`,
    exitCode: state === 'same' ? 0 : 1,
  };
}

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
