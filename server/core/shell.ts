/** Texts for a POSIX shell. */

/** One word of a command line, as Python's `shlex.quote` writes it. */
export function shellQuote(word: string): string {
  if (word === '') return "''";
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}

/**
 * The commands of a step as one script of one shell, so that `export` and `cd` of one command hold for the next, and
 * the first command that fails ends the run with its exit code. Sources differ on what the original does (a shell for
 * each command, or all joined by `&&`); one shell serves scripts written for either, unless they lean on a fresh one.
 * The check stands on a line of its own, since `&&` would be swallowed by a comment or a here-document at the end of a
 * command; and it is no `set -e`, which would also change what happens inside a command of many lines.
 * A shebang in the first line stays the first line.
 */
export function shellScript(commands: readonly string[]): string {
  const [first = '', ...others] = commands;
  const { shebang, rest } = splitShebang(first);
  const bodies = [rest, ...others].filter((body) => body.trim() !== '');
  const check = shebang === undefined || isShell(shebang) ? '\n(exit $?) || exit $?\n' : '\n';
  const script = bodies.join(check);
  return `${shebang === undefined ? '' : `${shebang}\n`}${script}${script === '' ? '' : '\n'}`;
}

/** Program and argument of a script's first line, as the kernel reads it; `sh` when the script names none. */
export function interpreterOf(script: string): string[] {
  const { shebang } = splitShebang(script);
  const match = /^#!\s*(\S+)(?:\s+(.*\S))?\s*$/.exec(shebang ?? '');
  return match ? match.slice(1).filter((part) => part !== undefined) : ['sh'];
}

function splitShebang(command: string): { shebang: string | undefined; rest: string } {
  if (!command.startsWith('#!')) return { shebang: undefined, rest: command };
  const end = command.indexOf('\n');
  return end < 0 ? { shebang: command, rest: '' } : { shebang: command.slice(0, end), rest: command.slice(end + 1) };
}

function isShell(shebang: string): boolean {
  return /[/\s](?:ba|da|a|k|z)?sh\b/.test(shebang);
}
