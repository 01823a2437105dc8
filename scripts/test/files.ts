import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';

export interface TestFile {
  /** Relative to the repository, with `/`. */
  path: string;
  /** It drives a whole editor: nothing else runs beside it. */
  alone: boolean;
  /** Debian packages it needs. */
  packages: readonly string[];
}

/** What a file needs is read from what it imports, itself or by others, so that no list can fall behind. */
const needs: { imports: string; packages: string[]; alone?: boolean }[] = [
  { imports: 'test/support/rgw.ts', packages: ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-common'] },
  { imports: 'playwright-core', packages: ['chromium', 'fonts-dejavu-core', 'fonts-liberation'] },
  { imports: 'workbench/server.ts', packages: ['chromium'], alone: true },
  { imports: 'scripts/sample/workspace.ts', packages: ['git', 'python3'] },
];

/** What is fast and basic comes first; a folder not named here comes before `sample`. */
const order = ['architecture', 'core', 'formats', 'language', '', 'sample', 'scripts', 'support', 'webview', 'editor'];

/** The test files whose path has one of the patterns in it; all when there are none. */
export function findTests(root: string, patterns: readonly string[]): TestFile[] {
  const paths = globSync('test/**/*.test.ts', { cwd: root }).map((path) => path.split(sep).join('/'));
  const wanted = paths.filter((path) => patterns.length === 0 || patterns.some((pattern) => path.includes(pattern)));
  return wanted.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).map((path) => describeFile(root, path));
}

function rank(path: string): number {
  const place = order.indexOf(path.split('/')[1] ?? '');
  return place < 0 ? order.indexOf('') : place;
}

function describeFile(root: string, path: string): TestFile {
  const imported = allImports(root, path);
  const met = needs.filter((need) => imported.has(need.imports));
  return { path, alone: met.some(({ alone }) => alone), packages: met.flatMap(({ packages }) => packages) };
}

/** Packages by their names, files by their paths in the repository. */
function allImports(root: string, path: string, found = new Set<string>()): Set<string> {
  for (const [, specifier = ''] of readFileSync(join(root, path), 'utf8').matchAll(/^(?:import|export)\b[^;]*?\bfrom '([^']+)'/gm)) {
    const name = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier;
    if (found.has(name)) continue;
    found.add(name);
    if (name.endsWith('.ts') && existsSync(join(root, name))) allImports(root, name, found);
  }
  return found;
}
