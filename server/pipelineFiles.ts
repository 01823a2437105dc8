/** Pipeline files on disk: where they are, and the steps in them. Used by the command line and the language server. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatapinError, systemCode } from './core/errors.ts';
import { nearest } from './core/nearest.ts';
import type { Step } from './core/pipeline.ts';
import { itemsOf } from './formats/pipelineFile/file.ts';
import { parsePipelineFile } from './formats/pipelineFile/parse.ts';
import type { PipelineFile } from './formats/pipelineFile/types.ts';

/** In the order in which they are looked for. */
export const pipelineFileNames = ['datapin.yaml', 'valohai.yaml'] as const;

/** A step with the file it stands in. */
export interface FoundStep {
  step: Step;
  /** Absolute path of the pipeline file. */
  file: string;
}

/** The pipeline files right in a folder, and in the folders right under it: a repository of several projects. */
export function pipelineFilesIn(folder: string): string[] {
  const here = filesOf(folder);
  const below = entries(folder)
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .flatMap((entry) => filesOf(join(folder, entry.name)));
  return [...here, ...below];
}

/** The pipeline file of a folder or of the nearest folder above it. Throws `pipeline.missing`. */
export function findPipelineFile(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    const [file] = filesOf(at);
    if (file) return file;
    if (at === dirname(at)) break;
  }
  throw new DatapinError('pipeline.missing', `There is no ${pipelineFileNames.join(' or ')} in ${folder} or above it.`, {
    hint: 'Go to the folder of your project, or name the file with --file.',
  });
}

/**
 * Steps of a pipeline file, or of the text an editor shows in its place. Broken parts give fewer steps, no error;
 * a file that cannot be read throws `pipeline.missing`.
 */
export function readSteps(file: string, text = readText(file)): FoundStep[] {
  return stepsOf(parsePipelineFile(text).file).map((step) => ({ step, file }));
}

/** The step of a file by its name; the last one when several have it, as the format has it. Throws `step.unknown`. */
export function findStep(file: string, name: string, text = readText(file)): FoundStep {
  const { file: parsed, problems } = parsePipelineFile(text);
  const broken = problems.find((problem) => problem.code === 'yaml-syntax');
  const found = parsed.steps.get(name);
  if (found) return { step: found.item.step, file };
  if (broken)
    throw new DatapinError('pipeline.broken', `${file} cannot be read whole: ${broken.message}`, { hint: 'Mend the file and try again.' });
  const names = stepsOf(parsed).map((step) => step.name);
  const near = nearest(name, names);
  throw new DatapinError('step.unknown', `${file} has no step "${name}".`, {
    hint: near ? `Did you mean ${near}?` : names.length > 0 ? `It has ${names.join(', ')}.` : 'It has no steps.',
  });
}

function stepsOf(file: PipelineFile): Step[] {
  return [...itemsOf(file, 'step')].map(({ item }) => item.step);
}

function filesOf(folder: string): string[] {
  const there = new Set(entries(folder).map((entry) => entry.name));
  return pipelineFileNames.filter((name) => there.has(name)).map((name) => join(folder, name));
}

function entries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    // A folder that vanished or is closed to us has no pipeline file for us.
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes(systemCode(error) ?? '')) return [];
    throw error;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new DatapinError('pipeline.missing', `${file} cannot be read (${systemCode(cause) ?? cause}).`, {
      hint: 'Check the path.',
      cause,
    });
  }
}
