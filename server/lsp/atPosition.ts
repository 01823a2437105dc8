/** Most requests are the same but for their feature: a place in an open document, and what there is to say of it. */
import type { CancellationToken, Range, TextDocumentIdentifier, TextDocumentPositionParams } from 'vscode-languageserver';
import type { Span } from '../core/ref.ts';
import type { LanguageContext, SourceFile } from '../language/project.ts';
import { throwIfTakenBack } from './cancellation.ts';
import type { ServerContext } from './context.ts';

/** A feature of the language service: of a place in a document, of a range of it, of the whole, or of no open document. */
export type Feature<R> = (file: SourceFile, offset: number, context: LanguageContext) => R | undefined;
export type RangeFeature<R> = (file: SourceFile, span: Span, context: LanguageContext) => R | undefined;
export type DocumentFeature<R> = (file: SourceFile, context: LanguageContext) => R | undefined;
export type ProjectFeature<R> = (context: LanguageContext) => R | undefined;

/** Nothing for a document that is not open. Like all of these it throws RequestCancelled when the client took the request back. */
export function atPosition<R>(
  context: ServerContext,
  { textDocument: { uri }, position }: TextDocumentPositionParams,
  feature: Feature<R>,
  token?: CancellationToken,
): Promise<R | null> {
  return inFile(context, uri, (file, language) => feature(file, file.document.offsetAt(position), language), token);
}

export function inRange<R>(
  context: ServerContext,
  { textDocument: { uri }, range }: { textDocument: TextDocumentIdentifier; range: Range },
  feature: RangeFeature<R>,
  token?: CancellationToken,
): Promise<R | null> {
  const spanIn = ({ document }: SourceFile): Span => ({ start: document.offsetAt(range.start), end: document.offsetAt(range.end) });
  return inFile(context, uri, (file, language) => feature(file, spanIn(file), language), token);
}

export function ofDocument<R>(
  context: ServerContext,
  { textDocument: { uri } }: { textDocument: TextDocumentIdentifier },
  feature: DocumentFeature<R>,
  token?: CancellationToken,
): Promise<R | null> {
  return inFile(context, uri, feature, token);
}

/** For what is asked of no open document, such as symbols by name or the next step of a hierarchy. */
export async function ofProject<R>(context: ServerContext, feature: ProjectFeature<R>, token?: CancellationToken): Promise<R | null> {
  const language = await context.language('');
  throwIfTakenBack(token);
  return feature(language) ?? null;
}

async function inFile<R>(
  context: ServerContext,
  uri: string,
  feature: DocumentFeature<R>,
  token: CancellationToken | undefined,
): Promise<R | null> {
  const language = await context.language(uri);
  const file = await context.file(uri);
  throwIfTakenBack(token);
  return file ? (feature(file, language) ?? null) : null;
}
