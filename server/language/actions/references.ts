/** What can be done about references: pin them, one or all, bring them up to date, and adopt what they speak of. */
import type { Span } from '../../core/ref.ts';
import { toldFindings } from '../diagnostics.ts';
import type { Finding } from '../finding.ts';
import { ignoresIn } from '../ignores.ts';
import type { LanguageContext, SourceFile } from '../project.ts';
import { type FoundReference, spanIn } from '../reference/found.ts';
import { lookUp } from '../reference/lookUp.ts';
import { type Action, type Change, changeOf } from './action.ts';

export interface Asked {
  finding: Finding;
  file: SourceFile;
  context: LanguageContext;
}

/** The command of the client that adopts: given `{ uris, as }`, both of which may be left out. */
export const adoptCommand = 'datapin.adopt';

export function adoptAs({ finding, file, context }: Asked): Action[] {
  const ref = file.analysis.references.find(({ range }) => contains(range, finding.span))?.parsed.ref;
  if (!ref || !context.commands?.has(adoptCommand)) return [];
  const as = ref.version === undefined || ref.version === 'latest' ? ref.name : `${ref.name}:${ref.version}`;
  const title = `Adopt files as ${as}…`;
  return [{ title, changes: [], command: { title, command: adoptCommand, arguments: [{ as }] } }];
}

/** The version that an alias names now, and the beginning of its hash. */
export function pinWithHash({ finding, file, context }: Asked): Action[] {
  const pin = pinsOf(file, context).find(({ span }) => span.start === finding.span.start);
  const text = pin && `${pin.version}@sha256:${pin.hash.slice(0, 12)}`;
  const change = text && changeOf(file, { span: pin.span, text });
  return change ? [{ title: `Pin to ${pin.version} with its hash`, changes: [change] }] : [];
}

export function upgradeAll({ file, context }: Asked): Action[] {
  const behind = toldFindings(file, context).filter(({ code }) => code === 'newer-version');
  const changes = behind.flatMap(({ fixes }) => changesOf(file, fixes?.slice(0, 1) ?? []));
  return changes.length > 1 ? [{ title: 'Upgrade all in this file', changes }] : [];
}

/** Pins every alias, also where none of them is called a problem; but for those that are ignored. */
export function pinAll(file: SourceFile, context: LanguageContext): Action[] {
  const ignores = ignoresIn(file);
  const pins = pinsOf(file, context).filter(({ span }) => !ignores.has('unpinned', span.start));
  const changes = changesOf(
    file,
    pins.map(({ span, version }) => ({ span, text: version })),
  );
  return changes.length > 0 ? [{ title: 'Pin all references', changes }] : [];
}

/** For a default that is a path: what lies there can be adopted. */
export function adoptFolder(file: SourceFile, span: Span, context: LanguageContext): Action[] {
  if (!context.commands?.has(adoptCommand) || !file.analysis.pipeline) return [];
  return file.analysis.slots
    .filter((slot) => touches(slot.range, span) && !slot.dynamic && localPath.test(slot.text))
    .flatMap(({ text }) => {
      const uri = uriOfPath(text, file.document.uri);
      const title = `Adopt ${text}…`;
      return uri ? [{ title, changes: [], command: { title, command: adoptCommand, arguments: [{ uris: [uri] }] } }] : [];
    });
}

export function touches(one: Span, other: Span): boolean {
  return one.start <= other.end && other.start <= one.end;
}

/** Neither a pattern nor something that only a run knows. */
const localPath = /^(?:\.{1,2}\/|\/|file:\/\/)[^*?{}$]*$/;

function uriOfPath(path: string, base: string): string | undefined {
  const escaped = path.startsWith('file:') ? path : path.replace(/[%#?]/g, encodeURIComponent);
  return URL.canParse(escaped, base) ? new URL(escaped, base).href : undefined;
}

interface Pin {
  /** Where the alias stands. */
  span: Span;
  version: string;
  hash: string;
}

function pinsOf({ analysis }: SourceFile, { catalog }: LanguageContext): Pin[] {
  return catalog ? analysis.references.flatMap((found) => pinOf(found, catalog)) : [];
}

function pinOf(found: FoundReference, catalog: NonNullable<LanguageContext['catalog']>): Pin[] {
  const { ref } = found.parsed;
  if (!ref?.spans.version || ref.digest !== undefined || found.expectation === 'output') return [];
  const result = lookUp(ref, catalog);
  if (result.state !== 'found' || result.version.name === ref.version) return [];
  const { name: version, hash } = result.version;
  return [{ span: spanIn(found, ref.spans.version), version, hash }];
}

function changesOf(file: SourceFile, fixes: readonly { span: Span; text: string }[]): Change[] {
  return fixes.flatMap((fix) => changeOf(file, fix) ?? []);
}

function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
