/** The world and its catalog, opened when first asked for and told of every change. */
import { type App, type AppOptions, openApp } from '../app.ts';
import { asDatapinError, type DatapinError } from '../core/errors.ts';
import type { Catalog } from '../language/catalog.ts';
import { createRegistryCatalog, type RegistryCatalog } from '../registryCatalog.ts';
import { backgroundShared } from './backgroundShared.ts';

export interface OpenWorld {
  /** Throws `registry.*`. */
  app(): App;
  catalog(): Catalog | undefined;
  generation(): number;
  poll(): void;
  /** What was answered may no longer be right. */
  change(): void;
  close(): Promise<void>;
}

/** Milliseconds after which a registry that could not be opened is tried again. */
const retryAfter = 300;
/** Milliseconds to wait for another process's write, since whoever asks waits too: making the registry is all that is written here. */
const timeout = 20;
/** Milliseconds in which several changes are announced as one. */
const together = 30;

export function openWorld(options: AppOptions, { announce, warn }: { announce(): void; warn(message: string): void }): OpenWorld {
  let opened: { app: App; catalog: RegistryCatalog } | undefined;
  let failed: { error: DatapinError; at: number } | undefined;
  let generation = 0;
  let pending: NodeJS.Timeout | undefined;
  let closed = false;

  const change = () => {
    opened?.catalog.forget();
    generation++;
    if (closed) return;
    pending ??= setTimeout(() => {
      pending = undefined;
      announce();
    }, together);
  };
  const background = backgroundShared(options, { change, warn });
  const open = () => {
    if (opened) return opened;
    if (failed && Date.now() - failed.at < retryAfter) throw failed.error;
    try {
      const app = openApp({ ...options, timeout });
      opened = { app, catalog: createRegistryCatalog(app.registry, background.shared) };
      app.registry.onChange(change);
    } catch (error) {
      failed = { error: asDatapinError(error), at: Date.now() };
      throw failed.error;
    }
    if (failed) change();
    return opened;
  };
  return {
    app: () => open().app,
    catalog() {
      try {
        const { app, catalog } = open();
        app.registry.poll();
        return catalog;
      } catch (error) {
        // what is written can be judged without it; whoever asks the registry itself is told why
        if (asDatapinError(error).code.startsWith('registry.')) return undefined;
        throw error;
      }
    },
    generation: () => generation,
    poll: () => open().app.registry.poll(),
    change,
    async close() {
      closed = true;
      clearTimeout(pending);
      await background.close();
      await opened?.app.close();
    },
  };
}
