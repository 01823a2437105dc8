/** A way to the bytes of an upload. V7 answers with the bytes, sends to where they lie, or names that place in JSON. */
import type { Access } from '../../core/source.ts';
import { textOf } from '../../kit/http/body.ts';
import { isSigned } from '../../kit/http/canonical.ts';
import { parseJson } from '../../kit/rows/json.ts';
import { accessDenied, keyRefused, noSuchThing, saidNo } from '../../kit/toolAnswers.ts';
import { listOf, objectOf } from '../../kit/values.ts';
import { type Asking, baseUrl, keyHeaders, secretTitle } from './api.ts';
import type { Upload } from './location.ts';

/** 416: it is empty. */
const answers: readonly number[] = [401, 403, 404, 416];

/** Throws `secret.*`, `web.denied`, `source.project` when V7 does not have it, and `source.answer`. */
export async function uploadAccess(context: Asking, { team, id }: Upload): Promise<Access> {
  const about = `upload ${id}`;
  const url = `${baseUrl(context)}/api/v2/teams/${encodeURIComponent(team)}/uploads/${encodeURIComponent(id)}`;
  const headers = await keyHeaders(context);
  const response = await context.web.send({
    url,
    credentials: { headers },
    range: { start: 0, end: 1 },
    accept: answers,
    what: `the ${about} of V7`,
    signal: context.signal,
  });
  const { status } = response;
  const isJson = /\bjson\b/i.test(response.headers.get('content-type') ?? '');
  if (!isJson || status === 416) response.close();
  if (isJson && (status === 200 || status === 206)) return { url: linkIn(await textOf(response), about) };
  if (status === 401) throw keyRefused('V7', secretTitle);
  if (status === 404) throw noSuchThing('V7', about);
  if (status !== 403) return { url, headers };
  throw accessDenied('V7', about);
}

function linkIn(text: string, about: string): string {
  const parsed = parseJson(text);
  const value = 'fault' in parsed ? undefined : parsed.value;
  const urls = listOf(objectOf(value)?.urls).filter((url) => typeof url === 'string');
  if (urls.length === 1) return urls[0]!;
  throw saidNo('V7', about, urls.length === 0 ? value : `it is kept as ${urls.length} files, which have no address of their own`);
}

/** Whether a link of an export lets in without a key: it was made with a token. */
export function hasToken(url: string | undefined): url is string {
  return url !== undefined && isSigned(url);
}
