/** What is wrong with the references of a document. Codes are stable: settings, fixes and scripts lean on them. */
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import { nearest } from '../core/nearest.ts';
import type { Reference, ReferenceProblem, Span } from '../core/ref.ts';
import type { Catalog, CatalogDataset } from './catalog.ts';
import type { Analysis, SourceDocument } from './document.ts';
import { aliasesOf, latest, lookUp } from './lookUp.ts';
import { rangeOf } from './places.ts';
import { type FoundReference, spanIn } from './references.ts';

export type DiagnosticCode =
  | 'unknown-dataset'
  | 'unknown-version'
  | 'digest-mismatch'
  | 'malformed-reference'
  | 'wide-name'
  | 'not-a-model'
  | 'yaml-syntax'
  | 'duplicate-key';

/** `data` of a diagnostic: what to put in place of its range. */
export interface DiagnosticData {
  suggestion?: string;
}

/** Without a catalog (the registry cannot be read) only the writing is judged: unknown is said of what was looked up. */
export function diagnose(document: SourceDocument, analysis: Analysis, catalog: Catalog | undefined): Diagnostic[] {
  const suggest = suggester();
  const findings = [
    ...analysis.problems.map(
      (problem): Finding => ({ ...problem, span: problem.range, severity: problem.code === 'yaml-syntax' ? error : warning }),
    ),
    ...analysis.references.flatMap((found) => judge(found, catalog, suggest)),
  ];
  return findings.map(({ code, message, span, severity, suggestion }) => ({
    range: rangeOf(document, span),
    severity,
    code,
    source: 'datapin',
    message,
    ...(suggestion ? { data: { suggestion } satisfies DiagnosticData } : {}),
  }));
}

interface Finding {
  code: DiagnosticCode;
  message: string;
  span: Span;
  severity: DiagnosticSeverity;
  suggestion?: string | undefined;
}

type Suggest = (name: string, among: Iterable<string>) => string | undefined;

const { Error: error, Warning: warning, Information: information } = DiagnosticSeverity;

/** Looking for a near name costs a walk through all names, so a document gets only so many. */
const suggestionLimit = 12;

function suggester(): Suggest {
  let asked = 0;
  return (name, among) => (asked++ < suggestionLimit ? nearest(name, among) : undefined);
}

function judge(found: FoundReference, catalog: Catalog | undefined, suggest: Suggest): Finding[] {
  const { ref, problem } = found.parsed;
  if (problem) return judgeProblem(found, problem);
  // what a run will make is not there yet
  return !catalog || found.expectation === 'output' ? [] : judgeReference(found, ref, { catalog, suggest });
}

function judgeProblem(found: FoundReference, problem: ReferenceProblem): Finding[] {
  const span = spanIn(found, problem.span);
  if (problem.code === 'dynamic') return [];
  if (problem.code === 'wide-name') return [{ code: 'wide-name', message: problem.message, span, severity: information }];
  // in running text and code, the beginning of a URI is what other parts are put behind
  const isBeginning = problem.code === 'no-version' || found.text.endsWith('/');
  if (isBeginning && found.expectation !== 'input') return [];
  return [{ code: 'malformed-reference', message: problem.message, span, severity: severityOf(found) }];
}

function judgeReference(found: FoundReference, ref: Reference, { catalog, suggest }: { catalog: Catalog; suggest: Suggest }): Finding[] {
  const severity = severityOf(found);
  const result = lookUp(ref, catalog);
  if (result.state === 'unknown-dataset') {
    const suggestion = suggest(ref.name, catalog.names());
    const message = `There is no dataset "${ref.name}".${didYouMean(suggestion)}`;
    return [{ code: 'unknown-dataset', message, span: spanIn(found, ref.spans.name), severity, suggestion }];
  }
  const { dataset } = result;
  const findings: Finding[] = [];
  if (ref.kind === 'model' && dataset.kind !== 'model') {
    const message = `"${ref.name}" is a dataset, not a model.`;
    findings.push({ code: 'not-a-model', message, span: spanIn(found, ref.spans.name), severity: information });
  }
  if (result.state === 'unknown-version') findings.push({ ...unknownVersion(found, ref, { dataset, suggest }), severity });
  if (result.state === 'digest-mismatch') {
    const message = `${dataset.name}:${ref.version} has another hash: it begins with ${result.version.hash.slice(0, 12)}.`;
    const suggestion = result.version.hash.slice(0, ref.digest?.length);
    findings.push({ code: 'digest-mismatch', message, span: spanIn(found, ref.spans.digest!), severity, suggestion });
  }
  return findings;
}

function unknownVersion(
  found: FoundReference,
  ref: Reference,
  { dataset, suggest }: { dataset: CatalogDataset; suggest: Suggest },
): Omit<Finding, 'severity'> {
  const code = 'unknown-version';
  if (ref.version === undefined) {
    return { code, message: `No version of "${ref.name}" has a hash that begins so.`, span: spanIn(found, ref.spans.digest!) };
  }
  const span = spanIn(found, ref.spans.version!);
  if (dataset.versions.length === 0) return { code, message: `"${ref.name}" has no version yet.`, span };
  const names = [...dataset.versions.map(({ name }) => name), ...aliasesOf(dataset).map(({ alias }) => alias), latest];
  const suggestion = suggest(ref.version, names);
  const newest = suggestion ? '' : ` The newest is ${dataset.versions[0]!.name}.`;
  return { code, message: `"${ref.name}" has no version "${ref.version}".${didYouMean(suggestion)}${newest}`, span, suggestion };
}

/** A step cannot run without its inputs; elsewhere a URI may also be talked about. */
function severityOf({ expectation }: FoundReference): DiagnosticSeverity {
  return expectation === 'input' ? error : warning;
}

function didYouMean(suggestion: string | undefined): string {
  return suggestion ? ` Did you mean "${suggestion}"?` : '';
}
