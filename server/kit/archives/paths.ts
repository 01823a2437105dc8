/** Names of members as paths of files: what may not be one, and what is the same written in another way. */

/** A relative path without `.` and empty segments; what is wrong with the name, in words, when it is none. */
export function safePath(name: string): { path: string } | { fault: string } {
  if (name.includes('\ufffd')) return { fault: 'is no UTF-8' };
  if (name.includes('\0')) return { fault: 'holds a NUL' };
  if (name.includes('\\')) return { fault: 'holds a backslash' };
  if (/^[A-Za-z]:/.test(name)) return { fault: 'begins with a drive' };
  if (name.startsWith('/')) return { fault: 'is absolute' };
  const segments = name.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.includes('..')) return { fault: 'leads out of the archive' };
  return { path: segments.join('/') };
}
