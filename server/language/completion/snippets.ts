/** What is written when a key is taken: its colon, and for lists and whole items what must follow, with places to fill in. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { choicesAt, formsOf, keysAt, type ShapePath, shapeAt } from '../../formats/pipelineFile/shape/lookup.ts';
import type { KeyShape } from '../../formats/pipelineFile/shape/types.ts';
import { type Offer, suggestNext } from './offers.ts';

export interface Layout {
  /** Without it there are no places to fill in, and nothing that would have to be erased. */
  canUseSnippets: boolean;
  /** Blanks before a line that belongs to the key; where snippets are known, without those that the key's line begins with. */
  indent: string;
}

export interface NewKey {
  key: string;
  about: KeyShape;
  path: ShapePath;
  nodeType: string | undefined;
}

export type Written = Required<Pick<Offer, 'insertText'>> & Pick<Offer, 'isSnippet' | 'command'>;

export function valueSnippet({ key, about, path, nodeType }: NewKey, { canUseSnippets, indent }: Layout): Written {
  const forms = formsOf(about.value, nodeType);
  const [form] = forms;
  if (forms.length === 1 && form?.type === 'object') return { insertText: `${key}:\n${indent}`, command: suggestNext };
  if (forms.length === 1 && form?.type === 'list') {
    const line = `${key}:\n${indent}- `;
    const fields = canUseSnippets ? requiredOf([...path, []], nodeType) : [];
    if (fields.length === 0) return { insertText: line, command: suggestNext };
    return { insertText: line + fields.map((field, i) => `${field}: $${i + 1}`).join(`\n${indent}  `), isSnippet: true };
  }
  const isKnown = choicesAt(path, nodeType).length > 0 || isName(path);
  return { insertText: `${key}: `, ...(isKnown ? { command: suggestNext } : {}) };
}

/** A whole item of the file, behind its dash. */
export function itemSnippets(kind: string, { canUseSnippets, indent }: Layout): string {
  if (!canUseSnippets) return `${kind}:\n${indent}name: `;
  const lines = bodies[kind] ?? ['name: $1'];
  return [`${kind}:`, ...lines.map((line) => indent + line)].join('\n');
}

/** An edge in its short form. */
export function pairSnippet({ canUseSnippets }: Layout): Offer[] {
  if (!canUseSnippets) return [];
  const about = 'An edge: what is handed on, and where it goes.';
  const label = '[source, target]';
  return [{ label, kind: CompletionItemKind.Snippet, insertText: '[$1, $2]', isSnippet: true, documentation: about, command: suggestNext }];
}

const bodies: Readonly<Record<string, readonly string[]>> = {
  step: [`name: \${1:train}`, `image: \${2:python:3.13}`, `command: \${3:python train.py}`, '$0'],
  task: [
    `name: \${1:search}`,
    `step: $2`,
    `type: \${3:grid_search}`,
    'parameters:',
    '  - name: $4',
    '    style: multiple',
    '    rules:',
    `      items: [$5]`,
    '$0',
  ],
  pipeline: [
    `name: \${1:training}`,
    'nodes:',
    `  - name: \${2:train}`,
    '    type: execution',
    '    step: $3',
    'edges:',
    '  - [$4, $5]',
    '$0',
  ],
  endpoint: [`name: \${1:answer}`, `image: \${2:python:3.13}`, `server-command: \${3:python serve.py}`, '$0'],
  deployment: [`name: \${1:production}`, 'defaults:', `  target: $2`, '$0'],
};

/** At most two: more would have to be erased too often. */
function requiredOf(path: ShapePath, nodeType: string | undefined): string[] {
  const shape = shapeAt(path, nodeType);
  const objects = shape ? formsOf(shape, nodeType).filter(({ type }) => type === 'object') : [];
  if (objects.length !== 1 || formsOf(shape!, nodeType).some(({ type }) => type === 'pair'))
    return objects.length > 1 ? ['name', 'type'] : [];
  return [...keysAt(path, nodeType)].flatMap(([key, { required }]) => (required ? [key] : [])).slice(0, 2);
}

/** Keys whose value is the name of something in the file or a reference, so there is something to offer at once. */
function isName(path: ShapePath): boolean {
  const key = path.at(-1);
  if (key === 'default') return path.at(-3) === 'inputs';
  if (key === 'step' || key === 'task' || key === 'deployment') return path.length > 1;
  return key === 'source' || key === 'target';
}
