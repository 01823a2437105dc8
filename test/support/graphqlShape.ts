/** What a GraphQL document asks, without the fields that it selects: its name, what it declares and what it passes on. */

/**
 * `operation` is the name, or the first selection where there is none. `arguments` are the declared variables and each field
 * with arguments, in the document's spelling but for white space, commas, and numbers and texts written out.
 */
export function graphqlShape(document: string): { operation: string; arguments: string[] } {
  const tokens: readonly string[] = document.replace(/#.*$/gm, '').match(/"(?:[^"\\]|\\.)*"|\$?\w+|[{}()[\]:!=]/g) ?? [];
  const open = tokens.indexOf('{');
  const kind = /^(query|mutation|subscription)$/.test(tokens[0] ?? '') ? tokens[0]! : 'query';
  const [, second = ''] = tokens;
  const named = open > 1 && tokens[0] === kind && /^\w+$/.test(second);
  const first = tokens[open + 1] ?? '';
  return { operation: `${kind} ${named ? second : first}`, arguments: argumentsOf(tokens, open) };
}

function argumentsOf(tokens: readonly string[], open: number): string[] {
  const found: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at] !== '(') continue;
    const end = tokens.indexOf(')', at);
    const pairs = tokens.slice(at + 1, end).map((token) => (/^\d/.test(token) ? '0' : token.startsWith('"') ? '""' : token));
    const owner = at > open ? tokens[at - 1] : 'variables';
    found.push(`${owner}(${spelt(pairs)})`);
    at = end;
  }
  return found.toSorted();
}

function spelt(tokens: readonly string[]): string {
  return tokens.join(' ').replaceAll(/ ?([:!{}[\]]) ?/g, '$1');
}
