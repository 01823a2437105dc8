/** Runs vscode-tmgrammar-test, which asks vscode-textmate as VS Code does, over the files in `cases/`. */
import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const program = createRequire(import.meta.url).resolve('vscode-tmgrammar-test/dist/unit.js');
const extensions = join(root, 'workbench', 'node_modules', 'code-server', 'lib', 'vscode', 'extensions');

/** What the runner says of one file of cases. */
export interface Verdict {
  /** Lines of source below which it found assertions. */
  lines: number;
  failures: string[];
}

/** Base grammars as the package tm-grammars carries them; its YAML is not the one of VS Code. */
export function packagedGrammars(...names: string[]): string[] {
  return names.map((name) => join(root, 'node_modules', 'tm-grammars', 'grammars', `${name}.json`));
}

/** The base grammars of VS Code itself; undefined where its server is not installed. */
export function editorGrammars(): string[] | undefined {
  if (!existsSync(join(extensions, 'yaml'))) return undefined;
  const folders = ['yaml', 'python', 'json', 'shellscript'].map((name) => join(extensions, name, 'syntaxes'));
  return folders.flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
}

/** Files of cases in these folders of `cases/`, relative to the repository, with `/`. */
export function caseFiles(...folders: string[]): string[] {
  const found = folders.flatMap((folder) => globSync(`test/syntaxes/cases/${folder}/*`, { cwd: root }));
  return found.map((path) => path.split(sep).join('/')).sort();
}

/** Rejects when the runner gives no report on one of the files. `config`: the package.json whose grammars are injected. */
export async function runCases(
  files: readonly string[],
  grammars: readonly string[],
  config = 'package.json',
): Promise<Map<string, Verdict>> {
  const reports = mkdtempSync(join(tmpdir(), 'datapin-grammar-'));
  try {
    const options = ['--xunit-report', reports, '--xunit-format', 'generic', '--config', config];
    const output = await run([program, ...options, ...grammars.flatMap((path) => ['-g', path]), ...files]);
    return new Map(files.map((file) => [file, verdict(join(reports, `TEST-${file.replaceAll('/', '.')}.xml`), output)]));
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

function verdict(report: string, output: string): Verdict {
  if (!existsSync(report)) throw new Error(`The runner reported nothing:\n${output}`);
  const xml = readFileSync(report, 'utf8');
  const failures = [...xml.matchAll(/<(?:failure|error) [^>]*>([^<]*)</g)].map(([, text = '']) => text);
  return { lines: [...xml.matchAll(/<testcase /g)].length, failures };
}

function run(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  return new Promise((resolve, reject) => child.once('error', reject).once('close', () => resolve(output)));
}
