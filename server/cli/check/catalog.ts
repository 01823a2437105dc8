/** The registry as far as a check needs it: there may be none, as in CI, and one is never made. */
import { hasRegistry } from '../../app.ts';
import { asDatapinError } from '../../core/errors.ts';
import type { Catalog } from '../../language/catalog.ts';
import { createRegistryCatalog } from '../../registryCatalog.ts';
import type { CliContext } from '../command.ts';

export interface FoundCatalog {
  /** Nothing: references cannot be looked up, so none is called unknown. */
  catalog: Catalog | undefined;
  registry: 'read' | 'absent' | 'unreadable';
}

/** Says why references are not looked up, once. */
export function findCatalog({ app, say }: CliContext): FoundCatalog {
  if (!hasRegistry()) {
    say('There is no registry here: references are checked as they are written, and not looked up.');
    return { catalog: undefined, registry: 'absent' };
  }
  try {
    return { catalog: createRegistryCatalog(app().registry), registry: 'read' };
  } catch (error) {
    const { code, message } = asDatapinError(error);
    if (!/^(?:registry|runtime)\./.test(code)) throw error;
    say(`${message} References are checked as they are written, and not looked up.`);
    return { catalog: undefined, registry: 'unreadable' };
  }
}
