/** Markdown in which foreign text shows as it is. */

/** No links, no markup, no line breaks. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&').replace(/\s+/g, ' ');
}

/** As code, whatever backticks the text has itself. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const room = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${room}${line}${room}${fence}`;
}

/** A link that calls a command of the client; its arguments travel in it. */
export function commandLink(title: string, command: string, ...args: readonly unknown[]): string {
  const encoded = encodeURIComponent(JSON.stringify(args)).replace(/[()]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `[${escaped(title)}](command:${command}?${encoded})`;
}

/** Lines below one another; empty ones are left out. */
export function lines(...all: readonly (string | undefined)[]): string {
  return all.filter(Boolean).join('  \n');
}
