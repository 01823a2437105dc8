/**
 * Everything that is to be said of a file, before it becomes an editor's diagnostics or a terminal's lines: what the pipeline
 * format says of itself, references held against the registry, and scripts held against the steps that run them. A new
 * judgement is a function to `Finding[]` that is called here, a code in rules.ts, and, where there is a way out, a row in
 * actions/table.ts.
 */
import type { Finding } from './finding.ts';
import type { LanguageContext, SourceFile } from './project.ts';
import { judgeReferences } from './reference/findings.ts';
import { judgeSplits } from './reference/leaks.ts';
import { isOurs } from './reference/ours.ts';
import { judgeScripts } from './script/findings.ts';

/** Nothing is left out here: severity settings and ignore comments come after. */
export function findingsOf(file: SourceFile, context: LanguageContext): Finding[] {
  return [
    ...file.analysis.problems.map(({ range, fix, ...problem }): Finding => {
      const fixes = fix ? [{ title: fix.title, span: fix.range, text: fix.text, safe: fix.safe }] : undefined;
      return { ...problem, span: range, fixes };
    }),
    ...judgeReferences(file.analysis.references, context.catalog, () => isOurs(file, context)),
    ...judgeSplits(file, context.catalog),
    ...judgeScripts(file, context),
  ];
}
