/** Findings as they are reported: with lines and columns that begin with 1, sorted. */
import { createHash } from 'node:crypto';
import { type CellPlace, cellPlaces } from '../../formats/notebook/cellPlaces.ts';
import { type ToldFinding, toldFindings } from '../../language/diagnostics.ts';
import { kindOf } from '../../language/document.ts';
import type { LanguageContext, SourceFile } from '../../language/project.ts';
import type { DiagnosticCode, Severity } from '../../language/rules.ts';

export interface Reported {
  /** As it is shown. */
  file: string;
  uri: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  /** Of a notebook: the cell in which it begins. */
  cell?: CellPlace;
  severity: Severity;
  code: DiagnosticCode;
  message: string;
  /** Whether `--fix` would mend it. */
  fixable: boolean;
  /** Stays while the line moves. */
  fingerprint: string;
}

export function reportFile(shown: string, file: SourceFile, context: LanguageContext): Reported[] {
  const seen = new Map<string, number>();
  const text = file.document.getText();
  const told = toldFindings(file, context);
  const cellAt = told.length > 0 && kindOf(file.document)?.type === 'notebook' ? cellPlaces(text) : () => undefined;
  return told
    .sort((a, b) => a.span.start - b.span.start || (a.code < b.code ? -1 : 1))
    .map((finding) => {
      const start = file.document.positionAt(finding.span.start);
      const end = file.document.positionAt(finding.span.end);
      const what = `${finding.code}\n${shown}\n${lineOf(text, finding).trim()}`;
      const nth = (seen.get(what) ?? 0) + 1;
      seen.set(what, nth);
      const cell = cellAt(finding.span.start);
      return {
        file: shown,
        uri: file.document.uri,
        line: start.line + 1,
        column: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
        ...(cell && { cell }),
        severity: finding.severity,
        code: finding.code,
        message: finding.message,
        fixable: finding.fixes?.some(({ safe }) => safe) ?? false,
        fingerprint: createHash('sha256').update(`${what}\n${nth}`).digest('hex').slice(0, 32),
      };
    });
}

/** Characters on either side: a notebook may be one line. */
const mostOfLine = 1_000;

/** The line of a finding, or what is near of a very long one. */
function lineOf(text: string, { span }: ToldFinding): string {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const end = text.indexOf('\n', span.start);
  return text.slice(Math.max(start, span.start - mostOfLine), Math.min(end < 0 ? text.length : end, span.start + mostOfLine));
}
