/** Reads the sources as a graph of imports. A light scan: the formatter keeps imports in a shape that it can rely on. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

export interface Import {
  /** As it is written. */
  specifier: string;
  /** The file it leads to, relative to the root; absent for a package. */
  file?: string;
  typeOnly: boolean;
  /** `import('…')`, which runs when it is reached. */
  dynamic: boolean;
}

export interface Source {
  /** Relative to the root, `/`-separated. */
  file: string;
  lines: number;
  imports: Import[];
}

/** All sources of the product and of its tests. */
export function readSources(folders = ['client', 'server', 'webview', 'test']): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => posix.join(folder, path.replaceAll('\\', '/')))
      .filter((path) => /\.m?ts$/.test(path) && !path.endsWith('.d.ts') && !path.includes('/fixtures/'))
      .sort()
      .map((path) => scan(path, readFileSync(join(root, path), 'utf8'))),
  );
}

export function scan(file: string, text: string): Source {
  const found: Import[] = [];
  const add = (specifier: string, rest: Pick<Import, 'typeOnly' | 'dynamic'>) => {
    const target = specifier.startsWith('.') ? posix.join(dirname(file), specifier) : undefined;
    found.push({ specifier, ...(target === undefined ? {} : { file: target }), ...rest });
  };
  for (const [, kind, names, specifier] of text.matchAll(/^(import|export)\b([^'";]*?)\bfrom\s+'([^']+)'/gm)) {
    add(specifier!, { typeOnly: isTypeOnly(names!, kind!), dynamic: false });
  }
  for (const [, specifier] of text.matchAll(/^import\s+'([^']+)'/gm)) add(specifier!, { typeOnly: false, dynamic: false });
  for (const [, specifier] of text.matchAll(/\bimport\(\s*'([\w@./:-]+)'\s*\)/g)) add(specifier!, { typeOnly: false, dynamic: true });
  return { file, lines: text.split('\n').length - 1, imports: found };
}

function isTypeOnly(names: string, kind: string): boolean {
  if (/^\s*type\b(?!\s*,)/.test(names)) return true;
  const listed = /^\s*\{([^}]*)\}\s*$/.exec(names)?.[1];
  const specifiers = listed?.split(',').filter((name) => name.trim() !== '') ?? [];
  return kind === 'import' && specifiers.length > 0 && specifiers.every((name) => /^\s*type\s/.test(name));
}
