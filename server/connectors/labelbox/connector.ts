/** Images and masks that Labelbox keeps: `labelbox://data-rows/<id>`, `labelbox://tasks/<id>/masks/…`. */
import type { Connector } from '../../core/connector.ts';
import { createSourceContext } from '../../core/sourceContext.ts';
import type { World } from '../../core/world.ts';
import { createLinkedConnector } from '../../kit/linkedConnector.ts';
import { freshLink } from './links.ts';
import { createLabelboxSource } from './source.ts';

export function createLabelboxConnector(world: World): Connector {
  const source = createLabelboxSource();
  return createLinkedConnector({
    id: 'labelbox',
    tool: 'Labelbox',
    web: createSourceContext(world, source).web,
    link: (location, signal) => freshLink(createSourceContext(world, source, { signal }), location),
  });
}
