/** What a script asks for, held against the step that runs it; what its outputs say of themselves. */
import type { Finding } from '../finding.ts';
import type { LanguageContext, SourceFile } from '../project.ts';
import type { PythonFacts } from '../python/facts.ts';
import { judgeNames } from './names.ts';
import { judgeInputs } from './unused.ts';

export function judgeScripts(file: SourceFile, { project }: LanguageContext): Finding[] {
  const { python, pipeline } = file.analysis;
  if (python) return [...judgeMetadata(python), ...judgeNames(file, python, project)];
  return pipeline ? judgeInputs(file, pipeline, project) : [];
}

function judgeMetadata({ unprefixed }: PythonFacts): Finding[] {
  return unprefixed.map(({ text, range }) => ({
    code: 'missing-prefix',
    message: `"${text}" is ignored without its prefix: write "valohai.${text}".`,
    span: range,
    fixes: [{ title: `Change to "valohai.${text}"`, span: range, text: `valohai.${text}`, safe: false }],
  }));
}
