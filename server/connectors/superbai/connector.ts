/** Images that Superb AI keeps: `superbai://projects/<id>/labels/<label>` and `superbai://datasets/<id>/images/<key>`. */
import type { Connector } from '../../core/connector.ts';
import { createSourceContext } from '../../core/sourceContext.ts';
import type { World } from '../../core/world.ts';
import { createLinkedConnector } from '../../kit/linkedConnector.ts';
import { createSuperbApi } from './api.ts';
import { createCurateApi } from './curate.ts';
import { curateLink } from './curated.ts';
import { imageLink } from './items.ts';
import { parseCurateImage, parseLabel } from './location.ts';
import { createSuperbSource } from './source.ts';

export function createSuperbConnector(world: World): Connector {
  const source = createSuperbSource();
  return createLinkedConnector({
    id: 'superbai',
    tool: 'Superb AI',
    web: createSourceContext(world, source).web,
    link: (location, signal) => {
      const context = createSourceContext(world, source, { signal });
      const curated = parseCurateImage(location);
      if (curated) return curateLink(createCurateApi(context), curated.dataset, curated.key);
      const { project, label } = parseLabel(location);
      return imageLink(createSuperbApi(context), project, label);
    },
  });
}
