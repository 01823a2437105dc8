/** Locations that are typed: what is wrong with them, and what they mean. */

export function linksIn(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

/** What is wrong with typed links, in words. */
export function checkLinks(text: string): string | undefined {
  const links = linksIn(text);
  if (links.length === 0 || links.every((link) => /^https?:\/\/$/.test(link))) return 'A link is missing.';
  const wrong = links.find((link) => !isLink(link));
  return wrong === undefined ? undefined : `"${shortened(wrong)}" is no link: write https://host/path.`;
}

/** A project's location, of which a person may type the end only. */
export function projectLocation(start: string, text: string): string {
  const typed = text.trim();
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `${start}${typed}`;
}

/** What is wrong with a typed project. */
export function checkProject(what: string, start: string, text: string): string | undefined {
  const typed = text.trim();
  if (typed === '' || typed === start) return `${what} is missing.`;
  return /\s/.test(typed) ? `${what} has no blanks.` : undefined;
}

/** The folder around a location that ends with a slash; nothing above a bucket's name but the buckets, and nothing above those. */
export function parentOf(location: string): string | undefined {
  const [, scheme = '', path = ''] = /^([a-z0-9+.-]+:\/\/)(.*)$/i.exec(location) ?? [];
  const parts = path.split('/').filter(Boolean);
  if (parts.length === 0) return undefined;
  return `${scheme}${parts
    .slice(0, -1)
    .map((part) => `${part}/`)
    .join('')}`;
}

function isLink(link: string): boolean {
  return /^https?:\/\/[^/\s]/i.test(link) && URL.canParse(link);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
