/** Images that V7 keeps: `v7://<team>/uploads/<id>`. */
import type { Connector } from '../../core/connector.ts';
import { createSourceContext } from '../../core/sourceContext.ts';
import type { World } from '../../core/world.ts';
import { createLinkedConnector } from '../../kit/linkedConnector.ts';
import { parseUpload } from './location.ts';
import { createV7Source } from './source.ts';
import { uploadAccess } from './upload.ts';

export function createV7Connector(world: World): Connector {
  const source = createV7Source();
  return createLinkedConnector({
    id: 'v7',
    tool: 'V7',
    web: createSourceContext(world, source).web,
    link: (location, signal) => uploadAccess(createSourceContext(world, source, { signal }), parseUpload(location)),
  });
}
