/** Secrets out of any text that a person or a log may see. */

/** `https://user:password@host`. Begins where a run of such characters does, or each of them would be a beginning. */
const user = /(?<![a-z0-9+.-])([a-z0-9+.-]+:\/\/)[^\s/?#@]*@/gi;

/** Keys of a query, of a header or of JSON, with what follows them; `%3D` is the sign of a link inside of a link. */
const pair =
  /((?:^|[\s?&;,{('"`]|%3F|%26)["']?(?:x-amz-[\w-]+|x-goog-[\w-]+|(?:aws)?[_-]?(?:access[_-]?key(?:[_-]?id)?|secret[_-]?access[_-]?key)|googleaccessid|key-pair-id|keyname|signature|policy|sig|sign|(?:[a-z]+[_-]?)?token|api[_-]?key|x-api-key|x-tenant-id|(?:proxy-)?authorization|(?:set-)?cookie|password|passwd|pwd|(?:client[_-]?)?secret|credentials?|jwt|sas)["']?\s*(?:=|:|%3D)\s*["']?)((?:bearer|apikey|basic|token|digest)\s+)?[^\s&"'`<>,;)}\]]+/gi;

/** What signs in, wherever it stands. */
const scheme = /\b(bearer|apikey|basic)\s+(?=[^\s]*[\d=._-])[\w.~+/=-]{6,}/gi;

/** The text with `…` where a secret was; everything else stays. */
export function redact(text: string): string {
  return text.replace(user, '$1').replace(pair, '$1…').replace(scheme, '$1 …');
}
