/** How well a name fits what was typed: its letters in order, whatever stands between them. */

/** Lower is better; nothing when a letter is missing. Letters count the same in either case, blanks do not count. */
export function misfit(name: string, query: string): number | undefined {
  const text = name.toLowerCase();
  const typed = query.toLowerCase().replace(/\s+/g, '');
  if (text === typed) return 0;
  const at = text.indexOf(typed);
  if (at >= 0) return at === 0 ? 1 : isStart(text, at) ? 2 : 3;
  let from = 0;
  for (const letter of typed) {
    const next = text.indexOf(letter, from);
    if (next < 0) return undefined;
    from = next + 1;
  }
  return 4;
}

/** The best fits first, those that fit the same by name; at most `limit`. */
export function bestFits<T>(all: Iterable<T>, nameOf: (one: T) => string, { query, limit }: { query: string; limit: number }): T[] {
  const fits: { one: T; name: string; by: number }[] = [];
  for (const one of all) {
    const name = nameOf(one);
    const by = misfit(name, query);
    if (by !== undefined) fits.push({ one, name, by });
  }
  fits.sort((a, b) => a.by - b.by || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return fits.slice(0, limit).map(({ one }) => one);
}

function isStart(text: string, at: number): boolean {
  return /[^\p{L}\p{N}]/u.test(text.charAt(at - 1));
}
