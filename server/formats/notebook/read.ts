/** Reads the Python cells of an `.ipynb` file, nbformat 4 and the older ones with worksheets. */
import { type JsonArray, type JsonNode, type JsonProblem, scanJson } from './json.ts';
import { decodeStrings, type MappedText } from './mappedText.ts';

export interface NotebookCell {
  /** Its place among all cells of the notebook, from 0. */
  index: number;
  /** What the cell says, and where each character stands in the file. */
  source: MappedText;
}

export interface Notebook {
  /** Code cells in Python, in order. None when the kernel speaks another language, or the file has a problem. */
  cells: NotebookCell[];
  /** Broken JSON, or JSON that is no notebook. */
  problem?: JsonProblem;
}

/** Never throws. An empty file is an empty notebook, as editors take it. */
export function readNotebook(json: string): Notebook {
  if (json.trim() === '') return { cells: [] };
  const { root, problem } = scanJson(json, skipped);
  if (problem) return { cells: [], problem };
  const cells = cellsOf(root);
  if (!cells) {
    const { start } = root.range;
    return { cells: [], problem: { message: 'This file is not a notebook: it has no list of cells.', range: { start, end: start + 1 } } };
  }
  if (!isPython(kernelLanguage(json, root))) return { cells: [] };
  return { cells: cells.flatMap((cell, index) => pythonCell(json, { cell, index })) };
}

/** What is large, and never asked for. */
const skipped: ReadonlySet<string> = new Set(['outputs', 'attachments', 'widgets']);

function cellsOf(root: JsonNode): JsonNode[] | undefined {
  const cells = list(member(root, 'cells'));
  if (cells) return cells.items;
  return list(member(root, 'worksheets'))?.items.flatMap((sheet) => list(member(sheet, 'cells'))?.items ?? []);
}

function kernelLanguage(json: string, root: JsonNode): string | undefined {
  const metadata = member(root, 'metadata');
  return (
    textOf(json, member(member(metadata, 'kernelspec'), 'language')) || textOf(json, member(member(metadata, 'language_info'), 'name'))
  );
}

function pythonCell(json: string, { cell, index }: { cell: JsonNode; index: number }): NotebookCell[] {
  if (textOf(json, member(cell, 'cell_type')) !== 'code') return [];
  const inEditor = textOf(json, member(member(member(cell, 'metadata'), 'vscode'), 'languageId'));
  if (!isPython(inEditor) || !isPython(textOf(json, member(cell, 'language')))) return [];
  const source = member(cell, 'source') ?? member(cell, 'input');
  const strings = (list(source)?.items ?? (source ? [source] : [])).filter(({ kind }) => kind === 'string');
  return [{ index, source: decodeStrings(json, strings) }];
}

/** Most old notebooks, and many made by hand, do not say a language: then it is Python. */
function isPython(language: string | undefined): boolean {
  return !language || /^(?:i?python|pyspark)[\d.]*$/i.test(language);
}

function member(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return node?.kind === 'object' ? node.members.get(name) : undefined;
}

function list(node: JsonNode | undefined): JsonArray | undefined {
  return node?.kind === 'array' ? node : undefined;
}

function textOf(json: string, node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? decodeStrings(json, [node]).text : undefined;
}
