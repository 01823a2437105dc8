/** Looking into a folder to see what kind of set it is. */
import { isImage } from '../../core/images.ts';
import type { Subject } from '../../core/source.ts';

/** Paths of files right under these folders of it, and what is under those that are there; `''` is the folder itself. */
export async function filesIn(subject: Subject, folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    if (folder !== '' && !(await hasFolder(subject, folder))) continue;
    const names = await subject.entries(folder);
    found.push(...names.filter((name) => !name.endsWith('/')).map((name) => join(folder, name)));
  }
  return found;
}

/** Names of the folders right under one of it. */
export async function foldersIn(subject: Subject, folder = ''): Promise<string[]> {
  if (folder !== '' && !(await hasFolder(subject, folder))) return [];
  return (await subject.entries(folder)).filter((name) => name.endsWith('/')).map((name) => name.slice(0, -1));
}

/** Whether there is such a folder; asks from the top, so that a store is asked little. */
async function hasFolder(subject: Subject, folder: string): Promise<boolean> {
  const segments = folder.split('/');
  for (const [i, segment] of segments.entries()) {
    if (!(await subject.entries(segments.slice(0, i).join('/'))).includes(`${segment}/`)) return false;
  }
  return true;
}

/** Whether there are pictures right under one of its folders. */
export async function hasImages(subject: Subject, folder: string): Promise<boolean> {
  return (await filesIn(subject, [folder])).some(isImage);
}

/** "1 image", "1,204 images". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
