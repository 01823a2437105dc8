/** What a check prints: lines as files are done, or one document at the end. */
import { isAbsolute } from 'node:path';
import { toAnnotation } from '../../formats/githubAnnotations.ts';
import type { CellPlace } from '../../formats/notebook/cellPlaces.ts';
import { type SarifLevel, toSarif } from '../../formats/sarif.ts';
import { remedies } from '../../language/actions/table.ts';
import { rules, type Severity } from '../../language/rules.ts';
import { count } from '../../protocol/words.ts';
import { coloured } from '../print.ts';
import type { Format } from './formatNames.ts';
import type { Reported } from './report.ts';

export interface Summary {
  files: number;
  fixed: number;
  counts: Record<Severity, number>;
  /** How many of these `--fix` would mend. */
  fixable: number;
  registry: string;
}

/** Nothing for a format that is one document. Hints are for the editor. */
export const lineOf: Readonly<Partial<Record<Format, (reported: Reported) => string>>> = {
  text: ({ file, line, column, cell, severity, code, message }) =>
    severity === 'hint' ? '' : `${file}:${line}:${column}${inWords(cell)} ${coloured(severity, colours[severity])} ${code} ${message}\n`,
  github: ({ severity, code, message, cell, ...at }) =>
    severity === 'hint'
      ? ''
      : toAnnotation({
          ...at,
          level: severity === 'information' ? 'notice' : severity,
          title: code,
          message: `${message}${inWords(cell)}`,
        }),
};

export function jsonOf(findings: readonly Reported[], { files, fixed, counts, registry }: Summary): object {
  return { registry, files, fixed, counts, findings: findings.map(({ uri: _, ...finding }) => finding) };
}

export function sarifOf(findings: readonly Reported[]): object {
  return toSarif({
    version: process.env.DATAPIN_VERSION ?? '0.0.0',
    rules: Object.entries(rules).map(([id, { severity, about }]) => {
      const remedy = remedies[id as keyof typeof rules];
      return { id, level: sarifLevel[severity], about, help: remedy && `What can be done: ${remedy.about}` };
    }),
    results: findings.map(({ code, severity, message, file, uri, fingerprint, cell, ...at }) => ({
      rule: code,
      level: sarifLevel[severity],
      message: `${message}${inWords(cell)}`,
      // what lies elsewhere has no path in the checkout
      file: file.startsWith('../') || isAbsolute(file) ? uri : file,
      fingerprint,
      region: { startLine: at.line, startColumn: at.column, endLine: at.endLine, endColumn: at.endColumn },
    })),
  });
}

/** `3 errors, 1 warning in 12 files`. */
export function summaryLine({ files, fixed, counts, fixable }: Summary): string {
  if (files === 0) return 'Nothing to check: no pipeline file, no Python, no notebook.\n';
  const { error, warning, information } = counts;
  const found = [
    ...(error > 0 ? [count(error, 'error')] : []),
    ...(warning > 0 ? [count(warning, 'warning')] : []),
    ...(information > 0 ? [`${information} information`] : []),
  ];
  const done = fixed > 0 ? `Fixed ${count(fixed, 'problem')}.\n` : '';
  const left = fixable > 0 ? `${count(fixable, 'problem')} can be fixed with --fix.\n` : '';
  return `${done}${found.join(', ') || 'No problems'} in ${count(files, 'file')}\n${left}`;
}

function inWords(cell: CellPlace | undefined): string {
  return cell ? ` (cell ${cell.number}, line ${cell.line})` : '';
}

const colours = { error: 'red', warning: 'yellow', information: 'blue' } as const;

const sarifLevel: Readonly<Record<Severity, SarifLevel>> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };
