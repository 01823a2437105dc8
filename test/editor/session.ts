/** The sample workspace in a workbench with the packaged extension, and what belongs to it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ownTarget, packBuilt } from '../../scripts/package/vsix.ts';
import { makeSample } from '../../scripts/sample/workspace.ts';
import { runCli } from '../support/cli.ts';
import { withoutProgram } from '../support/environment.ts';
import { writeFiles } from '../support/project.ts';
import { startWorkbench, type Workbench, withoutWorkbench } from '../support/workbench.ts';

export interface Session {
  workbench: Workbench;
  /** The opened folder. */
  folder: string;
  /** Runs the command line in it, on the same registry; throws when it fails. */
  datapin(...args: string[]): Promise<void>;
  /** The step `patient` ends when this file is there. */
  go: string;
  /** Process ids of the language servers. */
  languageServers(): Promise<number[]>;
}

/** The reason to skip, or false. */
export function withoutSession(): string | false {
  return withoutWorkbench() || withoutProgram('python3', 'git') || (ownTarget() === undefined && 'no package for this machine');
}

export interface SessionOptions {
  /** Puts things into the registry and the folder before the editor is opened. */
  prepare?(session: Pick<Session, 'folder' | 'datapin'>): Promise<void>;
  /** Other extensions to install. */
  beside?: readonly string[];
  /** What is set for the opened folder. */
  settings?: Readonly<Record<string, unknown>>;
  /** Of the editor's server, besides the usual. */
  env?: Readonly<Record<string, string>>;
}

/** References of the sample that name a version which is not there: one in YAML, one in Python, one in a notebook. */
export async function startSession(
  home: string,
  { prepare, beside = [], settings: inFolder = {}, env: more = {} }: SessionOptions = {},
): Promise<Session> {
  const folder = join(home, 'sample');
  const go = join(home, 'go');
  const env = { DATAPIN_HOME: join(home, 'registry'), DATAPIN_USER: 'ada', ...more };
  makeSample(folder);
  edit(join(folder, 'valohai.yaml'), 'dataset://digits/v1', 'digits:v9');
  edit(join(folder, 'train.py'), 'dataset://digits-prepared/latest', 'dataset://digits/v9');
  writeFileSync(join(folder, 'look.ipynb'), notebook('images = "dataset://digits/v9"'));
  appendFileSync(join(folder, 'valohai.yaml'), patientStep(go));
  const datapin = async (...args: string[]) => {
    const { code, stderr } = await runCli(args, { cwd: folder, env });
    assert.equal(code, 0, stderr);
  };
  await prepare?.({ folder, datapin });
  writeFiles(folder, { '.vscode/settings.json': JSON.stringify(inFolder) });
  const vsix = join(home, 'datapin.vsix');
  packBuilt(ownTarget()!, vsix);
  const workbench = await startWorkbench({ folder, dir: home, vsix: [vsix, ...beside], env, settings });
  workbench.page.setDefaultTimeout(60_000);
  return {
    workbench,
    folder,
    go,
    datapin,
    async languageServers() {
      const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,args=']);
      const lines = stdout.split('\n').filter((line) => line.includes(home) && line.includes('lsp.mjs'));
      return lines.map((line) => Number.parseInt(line, 10));
    },
  };
}

/** Nothing that pops up by itself, or moves. */
const settings = {
  'remote.autoForwardPorts': false,
  'git.openRepositoryInParentFolders': 'never',
  'editor.minimap.enabled': false,
  'workbench.reduceMotion': 'on',
};

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  assert.ok(text.includes(from), `${file} holds ${from}`);
  writeFileSync(file, text.replace(from, to));
}

function notebook(source: string): string {
  const cell = { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: [source] };
  return JSON.stringify({ cells: [cell], metadata: { language_info: { name: 'python' } }, nbformat: 4, nbformat_minor: 5 });
}

/** A step that runs as long as a test wants it to. */
function patientStep(file: string): string {
  return `
- step:
    name: patient
    image: debian:12
    command: while [ ! -e '${file}' ]; do sleep 0.1; done
`;
}
