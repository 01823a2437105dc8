/**
 * A stand-in for the YAML extension of Red Hat, which only a marketplace has: the same id and the same exported
 * function, which writes down who claims which files with what. That such a claim silences the real language server was
 * tried by hand with the npm package `yaml-language-server`; what is shown here is that we make it, and what we leave out.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

export interface Claim {
  name: string;
  /** What it answers for each file that was asked after, by the file's URI. */
  schemas: Record<string, string | null>;
  content: string;
}

/** Packs the stand-in below `folder`; it writes the claims to `record`. */
export function packYamlStandIn(folder: string, { record, files }: { record: string; files: readonly string[] }): string {
  const source = join(folder, 'yaml-stand-in');
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(source, 'README.md'), 'A stand-in for tests.\n');
  writeFileSync(join(source, 'LICENSE'), 'MIT\n');
  writeFileSync(join(source, 'extension.js'), extension({ record, files }));
  const file = join(folder, 'yaml-stand-in.vsix');
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  execFileSync(process.execPath, [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--out', file], {
    cwd: source,
    stdio: 'pipe',
  });
  return file;
}

export function claimsIn(record: string): Claim[] {
  return JSON.parse(readFileSync(record, 'utf8')) as Claim[];
}

const manifest = {
  name: 'vscode-yaml',
  publisher: 'redhat',
  version: '1.0.0',
  license: 'MIT',
  engines: { vscode: '^1.101.0' },
  main: './extension.js',
  activationEvents: ['onLanguage:yaml'],
};

function extension(parts: { record: string; files: readonly string[] }): string {
  return `
const { writeFileSync } = require('node:fs');
const { record, files } = ${JSON.stringify(parts)};
const claims = [];
exports.activate = () => ({
  registerContributor(name, requestSchema, requestSchemaContent) {
    const schemas = Object.fromEntries(files.map((file) => [file, requestSchema(file) ?? null]));
    claims.push({ name, schemas, content: requestSchemaContent(Object.values(schemas).find(Boolean)) });
    writeFileSync(record, JSON.stringify(claims));
    return true;
  },
});
`;
}
