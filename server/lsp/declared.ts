/** What other files may know of a file: the names it declares or uses. Where these stand, and all the rest, is its own business. */
import { createHash } from 'node:crypto';
import type { Part, StepItem, TextAt } from '../formats/pipelineFile/types.ts';
import type { Analysis } from '../language/document.ts';
import type { SourceFile } from '../language/project.ts';
import type { PythonFacts } from '../language/python/facts.ts';

/** Equal texts while other files would be judged the same by it. Nothing for no file. */
export type Declared = (file: SourceFile | undefined) => string;

/** Costs next to nothing for a file that was not read anew, and little for one of which a part was. */
export function createDeclared(): Declared {
  const digests = new WeakMap<Analysis, string>();
  const namesOfParts = new WeakMap<Part, string>();
  const digestOf = ({ pipeline, python }: Analysis): string => {
    const hash = createHash('sha256');
    for (const { part } of pipeline?.parts ?? []) {
      const names = namesOfParts.get(part) ?? namesIn(part);
      namesOfParts.set(part, names);
      hash.update(names);
    }
    if (python) hash.update(JSON.stringify(namesUsed(python)));
    return hash.digest('base64');
  };
  return (file) => {
    if (!file) return '';
    const known = digests.get(file.analysis) ?? digestOf(file.analysis);
    digests.set(file.analysis, known);
    return `${file.document.uri} ${known}`;
  };
}

function namesIn({ items }: Part): string {
  return JSON.stringify(items.map((item) => [item.kind, item.name?.text, ...(item.kind === 'step' ? namesOf(item) : [])]));
}

function namesOf({ step, inputs, outputs, parameters }: StepItem): unknown[] {
  return [step.command, step.sourcePath, ...[inputs, outputs, parameters].map((list) => list.map(({ name }) => name?.text))];
}

function namesUsed({ prepares, uses, opaque, modules, notebook }: PythonFacts): unknown[] {
  return [
    prepares.map(({ step, inputs, parameters, complete }) => [step?.text, texts(inputs), texts(parameters), complete]),
    uses.map(({ kind, name, paths }) => [kind, name.text, texts(paths)]),
    opaque,
    modules,
    notebook && namesUsed(notebook.facts),
  ];
}

function texts(list: readonly TextAt[]): string[] {
  return list.map(({ text }) => text);
}
