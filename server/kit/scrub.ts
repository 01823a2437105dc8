/** What a labelling tool says of an item, to be kept: without secrets and without the addresses of people. */
import { canonicalLocation, isSigned } from './http/canonical.ts';

/**
 * The value without signed links (which become `canonicalLocation`), without what is kept under keys like `token`,
 * `password` or `email`, and without every text that has an e-mail address in it. These are left out, not replaced by
 * something that could be joined back. All else stays as it was; `undefined` when nothing does.
 */
export function scrub(value: unknown): unknown {
  return scrubbed(value, 0);
}

/** Deeper than any tool's objects; what is below is not kept. */
const deepest = 500;

/** Keys, without hyphens and underscores. */
const secretName =
  /(token|secret|password|passwd|pwd|apikey|accesskey(id)?|secretkey|privatekey|authorization|credentials?|signature|cookie|jwt|sas|connectionstring)$/i;
const addressName = /(e?mail(address)?(es|s)?)$/i;
const headerName = /^(authorization|proxy-authorization|x-api-key|x-tenant-id|cookie|set-cookie)$/i;

/** Not `photo@2x.png`, which is a picture for fine screens. Looks back from each @: a long text without one costs nothing. */
const address =
  /(?<=[\p{L}\p{N}._+'-])(?:@|%40)(?!\d+(?:\.\d+)?x\.(?:png|jpe?g|gif|webp|avif|bmp|tiff?|heic|svg)(?!\.?[\p{L}\p{N}]))[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/iu;

function scrubbed(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return scrubText(value, depth);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) return undefined;
  if (Array.isArray(value)) return value.map((member) => scrubbed(member, depth + 1)).filter((member) => member !== undefined);
  const header = isHeader(value);
  const kept = Object.entries(value).flatMap(([key, member]) => {
    if (address.test(key) || (header && key === 'value') || (isSecretName(key) && holdsSomething(member))) return [];
    const clean = scrubbed(member, depth + 1);
    return clean === undefined ? [] : [[key, clean]];
  });
  return Object.fromEntries(kept);
}

function scrubText(text: string, depth: number): string | undefined {
  const clean = scrubLinks(scrubInner(text, depth));
  return address.test(clean) || /^(bearer|apikey)\s+\S{6,}$/i.test(clean) ? undefined : clean;
}

/** JSON in a text, as tools keep settings. */
function scrubInner(text: string, depth: number): string {
  if (!/^\s*[{[]/.test(text)) return text;
  try {
    const inner: unknown = JSON.parse(text);
    const clean = JSON.stringify(scrubbed(inner, depth + 1)) ?? '';
    return clean === JSON.stringify(inner) ? text : clean;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function scrubLinks(text: string): string {
  return text
    .replace(/https?:\/\/[^\s"'<>\\`]+/gi, (link) => (isSigned(link) ? canonicalLocation(link) : link))
    .replace(/:\/\/[^\s/?#@]*@/g, '://');
}

function isSecretName(key: string): boolean {
  const plain = key.replaceAll(/[_\s-]/g, '');
  return secretName.test(plain) || addressName.test(plain);
}

/** `false` and nothing at all are no secrets. */
function holdsSomething(value: unknown): boolean {
  return value !== null && typeof value !== 'boolean';
}

/** `{ name: 'Authorization', value: … }` */
function isHeader(value: object): boolean {
  return ['name', 'key', 'header'].some((field) => {
    const name: unknown = Reflect.get(value, field);
    return typeof name === 'string' && headerName.test(name);
  });
}
