/** What a test needs of the machine. The answer fits `test(name, { skip: withoutProgram('python3') }, …)`. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The reason to skip when a program is not on the PATH, else false. */
export function withoutProgram(...programs: string[]): string | false {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const found = (program: string) => folders.some((folder) => endings.some((ending) => existsSync(join(folder, program + ending))));
  const missing = programs.filter((program) => !found(program));
  return missing.length > 0 && `${missing.join(', ')} not installed`;
}
