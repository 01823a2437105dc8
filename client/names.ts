/** Names as they are proposed and checked while somebody types; the server has the last word. */

const name = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const rule = 'Letters, digits, "_", "." and "-", not starting with "." or "-", at most 128 characters.';

/** A dataset name out of the last part of a path or URI, that of the folder for several; `dataset` when nothing of it can stand. */
export function proposeName(locations: readonly string[]): string {
  const parts = locations[0]?.split(/[\\/]+/).filter(Boolean) ?? [];
  const last = parts.at(locations.length === 1 ? -1 : -2) ?? '';
  const clean = last
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 128);
  return clean || 'dataset';
}

/** What is wrong with `dataset` or `dataset:version`, in words; nothing when it can stand. */
export function checkTarget(text: string): string | undefined {
  const [dataset = '', version, ...more] = text.trim().split(':');
  if (dataset === '') return 'A name is missing.';
  if (!name.test(dataset)) return rule;
  if (version === undefined) return undefined;
  if (more.length > 0 || !name.test(version)) return `After ":" comes a version. ${rule}`;
  return version === 'latest' ? '"latest" is always the newest version; choose another name.' : undefined;
}

/** The name a new version gets when none is given: versions are counted, an alias is only stepped over. */
export function nextVersion(versions: readonly string[], aliases: readonly string[] = []): string {
  const names = new Set([...versions, ...aliases]);
  let number = versions.length + 1;
  while (names.has(`v${number}`)) number++;
  return `v${number}`;
}

/** What is wrong with an S3 location, in words. */
export function checkS3Location(text: string): string | undefined {
  const location = text.trim();
  if (!location.startsWith('s3://')) return 'Write s3://bucket/prefix.';
  const [bucket = ''] = location.slice('s3://'.length).split('/');
  if (bucket === '') return 'A bucket is missing: s3://bucket/prefix.';
  return /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/.test(bucket) ? undefined : `"${bucket}" is no bucket name.`;
}
