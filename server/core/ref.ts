/**
 * The one grammar of references. Parsing never throws: a text is a reference, or a problem with its exact range.
 * test/vectors/references.json is the grammar as data, for this parser and for any other language's.
 */

/** Half-open offsets into the parsed text. */
export interface Span {
  start: number;
  end: number;
}

/** `name:version`, `name@sha256:…`, `dataset://name/version` … after parsing. */
export interface Reference {
  /** Only the URI spelling says which; the short spelling may mean either. */
  kind: 'dataset' | 'model' | undefined;
  spelling: 'short' | 'uri';
  name: string;
  /** A version's name, an alias or `latest`. */
  version: string | undefined;
  /** Lower-case hex, 64 digits or a prefix of at least 12. */
  digest: string | undefined;
  spans: { name: Span; version: Span | undefined; digest: Span | undefined };
}

/**
 * malformed: breaks the grammar · wide-name: legal in other tools, not here · no-version: a bare name ·
 * dynamic: has a part that only a run can fill in, so it is neither right nor wrong
 */
export type ReferenceProblemCode = 'malformed' | 'wide-name' | 'no-version' | 'dynamic';

export interface ReferenceProblem {
  code: ReferenceProblemCode;
  message: string;
  span: Span;
}

export type ParsedReference = { ref: Reference; problem?: undefined } | { ref?: undefined; problem: ReferenceProblem };

/** `project:number` or `project:latest`. */
export interface ExecutionReference {
  project: string;
  number: number | 'latest';
}

const namePattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const uriPattern = /^(dataset|model):\/\//;
const storePattern = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;
const dynamicPattern = /\{[^{}]*\}|\$\{|\$[A-Za-z_(]/;
const digestMark = '@sha256:';

/** What a name or a version may look like, in words, for messages. */
export const nameRule = 'letters, digits, "_", "." and "-", not starting with "." or "-", at most 128 characters';

export function isName(text: string): boolean {
  return namePattern.test(text);
}

/** Whether the text is written in the URI spelling, which counts as a reference wherever it stands. */
export function isReferenceUri(text: string): boolean {
  return uriPattern.test(text);
}

export function parseReference(text: string): ParsedReference {
  const dynamic = dynamicPattern.exec(text);
  if (dynamic) return problem('dynamic', 'Filled in when the step runs, so it is not checked here.', dynamic.index, text.length);
  if (text.trim() !== text) return blanks(text);
  const scheme = uriPattern.exec(text);
  const store = scheme ? null : storePattern.exec(text);
  if (store) return problem('malformed', 'The location of a store is no reference: adopt it first.', 0, store[0].length);
  return scheme ? parseUri(text, scheme[1] as 'dataset' | 'model', scheme[0].length) : parseShort(text);
}

/** Throws nothing and answers nothing for what is no execution reference. */
export function parseExecutionReference(text: string): ExecutionReference | undefined {
  const match = /^([A-Za-z0-9_][A-Za-z0-9._-]{0,127}):(latest|#?[1-9][0-9]{0,14})$/.exec(text);
  if (!match) return undefined;
  const [, project, number] = match as unknown as [string, string, string];
  return { project, number: number === 'latest' ? 'latest' : Number(number.replace('#', '')) };
}

export function formatReference(ref: { name: string; version?: string | undefined; digest?: string | undefined }): string {
  return ref.name + (ref.version ? `:${ref.version}` : '') + (ref.digest ? digestMark + ref.digest : '');
}

export function formatUri(ref: { kind?: 'dataset' | 'model' | undefined; name: string; version: string }): string {
  return `${ref.kind ?? 'dataset'}://${ref.name}/${ref.version}`;
}

function parseUri(text: string, kind: 'dataset' | 'model', start: number): ParsedReference {
  const slash = text.indexOf('/', start);
  const at = text.indexOf('@', start);
  const nameEnd = slash >= 0 && (at < 0 || slash < at) ? slash : at >= 0 ? at : text.length;
  return parseParts(text, { kind, spelling: 'uri', start, nameEnd });
}

function parseShort(text: string): ParsedReference {
  const colon = text.indexOf(':');
  const at = text.indexOf('@');
  const nameEnd = colon >= 0 && (at < 0 || colon < at) ? colon : at >= 0 ? at : text.length;
  return parseParts(text, { kind: undefined, spelling: 'short', start: 0, nameEnd });
}

function parseParts(
  text: string,
  head: { kind: Reference['kind']; spelling: Reference['spelling']; start: number; nameEnd: number },
): ParsedReference {
  const { start, nameEnd } = head;
  const name = text.slice(start, nameEnd);
  const at = text.indexOf('@', nameEnd);
  const rest = at < 0 ? text.length : at;
  const hasVersion = nameEnd < rest;
  const version = hasVersion ? text.slice(nameEnd + 1, rest) : undefined;

  if (name === '') return problem('malformed', 'A dataset name is missing.', 0, Math.max(start, Math.min(1, text.length)));
  const colon = name.indexOf(':');
  if (colon >= 0)
    return problem('malformed', 'In the URI spelling a "/" stands between name and version.', start + colon, start + colon + 1);
  if (!isName(name)) return problem('wide-name', `${quoted(name)} is no dataset name here: ${nameRule}.`, start, nameEnd);
  if (version === '') return problem('malformed', `A version is missing after "${name}".`, start, text.length);
  if (version !== undefined && !isName(version)) {
    return problem('wide-name', `${quoted(version)} is no version name here: ${nameRule}.`, nameEnd + 1, rest);
  }
  if (at >= 0 && !text.startsWith(digestMark, at)) return problem('malformed', 'A digest is written @sha256:<hex>.', at, text.length);
  const digest = at < 0 ? undefined : text.slice(at + digestMark.length);
  if (digest !== undefined && !isDigest(digest)) {
    return problem(
      'malformed',
      'A digest has 64 hex digits, or at least the first 12 of them.',
      digest === '' ? at : at + digestMark.length,
      text.length,
    );
  }
  if (version === undefined && digest === undefined) {
    return problem('no-version', `"${name}" names a dataset; a reference also says which version.`, start, text.length);
  }
  return {
    ref: {
      kind: head.kind,
      spelling: head.spelling,
      name,
      version,
      digest: digest?.toLowerCase(),
      spans: {
        name: { start, end: nameEnd },
        version: hasVersion ? { start: nameEnd + 1, end: rest } : undefined,
        digest: at < 0 ? undefined : { start: at + digestMark.length, end: text.length },
      },
    },
  };
}

function blanks(text: string): ParsedReference {
  const before = text.length - text.trimStart().length;
  const [start, end] = before > 0 ? [0, before] : [text.trimEnd().length, text.length];
  return problem('malformed', 'Blanks before or after a reference do not belong to it.', start, end);
}

function quoted(text: string): string {
  return text.length > 60 ? `"${text.slice(0, 60)}…"` : `"${text}"`;
}

function isDigest(text: string): boolean {
  return /^[0-9A-Fa-f]{12,64}$/.test(text);
}

function problem(code: ReferenceProblemCode, message: string, start: number, end: number): ParsedReference {
  return { problem: { code, message, span: { start, end: Math.max(start, end) } } };
}
