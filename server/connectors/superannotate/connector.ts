/** Images that SuperAnnotate keeps: `superannotate://projects/<id>/items/<id>`. */
import type { Connector } from '../../core/connector.ts';
import { createSourceContext } from '../../core/sourceContext.ts';
import type { World } from '../../core/world.ts';
import { createLinkedConnector } from '../../kit/linkedConnector.ts';
import { createSaApi } from './api.ts';
import { tool } from './asking.ts';
import { parseItem } from './location.ts';
import { createSuperAnnotateSource } from './source.ts';

export function createSuperAnnotateConnector(world: World): Connector {
  const source = createSuperAnnotateSource();
  return createLinkedConnector({
    id: 'superannotate',
    tool,
    web: createSourceContext(world, source).web,
    async link(location, signal) {
      const { project, item } = parseItem(location);
      const api = createSaApi(createSourceContext(world, source, { signal }));
      return api.imageAccess(project, await api.item(project, item));
    },
  });
}
