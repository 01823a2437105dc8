/** HTTP as the domain asks for it: `kit/http` is what does it. */

export interface Web {
  /**
   * Sends a request and answers when its headers are there. Retries 429, 5xx and broken connections with growing, jittered
   * pauses, and as long as the server asks for. Follows redirects by hand; `credentials` are sent to the origin of `url` only.
   * Throws `web.*`, and `cancelled`; no message carries a query, a header or a body.
   */
  send(request: WebRequest): Promise<WebResponse>;
  /** The body as JSON. Throws `web.failed` when it is none, or is larger than 64 MiB. */
  json(request: WebRequest): Promise<unknown>;
}

export interface WebRequest {
  url: string;
  method?: 'GET' | 'HEAD' | 'POST';
  /** Headers that hold no secret. */
  headers?: Readonly<Record<string, string>>;
  /** What nobody else may see. Never sent to another origin than that of `url`, never logged, never part of an error. */
  credentials?: {
    headers?: Readonly<Record<string, string>>;
    /** Added to the query of `url`. */
    query?: Readonly<Record<string, string>>;
  };
  /** Sent as JSON. */
  body?: unknown;
  /** Bytes from `start` to `end`, the first that is not wanted; to the last one when there is no end. */
  range?: { start: number; end?: number };
  signal?: AbortSignal | undefined;
  /** Statuses that are an answer and no error, besides 2xx. */
  accept?: readonly number[];
  /** What is asked, in words for errors: "the projects of Labelbox". The host is said where there is none. */
  what?: string;
  /** Whether a request that may have done something can be sent again: GET and HEAD can; a POST that only asks says so. */
  repeatable?: boolean;
}

export interface WebResponse {
  status: number;
  /** Names in lower case. */
  headers: ReadonlyMap<string, string>;
  /** Where the answer came from after redirects, without query. */
  url: string;
  /** Undefined when the server did not say. */
  size: number | undefined;
  /** Of the whole resource, when this is a range of it. */
  totalSize: number | undefined;
  /** Inflated when it was sent compressed. Must be read to its end, or `close`d. */
  body: AsyncIterable<Uint8Array>;
  close(): void;
}
