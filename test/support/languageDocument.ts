/** Documents for the language service: by file name, with the marks of markedText.ts. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { analyse, newDocumentCache } from '../../server/language/document.ts';
import type { SourceFile } from '../../server/language/project.ts';

const languages: Record<string, string> = {
  yaml: 'yaml',
  py: 'python',
  toml: 'toml',
  sh: 'shellscript',
  json: 'json',
  jsonc: 'jsonc',
  md: 'markdown',
};

export interface OpenDocument extends SourceFile {
  document: TextDocument;
}

/** The language is taken from the file's extension. */
export function open(file: string, text: string): OpenDocument {
  const document = TextDocument.create(`file:///project/${file}`, languages[file.split('.').at(-1)!] ?? 'plaintext', 1, text);
  return { document, analysis: analyse(document, newDocumentCache()) };
}

/** A pipeline file with one step whose inputs are the given lines, indented as they must be. */
export function withInputs(inputs: string): string {
  const lines = inputs.replace(/^\n/, '').split('\n');
  return `- step:\n    name: train\n    image: python:3.13\n    command: python train.py\n    inputs:\n${lines.map((line) => `      ${line}`).join('\n')}\n`;
}
