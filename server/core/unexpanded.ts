/** Why a file that is called as a list, an export or an archive is none: else nobody would know why it became one file. */
import type { Subject } from './source.ts';

/** A sentence, by its name and its first bytes; nothing for a file of which nobody expects more. */
export async function whyOneFile(subject: Subject): Promise<string | undefined> {
  if (subject.kind !== 'file') return undefined;
  const head = Buffer.from(await subject.head());
  const why = isLfsPointer(head) ? 'it is only a pointer of Git LFS; git lfs pull fetches the file' : reason(subject, head);
  return why && `${subject.name} was adopted as it lies: ${why}.`;
}

function reason({ name, size }: Subject, head: Buffer): string | undefined {
  const extension = /\.(csv|tsv|json|jsonl|ndjson|zip|tar)$/i.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined) return undefined;
  if (size === 0) return 'it is empty';
  if (extension === 'zip' || extension === 'tar') return `it is no ${extension}`;
  if (head.subarray(0, 256).includes(0)) return isUtf16(head) ? 'it is UTF-16; save it as UTF-8' : 'it is no text';
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  if (extension === 'csv' || extension === 'tsv') return ofTable(text);
  const first = extension === 'json' ? (size > head.length ? '' : text) : text.slice(0, Math.max(0, text.indexOf('\n')));
  return first === '' || isJson(first) ? 'nothing in it lists files' : 'it is no whole JSON';
}

function ofTable(text: string): string {
  const backslashes = /^(?![a-z]+:\/\/).*\w\\\w/im.test(text);
  return backslashes ? 'no file that it names is there; write names with /, not with \\' : 'no column of it is an address of files';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function isUtf16(head: Buffer): boolean {
  const mark = head.subarray(0, 2).toString('hex');
  return mark === 'fffe' || mark === 'feff';
}

function isLfsPointer(head: Buffer): boolean {
  return /^version https:\/\/(?:git-lfs|hawser)\.github\.com\/spec\/v1\r?\n/.test(head.subarray(0, 100).toString('latin1'));
}
