/**
 * How messages are declared. Client and server bring their own copies of the JSON-RPC library, whose `RequestType` objects
 * refuse each other; so a message is its name, and the types ride on it.
 */
import type { WireProblem } from './wire.ts';

declare const types: unique symbol;

/** The name of a request, carrying the types of its parameters and result. */
export type RequestName<P, R> = string & { readonly [types]?: [P, R] };
/** The name of a notification, carrying the type of its parameters. */
export type NotificationName<P> = string & { readonly [types]?: P };

export const request = <P, R>(name: string): RequestName<P, R> => name;
export const notification = <P>(name: string): NotificationName<P> => name;

/** Long work answers either its result or a problem in words; JSON-RPC errors are left for defects. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; problem: WireProblem };
