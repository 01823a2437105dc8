/** References in files that are not read in depth: other YAML, TOML, JSON, shell. The URI spelling counts, outside comments. */
import { parseReference } from '../../core/ref.ts';
import { type FoundReference, uriTokens } from './found.ts';

/** How a language writes comments: `#` to the end of the line, lines that begin with `//`, or not at all. */
export type CommentStyle = 'hash' | 'slashes' | 'none';

export function findTextReferences(text: string, comments: CommentStyle): FoundReference[] {
  if (!text.includes('://')) return [];
  const found: FoundReference[] = [];
  for (const line of text.matchAll(/[^\r\n]+/g)) {
    if (!line[0].includes('://')) continue;
    const code = line[0].slice(0, commentStart(line[0], comments));
    for (const token of uriTokens(code)) {
      const start = line.index + token.start;
      const expectation = isMadeHere(text.slice(Math.max(0, start - 120), start)) ? 'output' : 'mention';
      found.push({ text: token.text, range: { start, end: line.index + token.end }, parsed: parseReference(token.text), expectation });
    }
  }
  return found;
}

/** Column at which a line's comment begins; the line's length when it has none. */
export function commentStart(line: string, comments: CommentStyle): number {
  if (comments === 'none') return line.length;
  if (comments === 'slashes') return line.trimStart().startsWith('//') ? 0 : line.length;
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    const before = line[i - 1] ?? ' ';
    if (quote) {
      if (char === '\\' && quote === '"') i++;
      else if (char === quote) quote = '';
    } else if ((char === '"' || char === "'") && /[\s[{(,:=-]/.test(before)) quote = char;
    else if (char === '#' && /\s/.test(before)) return i;
  }
  return line.length;
}

/** Keys of an output's metadata whose value names a version that the run will make. */
export const outputKeys: readonly string[] = ['valohai.dataset-versions', 'valohai.model-versions', 'uri', 'model_uri'];

const madeHere = new RegExp(`"(?:${outputKeys.map((key) => key.replaceAll('.', '\\.')).join('|')})"\\s*:\\s*\\[?\\s*"$`);

function isMadeHere(before: string): boolean {
  return madeHere.test(before);
}
