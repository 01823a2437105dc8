/** A fresh link to an image: Sama's own copy, else the customer's address as it was given. */
import { DatapinError } from '../../core/errors.ts';
import type { Access } from '../../core/source.ts';
import type { SamaApi } from './api.ts';
import type { SamaImage } from './items.ts';
import { imagesOf } from './task.ts';

/** Throws `source.project` when there is no such task or input, and what asking Sama throws. */
export async function freshLink(api: SamaApi, { project, task, input }: SamaImage): Promise<Access> {
  const images = imagesOf(await api.task(project, task), input);
  const image = 'candidates' in images ? undefined : images[0];
  const url = image?.copy ?? image?.original;
  if (url) return { url };
  throw new DatapinError('source.project', `Task ${task} of Sama has no image "${input}".`, { hint: 'Look at the task in Sama.' });
}
