/** Reading what is checked. */
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DatapinError, systemCode } from '../../core/errors.ts';
import { analyse, newDocumentCache } from '../../language/document.ts';
import type { SourceFile } from '../../language/project.ts';
import type { ProjectFolder } from '../../projectFolder.ts';
import { diskKindOf } from '../../projectWalk.ts';
import type { Target } from './targets.ts';

/** Nothing for a file that holds nothing for us. Throws what the system says of one that cannot be read. */
export function readTarget(project: ProjectFolder, { path, named }: Target): SourceFile | undefined {
  // the project would take a file that is closed to us for one that is not there
  const bytes = readBytes(path);
  if (!isUtf8(bytes) && !hasOwnEncoding(path, bytes)) return unread(path);
  // a notebook that was cut off may have lost what makes it ours
  const isRead = named || diskKindOf(path) === 'notebook' || project.disk.isRelevant(path);
  const known = isRead ? project.disk.at(path) : undefined;
  const languageId = languageOf(path);
  if (known || !named || languageId === undefined) return known;
  const document = TextDocument.create(pathToFileURL(path).href, languageId, 0, bytes.toString('utf8'));
  return { document, analysis: analyse(document, newDocumentCache()) };
}

/** As editors name it; nothing for a kind of file that is never checked. */
export function languageOf(path: string): string | undefined {
  const name = basename(path);
  return byName.find(([pattern]) => pattern.test(name))?.[1];
}

const byName: readonly (readonly [RegExp, string])[] = [
  [/^Dockerfile(?:\.|$)|\.dockerfile$/i, 'dockerfile'],
  [/^(?:GNU)?[Mm]akefile$|\.mk$/, 'makefile'],
  [/^\.env(?:\.|$)|\.env$/, 'dotenv'],
  [/\.ya?ml$/i, 'yaml'],
  [/\.pyw?$/i, 'python'],
  [/\.(?:json|ipynb)$/i, 'json'],
  [/\.jsonl$/i, 'jsonl'],
  [/\.jsonc$/i, 'jsonc'],
  [/\.toml$/i, 'toml'],
  [/\.(?:sh|bash|zsh)$/i, 'shellscript'],
  [/\.properties$/i, 'properties'],
  [/\.(?:ini|cfg|conf)$/i, 'ini'],
];

/** A text has at most so many bytes. */
const largestText = 500_000_000;

function readBytes(path: string): Buffer {
  const tooLarge = () => new DatapinError('file.too-large', `${path} is too large to be read as a text.`, { hint: 'Check other paths.' });
  try {
    const bytes = readFileSync(path);
    if (bytes.length > largestText) throw tooLarge();
    return bytes;
  } catch (error) {
    throw systemCode(error) === 'ERR_FS_FILE_TOO_LARGE' ? tooLarge() : error;
  }
}

/** Python may name another encoding in its first two lines; all that we look for is written alike in those. */
function hasOwnEncoding(path: string, bytes: Buffer): boolean {
  if (languageOf(path) !== 'python') return false;
  const [first = '', second = ''] = bytes.toString('latin1', 0, 1000).split('\n');
  return [first, second].some((line) => /^[ \t\f]*#.*?coding[:=][ \t]*(?!utf)[-\w.]+/i.test(line));
}

/** Nothing else is said of such a file: what it would be taken for is not what it says. */
function unread(path: string): SourceFile {
  const document = TextDocument.create(pathToFileURL(path).href, languageOf(path)!, 0, '');
  const message = 'This file is not UTF-8, so it is not read. Save it as UTF-8.';
  const problems = [{ code: 'not-utf8', message, range: { start: 0, end: 0 } }] as const;
  return { document, analysis: { references: [], slots: [], problems } };
}
