/** JSON as a value, or what is wrong with it in words that quote nothing of it: a row may hold a signed link. */
export type Parsed = { value: unknown } | { fault: string };

export function parseJson(text: string): Parsed {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return { fault: inWords(error.message, text) };
    throw error;
  }
}

function inWords(message: string, text: string): string {
  if (text.trim() === '') return 'it is empty';
  if (/end of JSON|Unterminated/.test(message)) return 'it ends too early';
  const position = /position (\d+)/.exec(message)?.[1];
  const at = position === undefined ? '' : ` at character ${Number(position) + 1}`;
  if (/control character/.test(message)) return `a string holds a line break or another control character${at}`;
  if (/\b(NaN|-?Infinity)\b/.test(text)) return 'NaN and Infinity are no JSON';
  if (/Single quotes|property name/.test(message)) return `a name in double quotes is missing${at}`;
  if (/non-whitespace/.test(message)) return `something follows its end${at}`;
  return `something unexpected stands${at || ' in it'}`;
}
