/**
 * What changes its name together: one text may name several things (a script that two steps run, an anchor of YAML that
 * two steps share), and each of them may be named in other texts, and so on.
 */
import { namesIn } from '../names/names.ts';
import { type Occurrence, partsOf } from '../names/occurrence.ts';
import { type UnwrittenName, unwrittenNames } from '../names/pipelineNames.ts';
import { type Found, filesWith } from '../names/subjects.ts';
import type { LanguageContext, SourceFile } from '../project.ts';

export interface Closure {
  subjects: ReadonlySet<string>;
  /** Of these subjects, in all files. */
  found: Found[];
  /** Of all subjects, in all files. */
  defined: ReadonlySet<string>;
  /** Subjects, of all, that are defined in a way that cannot be edited. */
  unwritten: ReadonlySet<string>;
}

export function closureOf(names: readonly Occurrence[], file: SourceFile, context: LanguageContext): Closure {
  const all = [...filesWith(file, context.project)].flatMap((one) =>
    namesIn(one, context).map((occurrence): Found => ({ file: one, occurrence })),
  );
  const { links, unwritten } = linksOf(all);
  const subjects = new Set(names.map(({ subject }) => subject));
  for (const subject of subjects) for (const other of links.get(subject) ?? []) subjects.add(other);
  return {
    subjects,
    found: all.filter(({ occurrence }) => subjects.has(occurrence.subject)),
    defined: new Set(all.flatMap(({ occurrence: { isDefinition, subject } }) => (isDefinition ? [subject] : []))),
    unwritten,
  };
}

/** Subjects of which neither can be renamed without the other. */
function linksOf(all: readonly Found[]): { links: Map<string, Set<string>>; unwritten: Set<string> } {
  const links = new Map<string, Set<string>>();
  const link = (one: string, other: string) => {
    links.set(one, (links.get(one) ?? new Set()).add(other));
    links.set(other, (links.get(other) ?? new Set()).add(one));
  };
  const bySpan = new Map<string, string>();
  for (const { file, occurrence } of all) {
    const key = `${file.document.uri} ${occurrence.span.start} ${occurrence.span.end}`;
    const first = bySpan.get(key);
    if (first === undefined) bySpan.set(key, occurrence.subject);
    else if (first !== occurrence.subject) link(first, occurrence.subject);
  }
  const unwritten = new Set<string>();
  for (const file of new Set(all.map((one) => one.file))) {
    for (const one of unwrittenIn(file)) {
      const written = atAnchor(one, file, all);
      if (written) link(one.subject, written);
      else unwritten.add(one.subject);
    }
  }
  return { links, unwritten };
}

function unwrittenIn({ analysis, document }: SourceFile): UnwrittenName[] {
  return analysis.pipeline ? unwrittenNames(analysis.pipeline, { uri: document.uri, text: document.getText() }) : [];
}

/** The same name where the anchor has it. */
function atAnchor({ subject, anchor }: UnwrittenName, file: SourceFile, all: readonly Found[]): string | undefined {
  if (anchor === undefined || anchor < 0) return undefined;
  const { kind, path } = partsOf(subject);
  const isIt = ({ span, name, isDefinition, ...one }: Occurrence) =>
    isDefinition && span.start > anchor && one.kind === kind && name === path.at(-1);
  return all.find((one) => one.file === file && isIt(one.occurrence))?.occurrence.subject;
}
