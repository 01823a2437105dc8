/** Above a step: run it, how it went the last time, what came of that. Above a reference: how far behind it is. */
import type { CodeLens, Command } from 'vscode-languageserver-types';
import { itemsOf, placed } from '../formats/pipelineFile/file.ts';
import { count } from '../protocol/words.ts';
import type { Catalog } from './catalog.ts';
import { folderOf, lastExecution, stateInWords } from './executions.ts';
import { rangeOf } from './places.ts';
import type { LanguageContext, SourceFile } from './project.ts';
import type { FoundReference } from './reference/found.ts';
import { lookUp } from './reference/lookUp.ts';

/** Kept in a lens until it is seen. */
export type LensData =
  | { type: 'run' | 'state' | 'lineage'; uri: string; step: string }
  /** How many versions there are since the one that is named. */
  | { type: 'behind'; ref: string; versions: number };

/**
 * Without their words, which are found when a lens is seen. A client that has no commands is given only what is worth
 * reading for itself: how the last execution of a step went.
 */
export function codeLenses({ document, analysis }: SourceFile, context: LanguageContext): CodeLens[] {
  const { pipeline } = analysis;
  if (!pipeline) return [];
  const { uri } = document;
  const ran = stepsThatRan(uri, context.catalog);
  const steps = [...itemsOf(pipeline, 'step')].flatMap(({ start, item }) => {
    const step = item.name?.text;
    if (!step) return [];
    const { range } = item;
    const at = rangeOf(document, placed({ start }, { start: range.start, end: range.start }));
    const types = (['run', 'state', 'lineage'] as const).filter((type) => (type === 'run' || ran.has(step)) && isUseful(type, context));
    return types.map((type): CodeLens => ({ range: at, data: { type, uri, step } satisfies LensData }));
  });
  const behind = analysis.references.flatMap((found) => behindLens({ document, analysis }, found, context));
  return [...steps, ...behind];
}

/** Puts the lens into words. */
export function resolveLens(lens: CodeLens, context: LanguageContext): CodeLens {
  const data = lens.data as LensData | undefined;
  return data ? { ...lens, command: commandFor(data, context) } : lens;
}

/** Executions of a project that are looked through for the steps that ran: those behind are too old to matter. */
const mostExecutions = 500;

function stepsThatRan(uri: string, catalog: Catalog | undefined): ReadonlySet<string> {
  const folder = folderOf(uri);
  const executions = folder === undefined ? [] : (catalog?.executions({ folder, limit: mostExecutions }) ?? []);
  return new Set(executions.map(({ step }) => step));
}

const commandOf = { run: 'datapin.run', state: 'datapin.showLog', lineage: 'datapin.showLineage', behind: 'datapin.showLineage' } as const;

function isUseful(type: LensData['type'], { commands }: LanguageContext): boolean {
  return type === 'state' || commands?.has(commandOf[type]) === true;
}

function behindLens({ document }: SourceFile, found: FoundReference, context: LanguageContext): CodeLens[] {
  const { ref } = found.parsed;
  const { catalog } = context;
  if (!ref || !catalog || found.expectation !== 'input' || ref.digest !== undefined || !isUseful('behind', context)) return [];
  // what is up to date costs no look at all the versions
  const newest = catalog.newest(ref.name);
  if (!newest || newest.deprecated || newest.name === ref.version) return [];
  const result = lookUp(ref, catalog);
  // an alias stays where it was put
  if (result.state !== 'found' || result.version.name !== ref.version) return [];
  // what to use in place of it, its diagnostic says
  if (result.version.deprecated) return [];
  const { versions, name } = result.dataset;
  const behind = versions.indexOf(result.version);
  if (behind < 1) return [];
  return [
    { range: rangeOf(document, found.range), data: { type: 'behind', ref: `${name}:${ref.version}`, versions: behind } satisfies LensData },
  ];
}

function commandFor(data: LensData, { catalog, now, commands }: LanguageContext): Command {
  const command = commands?.has(commandOf[data.type]) ? commandOf[data.type] : '';
  if (data.type === 'behind') return { title: `${count(data.versions, 'version')} behind`, command, arguments: [data.ref] };
  const { type, uri, step } = data;
  if (type === 'run') return { title: 'Run', command, arguments: [{ file: uri, step }] };
  const last = lastExecution(step, uri, catalog);
  if (!last) return { title: 'no execution', command: '' };
  if (type === 'lineage') return { title: 'Lineage', command, arguments: [last.id] };
  return { title: `${last.id} ${stateInWords(last, now)}`, command, arguments: [last.id] };
}
