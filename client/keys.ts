/** Keys of labelling tools: asked for once, kept in the editor's secret storage, sent with a request and nowhere else. */
import type { WireSecrets } from '../server/protocol/requests.ts';
import { problemOf } from './problem.ts';
import type { Redaction } from './redaction.ts';

export interface KeyName {
  /** `LABELBOX_API_KEY`. */
  name: string;
  /** "API key of Labelbox". */
  title: string;
}

export interface AskedKey extends KeyName {
  /** Why it is asked for, in words. */
  why: string;
}

export interface Keys {
  /** Those that are kept and that requests have turned out to need; others may be in the server's environment. */
  values(): Promise<WireSecrets>;
  /**
   * What the failure of a request asks for: `kept` when it is there now and the request can be made again, a key that a
   * person has to be asked for, or nothing.
   */
  askedBy(error: unknown): Promise<'kept' | AskedKey | undefined>;
  keep(name: string, value: string): Promise<void>;
  forget(name: string): Promise<void>;
  /** All that are kept. */
  kept(): Promise<KeyName[]>;
}

/** The part of the editor's secret storage that is needed here. */
export interface Storage {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

export interface KeyParts {
  storage: Storage;
  /** Everything that is read or kept is hidden from logs from then on. */
  redaction: Redaction;
  /** What tools may ask for. */
  names(): Promise<readonly KeyName[]>;
}

export function createKeys({ storage, redaction, names }: KeyParts): Keys {
  const needed = new Set<string>();
  const read = async (name: string) => {
    const value = await storage.get(keyOf(name));
    if (value !== undefined) redaction.hide(value);
    return value;
  };
  return {
    async values() {
      const found = await Promise.all([...needed].map(async (name) => [name, await read(name)] as const));
      return Object.fromEntries(found.filter((one): one is readonly [string, string] => one[1] !== undefined));
    },
    async askedBy(error) {
      if (!isAboutKey(error)) return undefined;
      const { code, message, hint = '' } = problemOf(error);
      const name = keyIn(`${message} ${hint}`, await names(), needed);
      if (!name) return undefined;
      const isNew = !needed.has(name.name);
      needed.add(name.name);
      if (isNew && (await read(name.name)) !== undefined) return 'kept';
      return { ...name, why: code === 'secret.refused' ? `${message} ${keptWhere}` : keptWhere };
    },
    async keep(name, value) {
      redaction.hide(value);
      needed.add(name);
      await storage.store(keyOf(name), value);
    },
    async forget(name) {
      needed.delete(name);
      await storage.delete(keyOf(name));
    },
    async kept() {
      const all = await names();
      const values = await Promise.all(all.map(({ name }) => read(name)));
      return all.filter((_, i) => values[i] !== undefined);
    },
  };
}

export function isAboutKey(error: unknown): boolean {
  const { code } = problemOf(error);
  return code === 'secret.missing' || code === 'secret.refused';
}

/** What is wrong with a typed key, in words. */
export function checkKey(text: string): string | undefined {
  const value = text.trim();
  if (value === '') return 'A key is missing.';
  return /\s/.test(value) ? 'A key has no blanks.' : undefined;
}

/** The key that a text names, by its name or its title; else the one that was needed last. */
function keyIn(text: string, names: readonly KeyName[], needed: ReadonlySet<string>): KeyName | undefined {
  const last = [...needed].at(-1);
  return (
    names.find(({ name }) => new RegExp(`\\b${name}\\b`).test(text)) ??
    names.find(({ title }) => text.toLowerCase().includes(title.toLowerCase())) ??
    names.find(({ name }) => name === last)
  );
}

const keptWhere = 'It is kept in the secret storage of this editor.';

function keyOf(name: string): string {
  return `datapin.secret.${name}`;
}
