/** The card that opens when the pointer rests on an item: a title, and lines of a name and a value. */
import * as vscode from 'vscode';

export type CardLine = readonly [name: string, value: string | undefined];

/** Values are put in as text: nothing of a file's or a dataset's name is read as Markdown. Lines without a value are left out. */
export function card(title: string, lines: readonly CardLine[], code?: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString('**');
  text.appendText(title).appendMarkdown('**\n\n');
  const shown = lines.filter(([, value]) => value !== undefined && value !== '');
  shown.forEach(([name, value], i) => {
    text.appendMarkdown(`${name}: `).appendText(value!);
    if (i < shown.length - 1) text.appendMarkdown('  \n');
  });
  if (code) text.appendMarkdown('\n\n').appendCodeblock(code, 'shellscript');
  return text;
}
