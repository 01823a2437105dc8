/** What the AWS files of a person say of a profile besides its credentials, which are the SDK's business. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DatapinError, systemCode } from '../../core/errors.ts';

/** Settings by name; those of a nested block as `block.name`. */
export type Section = Map<string, string>;

export interface Profile {
  settings: Section;
  /** The `[services …]` section that the profile names; empty when it names none. */
  services: Section;
}

/**
 * The profile `name`, from `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` or their usual places.
 * Undefined when no file has it. Throws `s3.credentials` for a file that cannot be read.
 */
export async function readProfile(name: string, env: NodeJS.ProcessEnv): Promise<Profile | undefined> {
  const [config, credentials] = await Promise.all([
    readSections(env.AWS_CONFIG_FILE || '~/.aws/config'),
    readSections(env.AWS_SHARED_CREDENTIALS_FILE || '~/.aws/credentials'),
  ]);
  const found = [credentials.get(name), config.get(`profile ${name}`), name === 'default' ? config.get('default') : undefined];
  if (found.every((section) => section === undefined)) return undefined;
  const settings = new Map(found.flatMap((section) => [...(section ?? [])]));
  return { settings, services: config.get(`services ${settings.get('services')}`) ?? new Map() };
}

/** Sections by name, without the quotes a name may have. */
export function parseIni(text: string): Map<string, Section> {
  const sections = new Map<string, Section>();
  let section: Section = new Map();
  let block = '';
  for (const line of text.split(/\r?\n/)) {
    const content = line.replace(/(^|\s)[;#].*$/, '').trim();
    const header = /^\[(.*)\]$/.exec(content);
    if (header) {
      const name = header[1]!.trim().replace(/\s+/g, ' ').replaceAll(/["']/g, '');
      section = sections.get(name) ?? new Map();
      sections.set(name, section);
      block = '';
      continue;
    }
    const [, key, value] = /^([^=]+?)\s*=\s*(.*)$/.exec(content) ?? [];
    if (key === undefined || value === undefined) continue;
    if (!/^\s/.test(line)) block = '';
    if (value === '') block = key;
    else section.set(block ? `${block}.${key}` : key, value);
  }
  return sections;
}

async function readSections(path: string): Promise<Map<string, Section>> {
  try {
    return parseIni(await readFile(path.startsWith('~/') ? join(homedir(), path.slice(2)) : path, 'utf8'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return new Map();
    throw new DatapinError('s3.credentials', `The AWS settings in ${path} cannot be read (${systemCode(error) ?? error}).`, {
      hint: 'Give yourself permission to read the file.',
      cause: error,
    });
  }
}
