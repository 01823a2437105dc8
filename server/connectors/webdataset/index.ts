/** The index that wids writes beside the shards of a webdataset: `shardindex.json`. */
import { DatapinError } from '../../core/errors.ts';
import { encodePath, shown } from '../../core/location.ts';
import type { Claim, SourceContext, SourceNote } from '../../core/source.ts';
import { folderOf } from '../../kit/beside.ts';
import { namedFile } from '../../kit/namedFile.ts';
import { parseJson } from '../../kit/rows/json.ts';
import { type Fields, objectOf } from '../../kit/values.ts';

/** A tar with samples in it, and what is said of it. */
export interface Shard {
  location: string;
  claim?: Claim | undefined;
  /** Samples, as the index says. */
  samples?: number | undefined;
  /** Bytes, as the index says. */
  size?: number | undefined;
  /** Where it is declared, for problems. */
  at: string;
}

const largest = 1 << 26;

/** Whether a text begins as such an index. */
export function isShardIndex(text: string): boolean {
  return /"__kind__"\s*:\s*"wids-shard-index-v\d+"/.test(text.slice(0, 4096));
}

/** The shards that an index names, in its order, and what is malformed in it. Throws `source.malformed`. */
export async function readIndex(location: string, context: SourceContext): Promise<({ shard: Shard } | SourceNote)[]> {
  const fail = (what: string) =>
    new DatapinError('source.malformed', `${shown(location)} ${what}.`, { hint: 'Write it anew with widsindex.' });
  const { name, file, read } = await namedFile(location, context);
  if (file.size > largest) throw fail('is larger than 64 MiB');
  const parsed = parseJson(Buffer.concat(await Array.fromAsync(read())).toString('utf8'));
  if ('fault' in parsed) throw fail(`is no JSON: ${parsed.fault}`);
  const index = objectOf(parsed.value) ?? {};
  const list = index.shardlist;
  if (!Array.isArray(list)) throw fail('has no list of shards ("shardlist")');
  const base = typeof index.base === 'string' && index.base !== '' ? index.base.replace(/\/*$/, '/') : '';
  return list.flatMap((one, i) => toShard(objectOf(one) ?? {}, { base, location, at: `${name}: shard ${i + 1}` }));
}

function toShard(entry: Fields, { base, location, at }: { base: string; location: string; at: string }): ({ shard: Shard } | SourceNote)[] {
  const { url, md5sum, nsamples, filesize } = entry;
  if (typeof url !== 'string' || url === '') {
    throw new DatapinError('source.malformed', `${at} has no "url".`, { hint: 'Write the index anew with widsindex.' });
  }
  const said = typeof md5sum === 'string' ? md5sum.toLowerCase() : undefined;
  const good = said !== undefined && /^[0-9a-f]{32}$/.test(said);
  const note = md5sum === undefined || good ? [] : [{ note: `${at} declares "${shorten(md5sum)}", which is no MD5: it was not used.` }];
  const shard: Shard = {
    location: resolve(base + url, location),
    at,
    samples: typeof nsamples === 'number' ? nsamples : undefined,
    size: typeof filesize === 'number' ? filesize : undefined,
    claim: good ? { algorithm: 'md5', value: said, at } : undefined,
  };
  return [...note, { shard }];
}

/** Relative addresses are meant beside the index. */
function resolve(url: string, index: string): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(url)) return url;
  if (url.startsWith('/')) return index.startsWith('file:') ? `file://${encodePath(url)}` : new URL(encodePath(url), index).href;
  return folderOf(index) + encodePath(url.replace(/^(\.\/)+/, ''));
}

function shorten(value: unknown): string {
  return String(value).slice(0, 80);
}
