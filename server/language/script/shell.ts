/** Command lines of a step, taken apart as far as it takes to see which script they run. */

/** The simple commands of a text, each as its words; blanks, quotes and comments are gone, `{placeholders}` stay. */
export function commandsIn(text: string): string[][] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) commands.at(-1)!.push(word);
    word = undefined;
  };
  for (const { 0: token } of text.replace(/\\\r?\n/g, ' ').matchAll(tokens)) {
    if (/^[\s]+$/.test(token) && !token.includes('\n')) endWord();
    else if (token.startsWith('#') && word === undefined) continue;
    else if (/^(?:[;|()]|&(?!>))|\n/.test(token) && !/^["']/.test(token)) {
      endWord();
      if (commands.at(-1)!.length > 0) commands.push([]);
    } else word = (word ?? '') + bare(token);
  }
  endWord();
  return commands.filter((words) => words.length > 0);
}

/** Placeholders, quoted texts, ends of commands, comments, blanks, and what else makes a word. */
const tokens = /\{[^{}\s]*\}|'[^']*'|"(?:\\.|[^"\\])*"|\\.|\s*\n\s*|[^\S\n]+|\d*>&[\d-]|&>>?|&&|\|\||[;&|()]|#[^\n]*|[^\s;&|()'"\\{#]+|./gs;

function bare(token: string): string {
  if (token.startsWith("'") && token.length > 1) return token.slice(1, -1);
  if (token.startsWith('"') && token.length > 1) return token.slice(1, -1).replace(/\\(["\\$`])/g, '$1');
  return token.startsWith('\\') ? token.slice(1) : token;
}
