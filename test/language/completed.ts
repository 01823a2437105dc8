/** Asks for completion at the cursor of a marked text. */
import { type CompletionList, InsertTextMode, type Range } from 'vscode-languageserver-types';
import { complete } from '../../server/language/completion.ts';
import type { LanguageContext } from '../../server/language/project.ts';
import { openProject } from '../support/languageProject.ts';
import { parseCursor } from '../support/markedText.ts';

export interface Asked {
  /** Other files of the project, by name. */
  others?: Record<string, string>;
  context?: Partial<LanguageContext>;
}

/** Keys and words of the language are left out, as beside an editor's own YAML support, unless the context says otherwise. */
export function completeAt(file: string, marked: string, { others = {}, context = {} }: Asked = {}) {
  const { text, cursor } = parseCursor(marked);
  const project = openProject({ ...others, [file]: text }, { keysElsewhere: true, commands: new Set(['datapin.run']), ...context });
  const list: CompletionList | undefined = complete(project.named(file), cursor, project.context);
  return { document: project.named(file).document, context: project.context, list };
}

export function labelsOf(file: string, marked: string, asked?: Asked): string[] | undefined {
  return completeAt(file, marked, asked).list?.items.map(({ label }) => label);
}

/** The text after the first offer (or the one named) was taken. */
export function taken(file: string, marked: string, { label, ...asked }: Asked & { label?: string } = {}): string | undefined {
  const { document, list } = completeAt(file, marked, asked);
  const item = label === undefined ? list?.items[0] : list?.items.find((one) => one.label === label);
  if (!item?.textEdit) return undefined;
  const { range, newText } = item.textEdit as { range: Range; newText: string };
  const text = document.getText();
  const before = text.slice(0, document.offsetAt(range.start));
  const indent = /^ */.exec(before.split('\n').at(-1)!)![0];
  const written = item.insertTextMode === InsertTextMode.adjustIndentation ? newText.replaceAll('\n', `\n${indent}`) : newText;
  return before + written + text.slice(document.offsetAt(range.end));
}
