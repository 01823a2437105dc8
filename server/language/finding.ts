/** One thing that is to be said of a file, and the ways out that are known. */
import type { Span } from '../core/ref.ts';
import { type DiagnosticCode, rules, type Severity } from './rules.ts';

export interface Finding {
  code: DiagnosticCode;
  message: string;
  span: Span;
  /** Where it is not the rule's own. */
  severity?: Severity | undefined;
  tag?: 'unnecessary' | 'deprecated' | undefined;
  /** Ways out that are known; the likeliest first. */
  fixes?: readonly Fix[] | undefined;
  /** Keys one of which is missing. */
  keys?: readonly string[] | undefined;
}

/** Puts `text` in place of `span`. */
export interface Fix {
  /** On a button: `Change to "v3"`. */
  title: string;
  span: Span;
  text: string;
  /** Whether it can be made without asking: it says the same in other words. */
  safe: boolean;
}

export function severityOf(finding: Finding): Severity {
  return finding.severity ?? rules[finding.code].severity;
}

/** A fix by a name that was meant. */
export function changeTo(text: string, span: Span): Fix {
  return { title: `Change to "${text}"`, span, text, safe: false };
}
