/** Saying that a finding is meant: a comment on its line, or one for the whole file. */
import type { Span } from '../../core/ref.ts';
import { type Comments, commentsIn } from '../comments.ts';
import { type IgnoreComment, ignoreComments, lineAround, sign } from '../ignores.ts';
import type { SourceFile } from '../project.ts';
import type { DiagnosticCode } from '../rules.ts';
import type { Action, Change } from './action.ts';
import { eolOf } from './yamlTree.ts';

/** None where a language has no comments; only the one for the file where none can stand on the line. */
export function ignoreActions(file: SourceFile, { code, span }: { code: DiagnosticCode; span: Span }): Action[] {
  const comments = commentsIn(file, { mention: sign, at: span.start });
  if (!comments) return [];
  const text = file.document.getText();
  const place: Place = { file, text, code, comments, ignores: ignoreComments(text, comments.spans) };
  const here = onLine(place, span.start);
  const whole = file.analysis.python?.notebook ? 'cell' : 'file';
  return [
    ...(here ? [{ title: `Ignore ${code} here`, changes: [here] }] : []),
    { title: `Ignore ${code} in this ${whole}`, changes: [inFile(place)] },
  ];
}

interface Place {
  file: SourceFile;
  text: string;
  code: DiagnosticCode;
  comments: Comments;
  ignores: readonly IgnoreComment[];
}

function onLine(place: Place, offset: number): Change | undefined {
  const { file, text, code, comments, ignores } = place;
  const line = lineAround(text, offset);
  const known = ignores.find(({ line: meant, list }) => list && meant?.start === line.start);
  if (known) return merged(place, known);
  const comment = comments.spans.find(({ start }) => line.start <= start && start <= line.end);
  const isClosed = comments.closed.some(({ start, end }) => start <= line.end && line.end < end);
  if (isClosed) return undefined;
  const written = `${comments.mark} datapin: ignore[${code}]`;
  if (comments.trailing) {
    const end = comment ? comment.end : line.start + text.slice(line.start, line.end).trimEnd().length;
    return { file, span: { start: end, end: line.end }, text: `  ${written}` };
  }
  const before = text.slice(0, line.start).trimEnd();
  if (before.endsWith('\\')) return undefined; // in the middle of what is one line to its reader
  const indent = /^[ \t]*/.exec(text.slice(line.start, line.end))![0];
  return { file, span: { start: line.start, end: line.start }, text: `${indent}${written}${eolOf(text)}` };
}

function inFile(place: Place): Change {
  const { file, text, code, comments, ignores } = place;
  const known = ignores.find(({ line, list }) => list && !line);
  if (known) return merged(place, known);
  const start = firstLine.exec(text)![0].length;
  return { file, span: { start, end: start }, text: `${comments.mark} datapin: ignore-file[${code}]${eolOf(text)}` };
}

/** What must stay in front: a byte order mark, the line that says what runs a script, its encoding, directives of a Dockerfile. */
const firstLine = /^\ufeff?(?:#!.*\r?\n)?(?:#.*coding[:=].*\r?\n)?(?:#[ \t]*(?:syntax|escape|check)[ \t]*=.*\r?\n)*/;

function merged({ file, code }: Place, { list, codes }: IgnoreComment): Change {
  const { end } = list!;
  const isEmpty = codes.every((one) => one === '');
  return { file, span: { start: end, end }, text: isEmpty ? code : `, ${code}` };
}
