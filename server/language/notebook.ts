/** Notebooks: as the JSON of an `.ipynb` file, and as the cells that an editor has open. The cells of both are read as one program. */
import type { Span } from '../core/ref.ts';
import { type CellSpan, joinCells } from '../formats/notebook/join.ts';
import { readNotebookPython } from '../formats/notebook/python.ts';
import type { Analysis, LanguageOptions } from './document.ts';
import { type Move, movedFacts } from './python/movedFacts.ts';
import type { PythonCache } from './python/tree.ts';
import { type FoundInPython, readPython } from './reference/inPython.ts';

/** What an open notebook keeps between two analyses; its owner drops it with the notebook. */
export interface NotebookCache {
  python: PythonCache;
  last?: { cells: readonly string[]; options: NotebookOptions; analyses: Analysis[] };
}

export interface NotebookOptions extends LanguageOptions {
  /** Of the notebook's file: `file:///…/train.ipynb`. */
  uri: string;
}

export function newNotebookCache(): NotebookCache {
  return { python: {} };
}

/** What stands in an `.ipynb` file, with ranges of its JSON. */
export function analyseNotebookFile(json: string, cache: PythonCache, options: LanguageOptions = {}): Analysis {
  const { text, toFile, problem } = readNotebookPython(json);
  const found = readPython(text, cache, options.referenceCalls);
  const analysis = moved(withCommands(found, jsonCommand.test(json)), toFile);
  return problem ? { ...analysis, problems: [{ code: 'notebook-syntax', ...problem }] } : analysis;
}

/**
 * What stands in each cell of a notebook that is open, with ranges of the cell; what one cell imports or prepares counts in all.
 * `cells` are the texts of its cells in order, empty for those that are not Python: an analysis for each. Asked again about
 * the same cells it gives the same answer.
 */
export function analyseNotebook(cells: readonly string[], cache: NotebookCache, options: NotebookOptions): Analysis[] {
  if (cache.last && isSame(cache.last, cells, options)) return cache.last.analyses;
  const { text, locate } = joinCells(cells);
  const read = readPython(text, cache.python, options.referenceCalls);
  const found = withCommands(
    read,
    cells.some((cell) => command.test(cell)),
  );
  const notebook = { uri: options.uri, facts: found.facts };
  const analyses = inCells(found, cells.length, locate).map((own, cell): Analysis => {
    const { python, ...rest } = moved(own, (span) => {
      const at = locate(span);
      return at?.cell === cell ? at.span : undefined;
    });
    return { ...rest, python: { ...python!, notebook } };
  });
  cache.last = { cells: [...cells], options, analyses };
  return analyses;
}

function isSame(
  { cells, options }: NonNullable<NotebookCache['last']>,
  now: readonly string[],
  { uri, referenceCalls }: NotebookOptions,
): boolean {
  if (options.uri !== uri || options.referenceCalls !== referenceCalls || cells.length !== now.length) return false;
  return cells.every((cell, i) => cell === now[i]);
}

/** Lines for the shell or for another file, but for those that install something: what they read is not seen. */
const command =
  /^[ \t]*(?:!(?!\s*(?:\w+ -m )?(?:pip3?|apt|apt-get|conda|ls|nvidia-smi)\b)|%(?:run|sx|system|sc)\b|%%(?:!|bash|sh|script|sx|system|perl|ruby)\b)|=[ \t]*!/m;

const jsonCommand = new RegExp(command.source.replace('^', '(?:"|\\\\n)'));

function withCommands(found: FoundInPython, hasCommands: boolean): FoundInPython {
  if (!hasCommands) return found;
  return { ...found, facts: { ...found.facts, opaque: { ...found.facts.opaque, inputs: true, parameters: true } } };
}

/** What lies where no part of the file spells it is left out. */
function moved({ references, slots, facts }: FoundInPython, move: Move): Analysis {
  const inFile = <T extends { range: Span }>(one: T): T[] => {
    const range = move(one.range);
    return range ? [{ ...one, range }] : [];
  };
  return { references: references.flatMap(inFile), slots: slots.flatMap(inFile), problems: [], python: movedFacts(facts, move) };
}

/** What was found, parted by cells, with the ranges that it has. */
function inCells(
  { references, slots, facts }: FoundInPython,
  count: number,
  locate: (span: Span) => CellSpan | undefined,
): FoundInPython[] {
  const cellOf = ({ start }: Span) => locate({ start, end: start })?.cell ?? -1;
  const byCell = <T>(all: readonly T[], rangeOf: (one: T) => Span) => {
    const groups = Map.groupBy(all, (one) => cellOf(rangeOf(one)));
    return (cell: number) => groups.get(cell) ?? [];
  };
  const [ownReferences, ownSlots] = [byCell(references, ({ range }) => range), byCell(slots, ({ range }) => range)];
  const prepares = byCell(facts.prepares, ({ range }) => range);
  const uses = byCell(facts.uses, ({ name }) => name.range);
  const unprefixed = byCell(facts.unprefixed, ({ range }) => range);
  return Array.from({ length: count }, (_, cell) => ({
    references: ownReferences(cell),
    slots: ownSlots(cell),
    facts: { ...facts, prepares: prepares(cell), uses: uses(cell), unprefixed: unprefixed(cell) },
  }));
}
