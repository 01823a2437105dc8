/** What a step says of its outputs: `<file>.metadata.json` beside a file, and `valohai.metadata.jsonl` for all. */
import { createReadStream, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, posix, relative } from 'node:path';
import type { Json } from '../execution.ts';
import { linesOf } from '../lines.ts';
import { parsePythonJson } from '../pythonText.ts';
import type { Complain } from './problems.ts';

export type Properties = Record<string, Json>;

const suffix = '.metadata.json';
const linesFile = 'valohai.metadata.jsonl';
/** Where outputs lie in a container of the original; scripts may have it built in. */
const originalOutputs = '/valohai/outputs';

/** Whether an output is a carrier of metadata and so no file of any version. */
export function isSidecar(path: string): boolean {
  return path === linesFile || path.endsWith(suffix);
}

/** Properties by output. What cannot be used is complained of, and the rest is kept. */
export async function readProperties(outputs: string, paths: readonly string[], complain: Complain): Promise<Map<string, Properties>> {
  const files = new Set(paths.filter((path) => !isSidecar(path)));
  const found = new Map<string, Properties>();
  for (const path of paths) {
    if (!path.endsWith(suffix)) continue;
    const properties = await readSidecar(outputs, { path, files, complain });
    if (properties) found.set(path.slice(0, -suffix.length), properties);
  }
  if (!paths.includes(linesFile)) return found;
  for (const [path, properties] of await readLines(outputs, files, complain)) {
    found.set(path, merge(found.get(path), properties));
  }
  return found;
}

interface Context {
  path: string;
  files: ReadonlySet<string>;
  complain: Complain;
}

async function readSidecar(outputs: string, { path, files, complain }: Context): Promise<Properties | undefined> {
  const owner = path.slice(0, -suffix.length);
  if (!files.has(owner)) {
    const folder = statSync(join(outputs, owner), { throwIfNoEntry: false })?.isDirectory() ?? false;
    complain(
      path,
      folder ? 'It stands beside a folder; metadata belongs to single files.' : 'The output that it belongs to was not written.',
    );
    return undefined;
  }
  const properties = parseObject((await readFile(join(outputs, path), 'utf8')).replace(/^\ufeff/, ''));
  if (!properties) complain(path, 'It is no JSON object.');
  return properties;
}

async function readLines(outputs: string, files: ReadonlySet<string>, complain: Complain): Promise<Map<string, Properties>> {
  const found = new Map<string, Properties>();
  let number = 0;
  for await (const line of linesOf(createReadStream(join(outputs, linesFile)))) {
    number++;
    const text = number === 1 ? line.replace(/^\ufeff/, '') : line;
    if (text.trim() === '') continue;
    const at = `${linesFile}, line ${number}`;
    const entry = parseObject(text);
    if (typeof entry?.file !== 'string' || !isObject(entry.metadata)) {
      complain(at, 'It is no JSON object with "file" and "metadata".');
      continue;
    }
    const path = relativePath(outputs, entry.file);
    if (path === undefined) complain(at, `"${entry.file}" lies outside the outputs.`);
    else if (!files.has(path)) complain(at, `The output "${entry.file}" was not written.`);
    else {
      if (found.has(path)) complain(at, `"${path}" was named before; this line counts.`);
      found.set(path, entry.metadata);
    }
  }
  return found;
}

/** `./x` and the absolute path of an output are the output `x`. */
function relativePath(outputs: string, written: string): string | undefined {
  const absolute = isAbsolute(written);
  const root = absolute && posix.normalize(written).startsWith(`${originalOutputs}/`) ? originalOutputs : outputs;
  const path = posix.normalize(absolute ? relative(root, written) : written);
  return path === '..' || path.startsWith('../') ? undefined : path;
}

/** The lines file is the newer carrier and wins, except that versions named in either place are all made. */
function merge(sidecar: Properties | undefined, line: Properties): Properties {
  if (!sidecar) return line;
  const merged = { ...sidecar, ...line };
  for (const key of ['valohai.dataset-versions', 'valohai.model-versions']) {
    const [first, second] = [sidecar[key], line[key]];
    if (Array.isArray(first) && Array.isArray(second)) merged[key] = [...first, ...second];
  }
  return merged;
}

function parseObject(text: string): Properties | undefined {
  try {
    const value = parsePythonJson(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function isObject(value: Json | undefined): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
