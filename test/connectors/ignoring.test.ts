/** `.datapinignore` says what .gitignore would: the same trees are given to git, which is the judge. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import nodeTest, { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createLocalConnector } from '../../server/connectors/local/connector.ts';
import type { Listed } from '../../server/core/connector.ts';
import { seeded } from '../support/random.ts';
import { tempFolder } from '../support/temp.ts';
import { all } from './contract.ts';

const folder = tempFolder(nodeTest, 'ignoring');
const connector = createLocalConnector();
const ignoreFile = '.datapinignore';
execFileSync('git', ['init', '-q', folder]);
let made = 0;

/** A line a file, what is left out in ⟦⟧; `<path>: <patterns>` is an ignore file, with its lines parted by ` | `. */
const trees: Record<string, string[]> = {
  'a name, wherever it is': [`${ignoreFile}: notes.txt`, 'a.png', '⟦notes.txt⟧', '⟦sub/notes.txt⟧', 'sub/notes.txt.png'],
  'an ending': [`${ignoreFile}: *.log`, '⟦a.log⟧', '⟦x/y/b.log⟧', 'log', 'a.logs'],
  'a folder': [`${ignoreFile}: tmp/`, '⟦tmp/a⟧', '⟦x/tmp/b⟧', 'x/tmp2/tmp', 'tmp2/a'],
  'a file is no folder': [`${ignoreFile}: tmp/`, 'x/tmp', 'y/tmp'],
  'only at the top': [`${ignoreFile}: /a`, '⟦a⟧', 'b/a'],
  'a way': [`${ignoreFile}: x/y`, '⟦x/y/1⟧', 'z/x/y/1', 'y'],
  'any folders between': [`${ignoreFile}: x/**/z`, '⟦x/z⟧', '⟦x/y/z⟧', '⟦x/y/y/z⟧', 'z'],
  'any folders before': [`${ignoreFile}: **/raw`, '⟦raw/1⟧', '⟦a/raw/1⟧', 'a/raws'],
  'all in a folder': [`${ignoreFile}: x/**`, '⟦x/1⟧', '⟦x/y/2⟧', 'x2'],
  'all but': [`${ignoreFile}: * | !*/ | !*.png`, 'a.png', '⟦a.txt⟧', 'x/b.png', '⟦x/b.txt⟧'],
  'what is in a folder that is left out stays out': [`${ignoreFile}: x/ | !x/keep`, '⟦x/keep⟧', '⟦x/other⟧'],
  'what is left out by names may be kept': [`${ignoreFile}: x/* | !x/keep`, 'x/keep', '⟦x/other⟧', '⟦x/y/keep⟧'],
  'the last line wins': [`${ignoreFile}: *.png | !a.png | a.png`, '⟦a.png⟧', '⟦b.png⟧'],
  'a deeper file wins': [`${ignoreFile}: *.png`, `x/${ignoreFile}: !a.png`, '⟦a.png⟧', 'x/a.png', '⟦x/b.png⟧', 'x/y/a.png'],
  'a deeper file holds there only': [`x/${ignoreFile}: a | /b`, 'a', 'b', '⟦x/a⟧', '⟦x/b⟧', '⟦x/y/a⟧', 'x/y/b'],
  'a file in a folder that is left out is not read': [`${ignoreFile}: x`, `x/${ignoreFile}: !1`, '⟦x/1⟧'],
  'letters and capitals': [`${ignoreFile}: A.png`, '⟦A.png⟧', 'a.png'],
  'one of some letters': [`${ignoreFile}: [ab]?.png`, '⟦a1.png⟧', '⟦b2.png⟧', 'c1.png', 'a.png'],
  'none of some letters': [`${ignoreFile}: [!ab].png`, 'a.png', '⟦c.png⟧'],
  'a comment, an empty line and spaces': [`${ignoreFile}: # a |  | b  | c\\ `, 'a', '⟦b⟧', '⟦c ⟧', 'c', '# a'],
  'signs that are meant as they are': [`${ignoreFile}: \\#a | \\!b | c\\*`, '⟦#a⟧', '⟦!b⟧', '⟦c*⟧', 'cd'],
  'kinds of letters': [`${ignoreFile}: [[:digit:]]* | x[^[:alpha:]]`, '⟦1a⟧', 'a1', '⟦x1⟧', 'xa'],
  'brackets that do not end': [`${ignoreFile}: [ab`, '[ab', 'a'],
  'a bracket and a line in brackets': [`${ignoreFile}: []-]`, '⟦]⟧', '⟦-⟧', 'a'],
  'a backslash at the end': [`${ignoreFile}: a\\ | b`, 'a', '⟦b⟧'],
  'two stars in a word': [`${ignoreFile}: /x**y`, '⟦xay⟧', '⟦xy⟧', 'x/y', 'a/xay'],
  'lines that end as on Windows': [`${ignoreFile}: a\r | b\r`, '⟦a⟧', '⟦b⟧', 'c'],
  'other scripts': [`${ignoreFile}: 数字/ | ü*`, '⟦数字/零⟧', '⟦ü1⟧', 'u1', '零'],
  'a byte order mark': [`${ignoreFile}: \ufeffa`, '⟦a⟧', 'b'],
  'never .gitignore': ['.gitignore: a', 'a', 'b'],
  'an empty file': [`${ignoreFile}: `, 'a', 'b/c'],
};

describe('what is adopted of', () => {
  for (const [what, lines] of Object.entries(trees)) {
    test(what, async () => {
      const marked = lines.filter((line) => !isPatterns(line));
      const at = make(marked.map(unmarked), Object.fromEntries(lines.filter(isPatterns).map(patternsOf)));
      const kept = marked.filter((line) => !line.startsWith('⟦'));
      const others = lines.filter((line) => line.startsWith('.gitignore')).map(() => '.gitignore');
      assert.deepEqual(await found(at), [...kept, ...others].sort());
      assert.deepEqual(judged(at), [...kept, ...others].sort(), 'git says so, too');
    });
  }

  test('trees and patterns by chance', async () => {
    const random = seeded(11);
    const names = ['a', 'b', 'ab', 'a.b', 'b.a', 'c'];
    const pieces = ['a', 'b', '***', '[!a]', 'a\\b', '*', '**', '?', '*.b', 'a*', '[ab]', 'ab', 'c'];
    const path = () => Array.from({ length: 1 + random.below(3) }, () => random.pick(names)).join('/');
    const pattern = () => {
      const way = Array.from({ length: 1 + random.below(3) }, () => random.pick(pieces)).join('/');
      return `${random.pick(['', '', '', '!'])}${random.pick(['', '', '/'])}${way}${random.pick(['', '', '', '/'])}`;
    };
    const patterns = () => Array.from({ length: 1 + random.below(4) }, pattern).join('\n');
    for (let round = 0; round < 120; round++) {
      const files = leaves(Array.from({ length: 20 }, path));
      const rules = { [ignoreFile]: patterns(), ...(random.below(2) ? { [`d/${ignoreFile}`]: patterns() } : {}) };
      const at = make([...files, ...files.map((file) => `d/${file}`)], rules);
      assert.deepEqual(await found(at), judged(at), JSON.stringify({ rules, files }));
    }
  });
});

describe('what is left out is counted', () => {
  const counts: [what: string, patterns: string, notes: string[]][] = [
    ['nothing', 'z', []],
    ['one file', '/a', ['1 file was left out by .datapinignore.']],
    ['files', '[ab]', ['2 files were left out by .datapinignore.']],
    ['one folder, whatever is in it', 'x', ['1 folder was left out by .datapinignore.']],
    ['files and folders', '*', ['4 files and 2 folders were left out by .datapinignore.']],
  ];
  for (const [what, patterns, notes] of counts) {
    test(what, async () => {
      const at = make(['a', 'b', 'x/1', 'x/2', 'y/3', 'c'], { [ignoreFile]: patterns });
      symlinkSync('a', join(at, 'link'));
      const items = await all(connector.list(locationOf(at), undefined, { ignoring: true }));
      assert.deepEqual(
        items.flatMap((item) => ('note' in item ? [item.note] : [])),
        notes,
      );
      const links = items.filter((item) => 'skipped' in item);
      assert.equal(links.length, patterns === '*' ? 0 : 1, 'a link that is left out is not said');
    });
  }

  test('not unless it is asked for', async () => {
    const at = make(['a', 'b'], { [ignoreFile]: 'a' });
    const items = await all(connector.list(locationOf(at)));
    assert.deepEqual(pathsOf(items), [ignoreFile, 'a', 'b']);
  });

  test('a file by itself is what it is', async () => {
    const at = make(['a'], { [ignoreFile]: 'a' });
    const items = await all(connector.list(locationOf(join(at, 'a')), undefined, { ignoring: true }));
    assert.deepEqual(pathsOf(items), ['a']);
  });
});

test('a folder that is left out may be unreadable', { skip: process.getuid?.() === 0 && 'root may read everything' }, async () => {
  const at = make(['a', 'x/1'], { [ignoreFile]: 'x/' });
  execFileSync('chmod', ['000', join(at, 'x')]);
  try {
    assert.deepEqual(await found(at), ['a']);
  } finally {
    execFileSync('chmod', ['755', join(at, 'x')]);
  }
});

function make(files: string[], ignoreFiles: Record<string, string>): string {
  const at = join(folder, String(made++));
  mkdirSync(at);
  const contents = { ...Object.fromEntries(files.map((file) => [file, file])), ...ignoreFiles };
  for (const [path, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(at, path)), { recursive: true });
    writeFileSync(join(at, path), text);
  }
  return at;
}

async function found(at: string): Promise<string[]> {
  return pathsOf(await all(connector.list(locationOf(at), undefined, { ignoring: true })));
}

/** What git would see of it, were it a repository's ignore file. */
function judged(at: string): string[] {
  const git = (...args: string[]) => execFileSync('git', ['-c', 'core.excludesFile=/dev/null', '-C', at, ...args], { encoding: 'utf8' });
  const listed = git('ls-files', '-z', '--others', `--exclude-per-directory=${ignoreFile}`).split('\0');
  return listed.filter((path) => path !== '' && path.split('/').at(-1) !== ignoreFile).sort();
}

function pathsOf(items: Listed[]): string[] {
  return items.flatMap((item) => ('path' in item ? [item.path] : [])).sort();
}

/** Without those that are a folder of another. */
function leaves(paths: string[]): string[] {
  return [...new Set(paths)].filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
}

function isPatterns(line: string): boolean {
  return line.includes(': ');
}

function patternsOf(line: string): [path: string, text: string] {
  const at = line.indexOf(': ');
  return [
    line.slice(0, at),
    line
      .slice(at + 2)
      .split(' | ')
      .join('\n'),
  ];
}

function unmarked(line: string): string {
  return line.replace(/^⟦(.*)⟧$/, '$1');
}

function locationOf(path: string): string {
  return pathToFileURL(path).href;
}
