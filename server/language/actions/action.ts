/** What can be done about something, before it becomes an editor's code action. */
import type { Command } from 'vscode-languageserver-types';
import type { Span } from '../../core/ref.ts';
import { readNotebookPython } from '../../formats/notebook/python.ts';
import { kindOf } from '../document.ts';
import type { Fix } from '../finding.ts';
import type { SourceFile } from '../project.ts';

/** Puts `text` in place of a span of a file. */
export interface Change {
  file: SourceFile;
  span: Span;
  text: string;
}

/** Changes that are made together, or a command of the client. */
export interface Action {
  /** On a button. */
  title: string;
  changes: readonly Change[];
  command?: Command | undefined;
  /** The one to take without thinking. */
  preferred?: boolean | undefined;
}

/** Nothing where a fix cannot be written down: in a notebook's file, over several of its strings. */
export function changeOf(file: SourceFile, { span, text }: Pick<Fix, 'span' | 'text'>): Change | undefined {
  if (kindOf(file.document)?.type !== 'notebook') return { file, span, text };
  const { fromFile, editFile } = readNotebookPython(file.document.getText());
  const [start, end] = [fromFile(span.start), fromFile(span.end)];
  const edit = start === undefined || end === undefined ? undefined : editFile({ start, end }, text);
  return edit && { file, span: edit.range, text: edit.newText };
}

/** Of changes that would hurt each other the first; in the order of the text, file by file. */
export function disjoint(changes: readonly Change[]): Change[] {
  const kept: Change[] = [];
  const inOrder = changes.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const ends = new Map<SourceFile, Span>();
  for (const change of inOrder) {
    const before = ends.get(change.file);
    const { start } = change.span;
    if (before && (start < before.end || (start === before.start && start === before.end))) continue;
    ends.set(change.file, change.span);
    kept.push(change);
  }
  return kept;
}

/** A text with changes that do not overlap. */
export function changed(text: string, changes: readonly Pick<Change, 'span' | 'text'>[]): string {
  const backwards = changes.toSorted((a, b) => b.span.start - a.span.start);
  return backwards.reduce((result, { span, text }) => result.slice(0, span.start) + text + result.slice(span.end), text);
}
