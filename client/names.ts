/** Names as they are proposed and checked while somebody types; the server has the last word. */

const name = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const longest = 128;

/** A dataset name out of the last part of a path or URI, that of the folder for several; `dataset` when nothing of it can stand. */
export function proposeName(locations: readonly string[]): string {
  const parts = locations[0]?.split(/[\\/]+/).filter(Boolean) ?? [];
  const last = parts.at(locations.length === 1 ? -1 : -2) ?? '';
  const clean = last
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, longest);
  return clean || 'dataset';
}

/** What is wrong with `dataset` or `dataset:version`, in words; nothing when it can stand. */
export function checkTarget(text: string): string | undefined {
  const [dataset = '', version, ...more] = text.trim().split(':');
  if (dataset === '') return 'A name is missing.';
  const wrong = wrongIn(dataset);
  if (wrong !== undefined || version === undefined) return wrong;
  if (version === '') return 'A version is missing after ":".';
  if (more.length > 0) return 'A second ":" cannot stand here: write dataset:version.';
  return version === 'latest' ? '"latest" is always the newest version; choose another name.' : wrongIn(version);
}

/** Which character cannot stand in a name, in words; nothing when the name can stand. */
function wrongIn(text: string): string | undefined {
  if (name.test(text)) return undefined;
  const [first = ''] = text;
  if (first === '.' || first === '-') return `A name cannot begin with "${first}".`;
  const [wrong] = text.match(/[^A-Za-z0-9._-]/u) ?? [];
  if (wrong === undefined) return `A name has at most ${longest} characters; this one has ${text.length}.`;
  const shown = /\s/.test(wrong) ? 'A blank' : `"${wrong}"`;
  return `${shown} cannot stand in a name: only A to Z, a to z, digits, "_", "." and "-".`;
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
