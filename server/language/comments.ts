/** Where comments stand in a document, and where none can: read only as far as telling strings from comments takes. */
import { Lexer } from 'yaml';
import type { Span } from '../core/ref.ts';
import { kindOf, type SourceDocument } from './document.ts';
import type { SourceFile } from './project.ts';

export interface Comments {
  mark: '#' | '//';
  /** Whether one may follow something else on its line. */
  trailing: boolean;
  /** With their marks, up to the ends of their lines; in order. */
  spans: readonly Span[];
  /** Texts that a comment would become a part of, where one of their lines ends. */
  closed: readonly Span[];
}

/** Which parts of a pipeline file are read: those that hold a text, and the one around an offset. */
export interface Wanted {
  mention: string;
  at?: number;
}

/** Nothing for a language without comments. */
export function commentsIn({ document, analysis }: SourceFile, { mention, at = -1 }: Wanted): Comments | undefined {
  const style = styleOf(document);
  if (!style) return undefined;
  const parts = analysis.pipeline?.parts.map(({ start, part }) => ({ start, text: part.text })) ?? [{ start: 0, text: document.getText() }];
  const found = parts
    .filter(({ start, text }) => text.includes(mention) || (start <= at && at <= start + text.length))
    .map(({ start, text }) => scanners[style](text, start));
  return {
    mark: style === 'slashes' ? '//' : '#',
    trailing: style !== 'lines',
    spans: found.flatMap(({ spans }) => spans),
    closed: found.flatMap(({ closed }) => closed),
  };
}

/** Comments of a text in Python. */
export function pythonComments(text: string): readonly Span[] {
  return scanners.python(text, 0).spans;
}

type Found = Pick<Comments, 'spans' | 'closed'>;
type Style = 'yaml' | 'python' | 'toml' | 'shell' | 'slashes' | 'lines';

function styleOf(document: SourceDocument): Style | undefined {
  const kind = kindOf(document);
  if (!kind) return undefined;
  if (kind.type === 'pipeline') return 'yaml';
  if (kind.type === 'python') return 'python';
  if (kind.type !== 'text' || kind.comments === 'none') return undefined;
  return kind.comments === 'slashes' ? 'slashes' : (stylesOfLanguages[document.languageId] ?? 'lines');
}

const stylesOfLanguages: Readonly<Record<string, Style>> = {
  yaml: 'yaml',
  dockercompose: 'yaml',
  toml: 'toml',
  shellscript: 'shell',
};

const scanners: Readonly<Record<Style, (text: string, start: number) => Found>> = {
  yaml: scanYaml,
  python: scanWith({ mark: '#', triple: true, escapes: `"'`, open: '' }),
  toml: scanWith({ mark: '#', triple: true, escapes: '"', open: '' }),
  slashes: scanWith({ mark: '//', triple: false, escapes: '"', open: '' }),
  shell: (text, start) => scanWith({ mark: '#', triple: false, escapes: '"', open: `"'` })(withoutHereDocuments(text), start),
  lines: (text, start) => ({
    spans: [...text.matchAll(/^[ \t]*#.*/gm)].map(({ index, 0: line }) => {
      const end = start + index + line.trimEnd().length;
      return { start: start + index + line.indexOf('#'), end };
    }),
    closed: [],
  }),
};

/** By the lexer alone, which takes any text. */
function scanYaml(text: string, start: number): Found {
  const found: { spans: Span[]; closed: Span[] } = { spans: [], closed: [] };
  let at = start;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (signs.has(lexeme)) {
      isScalar = lexeme === scalarSign;
      continue;
    }
    const span = { start: at, end: at + lexeme.length };
    if (isScalar || /^["']/.test(lexeme)) found.closed.push(span);
    else if (lexeme.startsWith('#')) found.spans.push({ start: at, end: at + lexeme.trimEnd().length });
    at = span.end;
    isScalar = false;
  }
  return found;
}

const scalarSign = '\x1f';
/** What the lexer puts between the pieces of the text: the begin of a document, the end of brackets, a scalar. */
const signs: ReadonlySet<string> = new Set(['\x02', '\x18', scalarSign]);

interface Quoting {
  mark: '#' | '//';
  /** Whether three quotes open a text of several lines. */
  triple: boolean;
  /** Quotes between which a backslash takes what follows for what it is. */
  escapes: string;
  /** Quotes whose text may have several lines. */
  open: string;
}

function scanWith(quoting: Quoting): (text: string, start: number) => Found {
  const { mark, triple } = quoting;
  const next = mark === '#' ? /["'#\\]/g : /["/\\]/g;
  return (text, start) => {
    const found: { spans: Span[]; closed: Span[] } = { spans: [], closed: [] };
    for (next.lastIndex = 0; ; ) {
      const at = next.exec(text)?.index;
      if (at === undefined) return found;
      const sign = text[at]!;
      let end = at + 1;
      if (sign === '\\') {
        end = at + (text.startsWith('\r\n', at + 1) ? 3 : 2);
        if (/[\r\n]/.test(text[at + 1] ?? '')) found.closed.push({ start: start + at, end: start + end });
      } else if (text.startsWith(mark, at)) {
        if (isComment(text, at, quoting)) {
          end = lineEnd(text, at);
          found.spans.push({ start: start + at, end: start + end });
        }
      } else if (sign !== '/') {
        const isTriple = triple && text.startsWith(sign.repeat(3), at);
        end = stringEnd(text, at, { quote: isTriple ? sign.repeat(3) : sign, quoting });
        found.closed.push({ start: start + at, end: start + end });
      }
      next.lastIndex = end;
    }
  };
}

/** A shell takes `a#b` for a word. */
function isComment(text: string, at: number, { open }: Quoting): boolean {
  return open === '' || at === 0 || /[\s;&|()]/.test(text[at - 1]!);
}

function stringEnd(text: string, start: number, { quote, quoting }: { quote: string; quoting: Quoting }): number {
  const escapes = quoting.escapes.includes(quote[0]!);
  const several = quote.length > 1 || quoting.open.includes(quote);
  for (let at = start + quote.length; at < text.length; at++) {
    const sign = text[at]!;
    if (sign === '\\' && escapes) at += text.startsWith('\r\n', at + 1) ? 2 : 1;
    else if (text.startsWith(quote, at)) return at + quote.length;
    else if (!several && (sign === '\n' || sign === '\r')) return at;
  }
  return text.length;
}

function lineEnd(text: string, from: number): number {
  const length = text.slice(from).search(/[\r\n]/);
  return length < 0 ? text.length : from + length;
}

/** Each as one quoted text, so that nothing is put into it and nothing in it counts. */
function withoutHereDocuments(text: string): string {
  return text.replace(hereDocument, (_, head: string, __, ___, body: string) => `${head}'${body.slice(2).replace(/'/g, ' ')}'`);
}

const hereDocument = /(<<-?[ \t]*(["']?)(\w\w+)\2[^\r\n]*\r?\n)([\s\S]*?^[ \t]*\3[ \t]*$)/gm;
