/** Images of which Sama alone has a copy: `sama://projects/<id>/tasks/<task>/<input>`. */
import type { Connector } from '../../core/connector.ts';
import { DatapinError } from '../../core/errors.ts';
import { decode } from '../../core/location.ts';
import { createSourceContext } from '../../core/sourceContext.ts';
import type { World } from '../../core/world.ts';
import { createLinkedConnector } from '../../kit/linkedConnector.ts';
import { createSamaApi } from './api.ts';
import type { SamaImage } from './items.ts';
import { freshLink } from './link.ts';
import { createSamaSource } from './source.ts';

export function createSamaConnector(world: World): Connector {
  const source = createSamaSource();
  return createLinkedConnector({
    id: 'sama',
    tool: 'Sama',
    web: createSourceContext(world, source).web,
    link: (location, signal) => freshLink(createSamaApi(createSourceContext(world, source, { signal })), imageAt(location)),
  });
}

function imageAt(location: string): SamaImage {
  const [, project, task, input] = /^sama:\/\/projects\/([^/]+)\/tasks\/([^/]+)\/([^/]+)$/i.exec(location) ?? [];
  if (project && task && input) {
    return { project: decode(project), task: decode(task), input: decode(input) };
  }
  throw new DatapinError('source.location', 'This names no image of Sama.', { hint: 'A project is named as sama://projects/<id>.' });
}
