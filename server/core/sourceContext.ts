/** What a source may ask of its surroundings, from the world. */
import { DatapinError } from './errors.ts';
import { withoutSecrets } from './location.ts';
import type { Source, SourceContext } from './source.ts';
import type { Web } from './web.ts';
import type { World } from './world.ts';

export interface ContextOptions {
  signal?: AbortSignal | undefined;
  /** Told in words what is waited for. */
  say?: ((words: string) => void) | undefined;
  /** Files are only counted. */
  counting?: boolean | undefined;
  /** Which paths a person wants; all, when absent. */
  wanted?: SourceContext['wanted'];
  /** Told what a store has to say of a listing. */
  note?: ((note: string) => void) | undefined;
  /** Lists in place of the location's store. */
  list?: SourceContext['list'] | undefined;
}

export function createSourceContext(world: World, source: Source, options: ContextOptions = {}): SourceContext {
  const { signal, say, note } = options;
  const optionalSecret = async (name: string) => {
    ruleOf(source, source.secrets, name);
    return world.secret(name);
  };
  return {
    signal,
    web: lazyWeb(world),
    optionalSecret,
    async secret(name) {
      const value = await optionalSecret(name);
      if (value) return value;
      throw new DatapinError('secret.missing', `The ${ruleOf(source, source.secrets, name).title} is not known.`, {
        hint: `Set ${name} in the environment; in the editor, Datapin asks for it.`,
      });
    },
    setting(name) {
      const rule = ruleOf(source, source.settings, name);
      return world.sourceSetting(source.id, rule) ?? rule.default;
    },
    list: options.list ?? ((location) => listOf(world, location, { signal, note })),
    async find(location) {
      const connector = await world.connectorFor(location);
      const found = await connector.inspect({ location, size: 0 }, signal);
      if (found.state === 'missing') return undefined;
      const { state, ...facts } = found;
      const name = withoutSecrets(location);
      return { path: name.slice(name.lastIndexOf('/') + 1), location, ...facts };
    },
    async *read(file, range) {
      const connector = await world.connectorFor(file.location);
      if (!range) yield* connector.read(file, signal);
      else if (connector.readRange) yield* connector.readRange(file, range, signal);
      else yield* cut(connector.read(file, signal), range.start, range.end);
    },
    remembered: ({ location, signature }) => (isTelling(signature) ? world.hashes.get(location, signature) : undefined),
    remember({ location, signature }, sha256) {
      if (isTelling(signature)) world.hashes.put(location, signature, sha256);
    },
    wanted: options.wanted,
    counting: options.counting,
    say: (words) => say?.(words),
  };
}

async function* listOf(world: World, location: string, { signal, note }: ContextOptions): ReturnType<SourceContext['list']> {
  const connector = await world.connectorFor(location);
  for await (const item of connector.list(location, signal)) {
    if ('note' in item) note?.(item.note);
    else yield item;
  }
}

/** Bytes from `start` to `end` of a stream, which is left when they have come. */
export async function* cut(pieces: AsyncIterable<Uint8Array>, start: number, end: number): AsyncGenerator<Uint8Array> {
  if (end <= start) return;
  let at = 0;
  for await (const piece of pieces) {
    const wanted = piece.subarray(Math.max(0, start - at), Math.max(0, end - at));
    if (wanted.length > 0) yield wanted;
    at += piece.length;
    if (at >= end) return;
  }
}

/** A member's signature is its archive's, with the place where it lies. */
function isTelling(signature: string): boolean {
  return signature !== '' && !signature.startsWith('#');
}

/** Most sources never ask the network. */
function lazyWeb(world: World): Web {
  return {
    send: async (request) => (await world.web()).send(request),
    json: async (request) => (await world.web()).json(request),
  };
}

function ruleOf<T extends { name: string }>(source: Source, rules: readonly T[] | undefined, name: string): T {
  const rule = rules?.find((one) => one.name === name);
  if (!rule) throw new DatapinError('internal', `The source ${source.id} does not declare ${name}.`);
  return rule;
}
