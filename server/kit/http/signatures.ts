/** What of an address is a signature, by who makes it: it lets in whoever has it, and for a while only. */

interface Signer {
  /** Names of query keys, in lower case; `*` at the end stands for any ending. */
  keys: readonly string[];
  /** Where they are a signature: many are too plain to be one everywhere. `names` are all keys of the query, in lower case. */
  on?(url: URL, names: ReadonlySet<string>): boolean;
}

const signers: readonly Signer[] = [
  { keys: ['x-amz-*', 'x-goog-*', 'awsaccesskeyid', 'googleaccessid', 'key-pair-id'] },
  // Amazon v2, CloudFront, Google v2, Labelbox
  { keys: ['expires', 'policy', 'keyname'], on: (_, names) => names.has('signature') },
  {
    // Azure
    keys: [
      'sv',
      'ss',
      'srt',
      'sp',
      'se',
      'st',
      'spr',
      'sip',
      'sr',
      'sig',
      'skoid',
      'sktid',
      'skt',
      'ske',
      'sks',
      'skv',
      'saoid',
      'suoid',
      'scid',
    ],
    on: ({ hostname }, names) => names.has('sig') || /\.core\.windows\.net$/.test(hostname),
  },
];

/** Whoever it is of. `key` and `code` are not here: they name what is meant as often as they open it. */
const secret =
  /^(access[_-]?key([_-]?id)?|api[_-]?key|(access|auth|id|refresh|session|security|download|upload)?[_-]?token|auth|authorization|jwt|password|passwd|pwd|(client[_-]?)?secret|credentials?|sas|hmac|sign|signature|sig)$/i;

/** Of a parsed query: whether a key carries a secret or belongs to what makes one good. */
export function secretKeys(url: URL, keys: readonly string[]): (key: string) => boolean {
  const names = new Set(keys.map((key) => key.toLowerCase()));
  const here = signers.filter(({ on }) => on?.(url, names) ?? true).flatMap(({ keys: signing }) => signing);
  return (key) => secret.test(key) || here.some((pattern) => fits(key.toLowerCase(), pattern));
}

/** When a signed address says that it ends, in milliseconds; undefined when it does not. */
export function expiryOf(address: string): number | undefined {
  const query = new Map([...(URL.parse(address)?.searchParams ?? [])].map(([name, value]) => [name.toLowerCase(), value]));
  for (const store of ['x-amz', 'x-goog']) {
    const at = compactDate(query.get(`${store}-date`) ?? '');
    const seconds = query.get(`${store}-expires`);
    if (at !== undefined && seconds !== undefined) return at + Number(seconds) * 1000;
  }
  const end = query.get('expires') ?? '';
  // Labelbox counts milliseconds
  if (/^\d+$/.test(end)) return Number(end) > 1e11 ? Number(end) : Number(end) * 1000;
  const at = Date.parse((query.has('sig') && query.get('se')) || '');
  return Number.isNaN(at) ? undefined : at;
}

/** `20240101T000000Z` */
function compactDate(text: string): number | undefined {
  const spelt = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const at = Date.parse(spelt);
  return spelt === text || Number.isNaN(at) ? undefined : at;
}

function fits(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
