/** Files of datasets of Hugging Face: `hf://datasets/<owner>/<name>@<commit>/<path>`. */
import type { Connector, SourceFile } from '../../core/connector.ts';
import { DatapinError } from '../../core/errors.ts';
import { shown } from '../../core/location.ts';
import { createSourceContext } from '../../core/sourceContext.ts';
import type { World } from '../../core/world.ts';
import { factsOf, toSourceFile } from './file.ts';
import { createHub } from './hub.ts';
import { isCommit, type Place, placeOf } from './place.ts';
import { readFile } from './reading.ts';
import { createHuggingFaceSource } from './source.ts';

export function createHuggingFaceConnector(world: World): Connector {
  const source = createHuggingFaceSource();
  const hubOf = (signal: AbortSignal | undefined) => createHub(createSourceContext(world, source, { signal }));
  return {
    id: 'huggingface',
    concurrency: 8,
    async *list(location, signal) {
      const hub = hubOf(signal);
      const said = fileAt(location);
      const revision = isCommit(said.revision) ? said.revision : (await hub.find(said.dataset, said.revision)).commit;
      yield* listPlace(hub, { ...said, revision }, location);
    },
    read: (file, signal) => readFile(hubOf(signal), fileAt(file.location), file, {}),
    readRange: (file, range, signal) => readFile(hubOf(signal), fileAt(file.location), file, { range }),
    async inspect({ location }, signal) {
      const place = fileAt(location);
      const file = place.path === '' || location.endsWith('/') ? undefined : await hubOf(signal).file(place);
      return file ? { state: 'present', ...factsOf(file) } : { state: 'missing' };
    },
  };
}

/** One file, or all under a folder. */
async function* listPlace(hub: ReturnType<typeof createHub>, place: Place, location: string): AsyncGenerator<SourceFile> {
  const single = place.path === '' || location.endsWith('/') ? undefined : await hub.file(place);
  if (single) {
    yield toSourceFile(single, place);
    return;
  }
  let found = false;
  for await (const file of hub.files(place)) {
    found = true;
    yield toSourceFile(file, place);
  }
  if (!found)
    throw new DatapinError('folder.missing', `There is nothing at ${shown(location)}.`, { hint: 'Check the path and the revision.' });
}

function fileAt(location: string): Place {
  const place = placeOf(location, '');
  if (place && /^hf:/i.test(location)) return place;
  throw new DatapinError('source.location', `${shown(location)} names nothing on Hugging Face.`, {
    hint: 'Write hf://datasets/<owner>/<name>[@<revision>][/<path>].',
  });
}
