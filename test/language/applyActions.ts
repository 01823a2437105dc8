/** The check of the code actions' tests: a text with its cursor, what may be done there, and the text after one of these. */
import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction } from 'vscode-languageserver-types';
import type { Span } from '../../server/core/ref.ts';
import { type AskedActions, codeActions } from '../../server/language/codeActions.ts';
import type { LanguageContext } from '../../server/language/project.ts';
import { openProject, type SampleProject } from '../support/languageProject.ts';
import { parseMarked } from '../support/markedText.ts';

export interface Offered {
  project: SampleProject;
  /** Where it was asked. */
  span: Span;
  actions: CodeAction[];
  titles: string[];
  /** Texts of the files that an action changes, by their names. */
  after(title: string): Record<string, string>;
}

/** Asks at the cursor, or for the first range, of the first of the files. */
export function offered(
  marked: Record<string, string>,
  about: Partial<LanguageContext> = {},
  asked: Omit<AskedActions, 'span'> = {},
): Offered {
  const [[name = '', first = ''] = []] = Object.entries(marked);
  const { text, cursor = 0, ranges } = parseMarked(first);
  const project = openProject({ ...marked, [name]: text }, about);
  const span = ranges[0] ?? { start: cursor, end: cursor };
  const actions = codeActions(project.named(name), { span, ...asked }, project.context);
  const after = (title: string) => {
    const action = actions.find((one) => one.title === title);
    assert.ok(action, `"${title}" is not among ${JSON.stringify(actions.map((one) => one.title))}`);
    return Object.fromEntries(
      Object.entries(action.edit?.changes ?? {}).map(([uri, edits]) => [
        uri.replace('file:///project/', ''),
        TextDocument.applyEdits(project.file(uri)!.document as TextDocument, edits),
      ]),
    );
  };
  return { project, span, actions, titles: actions.map(({ title }) => title), after };
}
