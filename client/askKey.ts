/** Asks for a key when a request turned out to need one, and makes the request again. */
import type { WireSecrets } from '../server/protocol/requests.ts';
import { askText } from './editor.ts';
import { checkKey, type Keys } from './keys.ts';

/** Does work with the keys that it needs. Throws what the work threw when the person closes the question. */
export async function withKeys<T>(keys: Keys, work: (secrets: WireSecrets) => Promise<T>): Promise<T> {
  while (true) {
    const values = await keys.values();
    try {
      return await work(values);
    } catch (error) {
      if (!(await askKey(keys, error))) throw error;
    }
  }
}

/** Whether the request that failed can be made again: its key is there now. */
export async function askKey(keys: Keys, error: unknown): Promise<boolean> {
  const asked = await keys.askedBy(error);
  if (asked === 'kept' || asked === undefined) return asked === 'kept';
  const value = await askText({ title: asked.title, prompt: asked.why, secret: true, check: checkKey });
  if (value !== undefined) await keys.keep(asked.name, value);
  return value !== undefined;
}
