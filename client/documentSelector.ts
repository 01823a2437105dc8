/** The documents that can hold a reference, by language; a pipeline file is YAML to the editor. */

const languages = [
  'yaml',
  'python',
  'json',
  'jsonc',
  'jsonl',
  'toml',
  'shellscript',
  'dockerfile',
  'dockercompose',
  'makefile',
  'properties',
  'dotenv',
  'ini',
];

/**
 * A scheme is always named: nothing is asked about diffs, remote pages and other virtual texts. Our own manifests and logs
 * are not here, or their whole text would be sent: the server registers itself for the hierarchies that begin at them.
 */
export const documentSelector = [
  ...['file', 'untitled'].flatMap((scheme) => languages.map((language) => ({ scheme, language }))),
  { scheme: 'vscode-notebook-cell', language: 'python' },
];
