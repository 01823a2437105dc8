import type { CliCommand } from '../command.ts';

export const lspCommand: CliCommand = {
  declare: (program) =>
    program
      .command('lsp')
      .description('serve any editor by the Language Server Protocol')
      .option('--stdio', 'over stdin and stdout (default)'),
  async run(context) {
    const { serveStdio } = await import('../../lsp/stdio.ts');
    await serveStdio(context.signal);
    return { json: undefined, text: '' };
  },
};
