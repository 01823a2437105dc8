/** Every name in a document, whatever it is written in, and the one under the cursor. */
import { itemAt } from '../../formats/pipelineFile/file.ts';
import type { LanguageContext, SourceFile } from '../project.ts';
import { fileUri, stepsFor } from '../script/scripts.ts';
import type { Occurrence } from './occurrence.ts';
import { itemNames, pipelineNames } from './pipelineNames.ts';
import { pythonNames } from './pythonNames.ts';
import { referenceNames } from './referenceNames.ts';

/** In no order; a name that is written once and means several things is there once for each. */
export function namesIn(file: SourceFile, context: LanguageContext): Occurrence[] {
  return [...ownNames(file, context), ...referenceNames(file.analysis.references, file.document.getText(), context.catalog)];
}

/** All that the name under the cursor means; its ends count. Of two names that touch, the one that begins there. */
export function namesAt(file: SourceFile, offset: number, context: LanguageContext): Occurrence[] {
  const { analysis, document } = file;
  const text = document.getText();
  const near = analysis.references.filter(({ range }) => holds(range, offset));
  const item = analysis.pipeline && itemAt(analysis.pipeline, offset);
  const own = item ? itemNames(item, analysis.pipeline!, { uri: document.uri, text }) : analysis.pipeline ? [] : ownNames(file, context);
  const all = [...own, ...referenceNames(near, text, context.catalog)].filter(({ span }) => holds(span, offset));
  const start = Math.max(...all.map(({ span }) => span.start));
  return all.filter(({ span }) => span.start === start);
}

/** Names of what the project itself defines: those of references left out. */
function ownNames(file: SourceFile, { project }: LanguageContext): Occurrence[] {
  const { analysis, document } = file;
  const { uri } = document;
  const text = document.getText();
  if (analysis.pipeline) return pipelineNames(analysis.pipeline, { uri, text });
  const facts = analysis.python;
  if (!facts || (facts.uses.length === 0 && facts.prepares.length === 0)) return [];
  const pipeline = project.pipelineOf(fileUri(file))?.document.uri;
  if (pipeline === undefined) return [];
  const steps = stepsFor(file, project)?.flatMap(({ item }) => item.name?.text ?? []) ?? [];
  return pythonNames(facts, { pipeline, steps: [...new Set(steps)] }, text);
}

function holds({ start, end }: { start: number; end: number }, offset: number): boolean {
  return start <= offset && offset <= end;
}
