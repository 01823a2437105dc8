/** The read-only document that shows an execution's log: the server links to it, the client provides its text. */

export const logScheme = 'datapin-log';

/** `datapin-log:/digits-3.log?digits%3A3`, of `digits:3`. */
export function logUri(execution: string): string {
  return `${logScheme}:/${execution.replace(':', '-')}.log?${encodeURIComponent(execution)}`;
}

/** `project:number` of such a document's query, with its `?`; nothing for another query. Throws URIError. */
export function executionOfLogQuery(query: string): string | undefined {
  return /^\?([^:]+:\d+)$/.exec(decodeURIComponent(query))?.[1];
}
