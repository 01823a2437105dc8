/** Versions that lie in the registry itself, to derive from: the bytes of images are their names, labels are Datapin's own. */
import { hash } from 'node:crypto';
import type { App } from '../../server/app.ts';
import type { DatasetFile } from '../../server/core/dataset.ts';
import type { DeriveRequest } from '../../server/core/derive/request.ts';
import { annotationText, type Label } from '../../server/core/labels.ts';
import { contentLocation, packPart } from '../../server/core/registry/content.ts';
import { draft } from './fixture.ts';

/** `path`, `path=bytes`, or `path: cat dog` for an image with tags; `path:` for one that was looked at and has none. */
export type FileText = string;

/** Registers `dataset:version` with such files. */
export function given({ registry }: App, as: string, texts: readonly FileText[]): void {
  const made = new Map<string, Uint8Array>();
  const files = texts.flatMap((text) => filesOf(text, made));
  const content = [...made].map(([sha256, bytes]) => packPart(sha256, 0, bytes));
  registry.versions.add({ ...draft(as, files), content });
}

/** Registers `dataset:version` with files of these texts. */
export function withTexts({ registry }: App, as: string, texts: Readonly<Record<string, string>>): void {
  const made = new Map<string, Uint8Array>();
  const files = Object.entries(texts).map(([path, text]) => madeFile(path, text, made));
  registry.versions.add({ ...draft(as, files), content: [...made].map(([sha256, bytes]) => packPart(sha256, 0, bytes)) });
}

export function request(refs: readonly string[], rest: Partial<DeriveRequest> = {}): DeriveRequest {
  return { inputs: refs.map((ref) => ({ ref })), steps: [], as: 'out', ...rest };
}

/** The paths of a version. */
export function pathsOf({ registry }: App, as: string): string[] {
  return [...filesIn({ registry }, as)].map(({ path }) => path);
}

export function filesIn({ registry }: Pick<App, 'registry'>, as: string): DatasetFile[] {
  const [dataset = '', name = ''] = as.split(':');
  return [...registry.versions.files({ dataset, name })];
}

/** What a made file holds. */
export function madeText({ registry }: App, as: string, path: string): string {
  const { sha256 } = filesIn({ registry }, as).find((file) => file.path === path)!;
  return Buffer.concat([...registry.content.read(sha256!)]).toString();
}

/** One that lies in the registry itself. */
export function madeFile(path: string, text: string, made: Map<string, Uint8Array>): DatasetFile {
  const sha256 = hash('sha256', text, 'hex');
  made.set(sha256, Buffer.from(text));
  return { path, size: text.length, sha256, location: contentLocation(sha256), evidence: 'verified' };
}

function filesOf(text: FileText, made: Map<string, Uint8Array>): DatasetFile[] {
  const [, name = '', bytes, tags] = /^([^=:]+)(?:=([^:]*))?(?::(.*))?$/s.exec(text)!;
  const image = madeFile(name, bytes ?? name, made);
  if (tags === undefined) return [image];
  const labels = tags
    .split(' ')
    .filter(Boolean)
    .map((name): Label => ({ class: name, shape: { type: 'tag' } }));
  return [image, madeFile(`annotations/${name}.json`, annotationText({ image: name, labels }), made)];
}
