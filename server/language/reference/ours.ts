/**
 * Whether a file speaks of our datasets at all. The schemes are not ours alone: robots have `model://ground_plane`, servers
 * of resources and test data of other tools have `dataset://registry`.
 */
import type { LanguageContext, SourceFile } from '../project.ts';
import { fileUri, wholeFacts } from '../script/scripts.ts';

/** A file of a project with a pipeline file, one that uses Valohai or Datapin, or one with a reference to a dataset that is known. */
export function isOurs(file: SourceFile, { project, catalog }: Pick<LanguageContext, 'project' | 'catalog'>): boolean {
  const { document, analysis } = file;
  if (analysis.pipeline || project.pipelineOf(fileUri(file))) return true;
  const facts = wholeFacts(file);
  if (facts && facts.prepares.length + facts.uses.length > 0) return true;
  if (/valohai|datapin/i.test(document.getText())) return true;
  return analysis.references.some(({ text }) => catalog?.dataset(datasetIn(text)) !== undefined);
}

function datasetIn(reference: string): string {
  return /^\s*(?:(?:dataset|model):\/\/)?([^/:@\s]*)/.exec(reference)![1]!;
}
