/** SageMaker Ground Truth: the manifest that goes into a labelling job, and the augmented one that comes out. */
import { DatapinError } from '../../core/errors.ts';
import { annotationPath, annotationText, type Label } from '../../core/labels.ts';
import { encodePath } from '../../core/location.ts';
import type { Match, Source, SourceContext, SourceItem, SourceRequest, Subject } from '../../core/source.ts';
import { canonicalLocation, isSigned } from '../../kit/http/canonical.ts';
import { createImages, imageFolder, type LabelledImage, safeName } from '../../kit/labelling.ts';
import { namedFile } from '../../kit/namedFile.ts';
import { ndjson } from '../../kit/rows/ndjson.ts';
import { listedLink } from '../../kit/signedAccess.ts';
import { objectOf } from '../../kit/values.ts';
import { type Mask, type Row, toRow } from './row.ts';

export function createSagemakerSource(): Source {
  return { id: 'sagemaker', title: 'SageMaker Ground Truth', probe, read };
}

async function probe(subject: Subject): Promise<Match | undefined> {
  if (subject.kind !== 'file') return undefined;
  const head = Buffer.from(await subject.head()).toString('utf8');
  const [first = ''] = head.replace(/^\uFEFF/, '').split('\n');
  return /^\s*\{.*"source(-ref)?"\s*:/.test(first) && (/"source-ref"/.test(first) || /\.manifest$/i.test(subject.name))
    ? { certainty: 'sure', why: 'its rows have a "source-ref", as manifests of Ground Truth have' }
    : undefined;
}

async function* read(request: SourceRequest, context: SourceContext): AsyncGenerator<SourceItem> {
  const [location = ''] = request.locations;
  const { name, read: bytes } = await namedFile(location, context);
  const toItems = createImages({ root: request.root });
  const jobs = new Set<string>();
  let rows = 0;
  let problems = 0;
  for await (const line of ndjson(bytes(), { name, signal: context.signal })) {
    if ('problem' in line) {
      problems++;
      yield line;
      continue;
    }
    const at = `${name}:${line.number}`;
    const row = toRow(line.value);
    if (row) rows++;
    else problems++;
    for (const job of row?.jobs ?? []) jobs.add(job);
    if (!row) yield { problem: noSource(), at };
    else yield* itemsOf(row, { at, number: line.number, record: line.value, root: request.root, toItems });
    for (const job of row?.failed ?? []) yield { note: `${name}: the job ${job} has no answer for some images.` };
  }
  if (rows + problems === 0) throw new DatapinError('adopt.empty', `${name} lists no files.`, { hint: 'Check that it is the right file.' });
  yield { facts: { manifest: name, rows, ...(jobs.size > 0 ? { jobs: [...jobs].join(', ') } : {}) } };
}

interface Parts {
  at: string;
  number: number;
  record: unknown;
  root: string | undefined;
  toItems: ReturnType<typeof createImages>;
}

function itemsOf(row: Row, { at, number, record, root, toItems }: Parts): SourceItem[] {
  if (row.image === undefined) return [{ path: `text/${number}.txt`, made: `${row.text}\n` }];
  const { width, height, labels, image } = row;
  const parts = { name: keyOf(image), id: String(number), at, ...addressed(located(image), at), width, height, labels };
  if (row.masks.length === 0) return toItems({ ...parts, record: withoutPeople(record) });
  // which name the image gets tells what its masks are called
  const [pointer, ...rest] = toItems({ ...parts, labels: undefined, record: withoutPeople(record) });
  if (!pointer || !('pointer' in pointer)) return [...(pointer ? [pointer] : []), ...rest];
  const masks = row.masks.map((mask) => ({ ...mask, path: `masks/${safeName(mask.job)}/${beneath(pointer.path)}.png` }));
  const all = [...(labels ?? []), ...masks.map(toLabel)];
  const annotation = { path: annotationPath(pointer.path), made: annotationText({ image: pointer.path, width, height, labels: all }) };
  return [pointer, annotation, ...rest, ...masks.map(({ path, address }) => maskItem(path, address, { at, root }))];
}

function toLabel({ job, path, colors }: Mask & { path: string }): Label {
  return { class: job, shape: { type: 'mask', path }, ...(colors ? { attributes: { colors } } : {}) };
}

function maskItem(path: string, address: string, { at, root }: Pick<Parts, 'at' | 'root'>): SourceItem {
  const location = located(address) ?? (root === undefined ? undefined : root + encodePath(safeName(address)));
  const { location: pointer, access } = addressed(location, at);
  if (pointer !== undefined) return { path, pointer, access, at };
  return { at, problem: new DatapinError('source.malformed', `${address} is no address.`, { hint: 'Say where it lies with --root.' }) };
}

/** A signed link is good for now, and never recorded. */
function addressed(location: string | undefined, at: string): Pick<LabelledImage, 'location' | 'access'> {
  if (location === undefined || !isSigned(location)) return { location };
  const hint = 'Make the manifest again, or write s3:// addresses.';
  return { location: canonicalLocation(location), access: listedLink(location, { at, hint }) };
}

/** Keys stand in manifests as they are; in locations they are percent-encoded. Nothing for a bare name. */
function located(address: string): string | undefined {
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/is.exec(address) ?? [];
  if (bucket) return `s3://${bucket}/${encodePath(key)}`;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : undefined;
}

/** The key without its bucket; a bare name is itself. */
function keyOf(address: string): string {
  const key = /^s3:/i.test(address) ? address : address.replace(/[?#].*$/, '');
  return key.replace(/^[a-z0-9+.-]+:\/\/[^/]*\//i, '');
}

function beneath(path: string): string {
  return path.slice(imageFolder.length + 1);
}

/** Who has worked on it is nobody's business. */
function withoutPeople(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPeople);
  const fields = objectOf(value);
  if (!fields) return value;
  const kept = Object.entries(fields).filter(([key]) => !/^worker|annotator/i.test(key));
  return Object.fromEntries(kept.map(([key, one]) => [key, withoutPeople(one)]));
}

function noSource(): DatapinError {
  return new DatapinError('source.malformed', 'The row has neither "source-ref" nor "source".', {
    hint: 'Correct the row, or leave it out.',
  });
}
