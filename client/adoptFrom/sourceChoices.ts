/** What versions can be adopted from, as a list. */
import type { WireSource } from '../../server/protocol/requests.ts';
import type { Choice } from '../editor.ts';

/** A way that every editor has, or a source that the server knows. */
export type Way = 'folder' | 'files' | 's3' | 'link' | 'manifest' | WireSource;

/** Sources that only read files are not listed: what a file is, is found by looking at it. */
export function sourceChoices(sources: readonly WireSource[]): Choice<Way>[] {
  const own: Choice<Way>[] = [
    { label: 'Folder', description: 'on this machine', icon: 'folder', heading: 'Files', value: 'folder' },
    { label: 'Files', description: 'on this machine', icon: 'files', value: 'files' },
    { label: 'S3 Bucket', description: 'a prefix, or chosen folders and files', icon: 'cloud', value: 's3' },
    { label: 'Links', description: 'one or several, or the address of a list', icon: 'link', value: 'link' },
    {
      label: 'Manifest or Export File',
      description: 'what it lists: CSV, JSON lines, Croissant, sha256sum, an export of a labelling tool',
      icon: 'list-flat',
      value: 'manifest',
    },
  ];
  const projects = sources.filter(({ scheme, typed, hasChoices }) => scheme !== undefined && (typed !== undefined || hasChoices));
  const tools = projects.map(
    (source, i): Choice<Way> => ({
      label: source.title,
      description: source.takes,
      icon: source.hasExports ? 'tag' : 'globe',
      ...(i === 0 ? { heading: 'Tools and Hubs' } : {}),
      value: source,
    }),
  );
  return [...own, ...tools];
}
