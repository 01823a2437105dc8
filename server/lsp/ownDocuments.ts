/** Requests about our own read-only documents, of which a client must be told that we answer them. */
import { ownSchemes } from '../language/hierarchy/ownDocuments.ts';
import type { Client, DynamicCapability } from './context.ts';

/**
 * A client sends what it is asked for a document that we serve: so these are named for one request alone. If they were
 * among the client's own documents, it would also send the text of every manifest that is looked at.
 */
export function forOwnDocuments(method: string, { showsOwnDocuments, hierarchies }: Client): readonly DynamicCapability[] {
  if (!showsOwnDocuments || !hierarchies.includes(method)) return [];
  return [{ method, registerOptions: { documentSelector: ownSchemes.map((scheme) => ({ scheme })) } }];
}
