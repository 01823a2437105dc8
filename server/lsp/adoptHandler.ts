/** Adopting and verifying: long work on another thread, with progress, until the client takes it back. */
import type { AdoptRequest } from '../core/adoption.ts';
import { versionNamed } from '../core/named.ts';
import { adopt, planAdoption, verify, type WireAdoption } from '../protocol/requests.ts';
import { answer, reporting, requireTrust } from './answer.ts';
import type { Handler, ServerContext } from './context.ts';
import { located } from './located.ts';
import { toWireVersion } from './toWire.ts';
import { toWirePlan } from './toWireSources.ts';

export const adoptHandler: Handler = {
  register(connection, context) {
    answer(connection, adopt, async ({ as, secrets, token, ...adoption }, signal) => {
      requireTrust(context.client);
      const options = { signal, secrets, onProgress: reporting(connection, token) };
      const { version, existed, notes } = await context.runJob('adopt', { ...toRequest(adoption, context), as }, options);
      context.poll();
      return { version: toWireVersion(version), existed, notes };
    });
    answer(connection, planAdoption, async ({ secrets, token, ...adoption }, signal) => {
      requireTrust(context.client);
      const options = { signal, secrets, onProgress: reporting(connection, token) };
      return toWirePlan(await context.runJob('plan', { ...toRequest(adoption, context), as: unnamed }, options));
    });
    answer(connection, verify, async ({ ref, secrets, token }, signal) => {
      requireTrust(context.client);
      const version = versionNamed(context.app().registry, ref);
      const request = { version, mode: { type: 'full' } } as const;
      const { checked, broken, unproven } = await context.runJob('verify', request, {
        signal,
        secrets,
        onProgress: reporting(connection, token),
      });
      context.poll();
      return { checked, broken, unproven };
    });
  },
};

/** A plan has no name. */
const unnamed = 'plan';

function toRequest(
  { locations, root, ...rest }: Omit<WireAdoption, 'secrets' | 'token'>,
  context: ServerContext,
): Omit<AdoptRequest, 'as'> {
  return {
    locations: locations.map((location) => located(location, context)),
    ...(root === undefined ? {} : { root: located(root, context) }),
    ...rest,
  };
}
