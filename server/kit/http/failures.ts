/** What goes wrong on the web, in words. They name the host and what was asked, never the address, a header or a body. */
import { cancelled, DatapinError, systemCode } from '../../core/errors.ts';
import { redact } from './redact.ts';

/** What is thrown when nothing came for too long. */
export class Silence extends Error {}

/** What a request was about. */
export interface Asked {
  host: string;
  /** "the projects of Labelbox". */
  what: string | undefined;
}

/** A request that was not answered. What the system throws is not passed on: it may hold what was sent. */
export function unanswered(error: unknown, asked: Asked, signal: AbortSignal | undefined): DatapinError {
  if (error instanceof DatapinError) return error;
  if (signal?.aborted) return cancelled();
  const code = systemCode(error) ?? '';
  if (error instanceof Silence || code === 'ETIMEDOUT') {
    return failure('web.network', `${asked.host} does not answer${about(asked)}.`, 'Check the network and the address, and try again.');
  }
  if (isUntrusted(code)) {
    return failure(
      'web.network',
      `The certificate of ${asked.host} is not trusted (${code}).`,
      'Check the address; name the certificates of your own authority in NODE_EXTRA_CA_CERTS.',
    );
  }
  if (/^HPE_/.test(code))
    return failure('web.network', `${asked.host} does not answer in HTTP (${code}).`, 'Check the address and its port.');
  const why = code ? ` (${code})` : '';
  return failure('web.network', `${asked.host} cannot be reached${about(asked)}${why}.`, 'Check the network and the address.');
}

/** Whether sending it again may help. */
export function mayPass(error: unknown): boolean {
  if (error instanceof DatapinError) return false;
  const code = systemCode(error) ?? '';
  return code !== 'ENOTFOUND' && !isUntrusted(code) && !/^(HPE_|ERR_)/.test(code);
}

/** Whether the request has certainly not arrived. */
export function neverArrived(error: unknown): boolean {
  return /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(systemCode(error) ?? '');
}

/** Whether the connection broke off on the way: what has come is good, and the rest can be asked for. */
export function isDropped(error: unknown): error is DatapinError {
  return error instanceof DatapinError && (error.code === 'web.truncated' || error.code === 'web.network');
}

export interface Refusal {
  status: number;
  /** The link said how long it is good for, and that is over. */
  expired: boolean;
  /** Milliseconds that the server asks to wait. */
  wait: number | undefined;
}

/** An answer that is none. */
export function refusal({ status, expired, wait }: Refusal, asked: Asked): DatapinError {
  const { host, what } = asked;
  if (expired) return failure('web.expired', `The link to ${what ?? `a file of ${host}`} has expired.`, 'Get a fresh link and try again.');
  if (status === 401 || status === 403) {
    const hint = 'Check the key or the link, and what it may read.';
    return failure('web.denied', `${host} refuses access${what ? ` to ${what}` : ''} (${status}).`, hint);
  }
  if (status === 404 || status === 410) {
    return failure('web.missing', `${host} does not have ${what ?? 'what was asked for'} (${status}).`, 'Check the address.');
  }
  if (status === 429 || (wait !== undefined && status === 503)) {
    const when = wait === undefined || wait === 0 ? 'in a few minutes' : `in ${spell(wait)}`;
    return failure('web.rate-limit', `${host} is asked too often${about(asked)} (${status}).`, `Try again ${when}.`);
  }
  if (status >= 500) return failure('web.failed', `${host} is overloaded or broken${about(asked)} (${status}).`, 'Try again later.');
  return failure('web.failed', `${host} answered ${status}${about(asked)}.`, 'Check the address and what is asked for.');
}

/** An answer that ended early. */
export function truncated({ host, what }: Asked, bytes: number, size: number): DatapinError {
  return failure('web.truncated', `${host} ended ${what ?? 'its answer'} after ${bytes} of ${size} bytes.`, 'Try again.');
}

export function failure(
  code: 'web.network' | 'web.denied' | 'web.missing' | 'web.expired' | 'web.rate-limit' | 'web.truncated' | 'web.failed',
  message: string,
  hint: string,
): DatapinError {
  return new DatapinError(code, redact(message), { hint });
}

function about({ what }: Asked): string {
  return what ? ` for ${what}` : '';
}

function isUntrusted(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO/.test(code);
}

function spell(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000);
  return minutes === 1 ? 'a minute' : minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}
