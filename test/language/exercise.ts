/** Asks every feature at one place of a file, so that whatever the text, an answer comes. */
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActions } from '../../server/language/codeActions.ts';
import { codeLenses } from '../../server/language/codeLenses.ts';
import { complete } from '../../server/language/completion.ts';
import { definition } from '../../server/language/definition.ts';
import { diagnose } from '../../server/language/diagnostics.ts';
import { analyse, type DocumentCache } from '../../server/language/document.ts';
import { findReferences } from '../../server/language/findReferences.ts';
import { foldingRanges } from '../../server/language/folding.ts';
import { prepareDerivation } from '../../server/language/hierarchy/derivation.ts';
import { prepareLineage } from '../../server/language/hierarchy/lineage.ts';
import { highlights } from '../../server/language/highlights.ts';
import { hover } from '../../server/language/hover.ts';
import { inlayHints } from '../../server/language/inlayHints.ts';
import { links } from '../../server/language/links.ts';
import { namesIn } from '../../server/language/names/names.ts';
import type { LanguageContext, SourceFile } from '../../server/language/project.ts';
import { rename } from '../../server/language/rename/rename.ts';
import { selectionRanges } from '../../server/language/selection.ts';
import { documentSymbols } from '../../server/language/symbols/documentSymbols.ts';
import { semanticTokens } from '../../server/language/tokens/semanticTokens.ts';
import { now, sampleCatalog } from '../support/catalog.ts';

/** All answers; `name` decides how the text is read. */
export function exercise(name: string, text: string, { cache, offset }: { cache: DocumentCache; offset: number }): unknown[] {
  const isPython = name.endsWith('.py');
  const uri = `file:///project/${isPython ? basename(name) : 'valohai.yaml'}`;
  const document = TextDocument.create(uri, isPython ? 'python' : 'yaml', 1, text);
  const file: SourceFile = { document, analysis: analyse(document, cache) };
  const context: LanguageContext = {
    catalog: sampleCatalog,
    project: { file: () => undefined, pipelineOf: () => (isPython ? undefined : file), files: () => [file] },
    now,
  };
  const names = namesIn(file, context);
  const inRange = ({ start, end }: { start: number; end: number }) => assert.ok(start >= 0 && start <= end && end <= text.length);
  for (const { range } of [...file.analysis.references, ...file.analysis.problems]) inRange(range);
  for (const { span } of names) inRange(span);
  // what is only remembered is no answer
  const { stepRuns, ...analysis } = file.analysis;
  return [
    analysis,
    names,
    diagnose(file, context),
    codeActions(file, { span: { start: 0, end: text.length } }, context),
    complete(file, offset, context),
    hover(file, offset, context),
    inlayHints(file, { start: 0, end: text.length }, context),
    codeLenses(file, context),
    definition(file, offset, context),
    findReferences(file, offset, { ...context, includeDeclaration: true }),
    highlights(file, offset, context),
    rename(file, offset, { ...context, newName: 'another' }),
    documentSymbols(file),
    links(file, context),
    foldingRanges(file),
    selectionRanges(file, [offset], context),
    semanticTokens(file, context),
    prepareLineage(file, offset, context),
    prepareDerivation(file, offset, context),
  ];
}
