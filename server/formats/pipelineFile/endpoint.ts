/** `endpoint` and `deployment` items: what is served, and where. */
import type { Span } from '../../core/ref.ts';
import { type Fields, fieldsAt, namesAt, textAt } from './fields.ts';
import type { DeploymentItem, EndpointItem } from './types.ts';

export function readEndpoint(of: Fields, range: Span): EndpointItem {
  return { kind: 'endpoint', name: textAt(of, 'name'), range, files: namesAt(of, 'files') };
}

export function readDeployment(of: Fields, range: Span): DeploymentItem {
  return { kind: 'deployment', name: textAt(of, 'name'), range, target: textAt(fieldsAt(of, 'defaults'), 'target') };
}
