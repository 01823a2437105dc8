/** Code actions: the ways out of what is told of a place, and what can be done to a file as a whole. */
import { type CodeAction, CodeActionKind, type Diagnostic, type TextEdit } from 'vscode-languageserver-types';
import type { Span } from '../core/ref.ts';
import { type Action, type Change, changeOf, disjoint } from './actions/action.ts';
import { ignoreActions } from './actions/ignore.ts';
import { adoptFolder, pinAll, touches } from './actions/references.ts';
import { remedies } from './actions/table.ts';
import { type ToldFinding, toldFindings } from './diagnostics.ts';
import { rangeOf } from './places.ts';
import type { LanguageContext, SourceFile } from './project.ts';

/** Makes every safe change of a file. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.datapin`;
/** Puts a version in place of every alias. */
export const pinAllKind = `${CodeActionKind.Source}.datapin.pinAll`;

/** Every kind that is given, for a client to choose from. */
export const codeActionKinds: readonly string[] = [CodeActionKind.QuickFix, CodeActionKind.Refactor, fixAllKind, pinAllKind];

/** What a client asks about. */
export interface AskedActions {
  span: Span;
  /** Kinds, with all that are more special; without it all but those for a whole file. */
  only?: readonly string[] | undefined;
  /** What the client shows there: an action says which of these it is for. */
  diagnostics?: readonly Diagnostic[] | undefined;
}

export function codeActions(file: SourceFile, asked: AskedActions, context: LanguageContext): CodeAction[] {
  const { span, only } = asked;
  const isAsked = (kind: string) => !only || only.some((one) => one === '' || one === kind || kind.startsWith(`${one}.`));
  const actions = isAsked(CodeActionKind.QuickFix) ? quickFixes(file, asked, context) : [];
  if (isAsked(CodeActionKind.Refactor)) actions.push(...adoptFolder(file, span, context).map(toCodeAction(CodeActionKind.Refactor)));
  // a whole file is changed by who says so
  if (only && isAsked(fixAllKind)) actions.push(...fixAll(file, context).map(toCodeAction(fixAllKind)));
  if (only && isAsked(pinAllKind)) actions.push(...pinAll(file, context).map(toCodeAction(pinAllKind)));
  return actions;
}

/** Everything that can be changed in a file without asking, as changes that do not touch each other. */
export function safeChanges(file: SourceFile, context: LanguageContext): Change[] {
  return disjoint(
    toldFindings(file, context)
      .flatMap(({ fixes }) => fixes?.filter(({ safe }) => safe).slice(0, 1) ?? [])
      .flatMap((fix) => changeOf(file, fix) ?? []),
  );
}

function fixAll(file: SourceFile, context: LanguageContext): Action[] {
  const changes = safeChanges(file, context);
  return changes.length > 0 ? [{ title: 'Fix all that is safe to fix', changes }] : [];
}

/** Fixes first, then ways not to hear of it again. */
function quickFixes(file: SourceFile, { span, diagnostics = [] }: AskedActions, context: LanguageContext): CodeAction[] {
  const told = toldFindings(file, context).filter((finding) => touches(finding.span, span));
  const made = [
    ...told.map((finding) => ({ finding, actions: fixesOf(finding, file, context) })),
    ...told.map((finding) => ({ finding, actions: ignoreActions(file, finding) })),
  ];
  const all = made.flatMap(({ finding, actions }) => {
    const shown = diagnostics.filter((one) => one.code === finding.code && isSame(one, rangeOf(file.document, finding.span)));
    return actions.map((action) => ({
      ...toCodeAction(CodeActionKind.QuickFix)(action),
      ...(shown.length > 0 ? { diagnostics: shown } : {}),
    }));
  });
  return withoutTwins(all);
}

function fixesOf(finding: ToldFinding, file: SourceFile, context: LanguageContext): Action[] {
  const { sure = false, make } = remedies[finding.code] ?? {};
  const own = (finding.fixes ?? []).flatMap((fix, i): Action[] => {
    const change = changeOf(file, fix);
    return change ? [{ title: fix.title, changes: [change], preferred: sure && i === 0 }] : [];
  });
  return [...own, ...(make?.({ finding, file, context }) ?? [])];
}

function toCodeAction(kind: string): (action: Action) => CodeAction {
  return ({ title, changes, command, preferred }) => ({
    title,
    kind,
    ...(preferred ? { isPreferred: true } : {}),
    ...(command ? { command } : {}),
    ...(changes.length > 0 ? { edit: { changes: byUri(disjoint(changes)) } } : {}),
  });
}

function byUri(changes: readonly Change[]): Record<string, TextEdit[]> {
  const edits: Record<string, TextEdit[]> = {};
  for (const { file, span, text } of changes) {
    const { document } = file;
    edits[document.uri] = [...(edits[document.uri] ?? []), { range: rangeOf(document, span), newText: text }];
  }
  return edits;
}

/** Two findings of one place may have the same way out. */
function withoutTwins(actions: readonly CodeAction[]): CodeAction[] {
  const byWhat = new Map<string, CodeAction>();
  for (const action of actions) {
    const what = JSON.stringify([action.title, action.edit, action.command]);
    const known = byWhat.get(what);
    if (!known) byWhat.set(what, action);
    else if (action.diagnostics) byWhat.set(what, { ...known, diagnostics: [...(known.diagnostics ?? []), ...action.diagnostics] });
  }
  return [...byWhat.values()];
}

function isSame({ range: { start, end } }: Diagnostic, other: Diagnostic['range']): boolean {
  const same = (a: typeof start, b: typeof start) => a.line === b.line && a.character === b.character;
  return same(start, other.start) && same(end, other.end);
}
