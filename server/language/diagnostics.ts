/** What is said of a document in the editor: the findings, after settings and ignore comments. */
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type { SourceDocument } from './document.ts';
import { type Finding, severityOf } from './finding.ts';
import { findingsOf } from './findings.ts';
import { ignoresIn } from './ignores.ts';
import { rangeOf } from './places.ts';
import type { LanguageContext, SourceFile } from './project.ts';
import type { Severity } from './rules.ts';

/** A finding that is to be told, with the severity at which it is. */
export interface ToldFinding extends Finding {
  severity: Severity;
}

export function diagnose(file: SourceFile, context: LanguageContext): Diagnostic[] {
  return toldFindings(file, context).map((finding) => toDiagnostic(file.document, finding));
}

export function toldFindings(file: SourceFile, context: LanguageContext): ToldFinding[] {
  return toldAmong(findingsOf(file, context), file, context);
}

/** Those of a file's findings that settings and ignore comments leave. */
export function toldAmong(findings: readonly Finding[], file: SourceFile, { severities = {} }: LanguageContext): ToldFinding[] {
  const ignores = ignoresIn(file);
  return findings.flatMap((finding) => {
    const severity = severities[finding.code] ?? severityOf(finding);
    if (severity === 'off' || ignores.has(finding.code, finding.span.start)) return [];
    return [{ ...finding, severity }];
  });
}

export function toDiagnostic(document: SourceDocument, { span, severity, code, message, tag }: ToldFinding): Diagnostic {
  const tags = tag ? { tags: [tag === 'deprecated' ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary] } : {};
  return { range: rangeOf(document, span), severity: severityNumber[severity], code, source: 'datapin', message, ...tags };
}

const severityNumber: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
