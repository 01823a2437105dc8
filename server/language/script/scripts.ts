/** Which script a step runs, and which steps run a script. Pure: of texts and URIs, without a look at the disk. */
import { itemsOf } from '../../formats/pipelineFile/file.ts';
import type { PipelineFile, PlacedItem, StepItem } from '../../formats/pipelineFile/types.ts';
import type { Project, SourceFile } from '../project.ts';
import type { PythonFacts } from '../python/facts.ts';
import { scriptIn } from './command.ts';
import { commandsIn } from './shell.ts';

type Step = StepItem['step'];

/** What the commands of a step run. */
export interface StepRun {
  /** URIs a script, the likeliest first: `-m pkg` runs either `pkg.py` or `pkg/__main__.py`. */
  scripts: string[][];
  /** Whether they also run things that cannot be looked into. */
  opaque: boolean;
}

/** What the steps of a pipeline file run. */
export type StepRuns = ReadonlyMap<StepItem, StepRun>;

/** What was read of steps before; it holds for as long as they stand as they are. */
export type KnownRuns = WeakMap<StepItem, StepRun>;

/** URIs of the Python files and notebooks that a step may run, as its commands name them. */
export function scriptsOf(step: Step, pipelineUri: string): string[] {
  return runOf(step, pipelineUri).scripts.flat();
}

/** What a step of a pipeline file runs. */
export function runIn({ document, analysis }: SourceFile, item: StepItem): StepRun {
  return analysis.stepRuns?.get(item) ?? runOf(item.step, document.uri);
}

/** Only steps that are not in `known` are read; it is filled for the next time. */
export function runsOf(pipeline: PipelineFile, uri: string, known: KnownRuns): StepRuns {
  const runs = new Map<StepItem, StepRun>();
  for (const { item } of itemsOf(pipeline, 'step')) {
    const run = known.get(item) ?? runOf(item.step, uri);
    known.set(item, run);
    runs.set(item, run);
  }
  return runs;
}

export function runOf(step: Step, pipelineUri: string): StepRun {
  const run: StepRun = { scripts: [], opaque: false };
  // all commands of a step run in one shell, so a `cd` holds for those behind it
  let folder = '';
  for (const command of step.command) {
    for (const words of commandsIn(withSourcePath(command, step))) {
      const found = scriptIn(words);
      if (found === 'unknown') run.opaque = true;
      else if ('cd' in found) folder = pathIn(folder, found.cd);
      else if (found.paths.length > 0) run.scripts.push(found.paths.map((path) => uriOf(pathIn(folder, path), pipelineUri)));
    }
  }
  return run.scripts.every(isPlain) ? run : { scripts: run.scripts.filter(isPlain), opaque: true };
}

/**
 * The steps that a file is a script of: those that its `valohai.prepare` names, then those whose commands run it.
 * Undefined when it cannot be known.
 */
export function stepsFor(file: SourceFile, project: Project): PlacedItem<StepItem>[] | undefined {
  const uri = fileUri(file);
  const around = project.pipelineOf(uri);
  const pipeline = around?.analysis.pipeline;
  const facts = wholeFacts(file);
  if (!around || !pipeline || !facts || facts.opaque.prepares) return undefined;
  if (facts.prepares.some(({ step }) => !step)) return undefined;
  const named = facts.prepares.flatMap(({ step }) => pipeline.steps.get(step!.text) ?? []);
  const running = stepsRunning(uri, around, pipeline);
  const steps = new Map([...named, ...running].map((step) => [step.item, step]));
  return steps.size > 0 ? [...steps.values()] : undefined;
}

/** What a file says; a notebook's cell speaks for all cells of its notebook. */
export function wholeFacts({ analysis }: SourceFile): PythonFacts | undefined {
  return analysis.python?.notebook?.facts ?? analysis.python;
}

/** The URI of the file that a document is of: a notebook's, for one of its cells. */
export function fileUri({ document, analysis }: SourceFile): string {
  return analysis.python?.notebook?.uri ?? document.uri;
}

export function isSameUri(one: string, other: string): boolean {
  return one === other || decoded(one) === decoded(other);
}

function stepsRunning(uri: string, file: SourceFile, pipeline: PipelineFile): PlacedItem<StepItem>[] {
  const word = lastWord(uri);
  const steps = [...itemsOf(pipeline, 'step')].filter(({ item: { step } }) =>
    [step.sourcePath ?? '', ...step.command].some((text) => text.includes(word)),
  );
  return steps.filter(({ item }) => runIn(file, item).scripts.some((uris) => uris.some((script) => isSameUri(script, uri))));
}

/** A word that must stand in every command that runs the file, whatever is quoted there. */
function lastWord(uri: string): string {
  const path = decoded(uri).replace(/(?:\/__main__)?\.\w+$/, '');
  return /[A-Za-z0-9_]*$/.exec(path)![0];
}

function withSourcePath(command: string, { sourcePath }: Step): string {
  return sourcePath === undefined ? command : command.replaceAll('{source-path}', `'${sourcePath}'`);
}

const repository = /^\/valohai\/repository(?:\/|$)/;

/** A path in the shell, relative to the folder of the pipeline file; absolute when it lies elsewhere. */
function pathIn(folder: string, path: string): string {
  if (repository.test(path)) return path.replace(repository, '');
  return path.startsWith('/') || folder === '' ? path : `${folder}/${path}`;
}

/** Spelled as editors spell URIs. */
function uriOf(path: string, pipelineUri: string): string {
  const [, root, folder] = /^([a-z][\w+.-]*:\/\/[^/]*|)(.*)\/[^/]*$/i.exec(pipelineUri) ?? ['', '', ''];
  const segments = path.startsWith('/') ? [] : folder!.split('/').slice(1);
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encoded(segment));
  }
  return `${root}/${segments.join('/')}`;
}

function encoded(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    // a stray % stands for itself
    return uri;
  }
}

/** Whether a script's path is written out, without parameters and variables. */
function isPlain(uris: readonly string[]): boolean {
  return !uris.some((uri) => /%7B|%24/.test(uri));
}
