/**
 * What a labelling tool's own kit asks its servers, recorded (`wire-trace.*.jsonl` of the corpus), and whether we ask the
 * same: method, path, query keys, kind of sign-in, decoded context headers, and of the body the GraphQL operation with its
 * arguments or the keys of the JSON. Which fields are selected is our own business.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { graphqlShape } from './graphqlShape.ts';

/** A request of ours: what `startServer` records. */
export interface Sent {
  method: string;
  /** As it was sent, without query. */
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

export interface Trace {
  request: { method: string; path: string; headers: Record<string, string>; body: unknown };
  response: { status: number; headers: Record<string, string>; body: unknown };
}

/** What is compared of a request. */
export interface Shape {
  method: string;
  path: string;
  query: string[];
  /** Headers that sign in, with the word before the secret: `authorization Bearer`. */
  signIn: string[];
  /** `x-sa-entity-context.team_id` */
  context: string[];
  /** Of GraphQL. */
  operation?: string;
  arguments?: string[];
  /** Of the JSON body, or of GraphQL's variables: `filters.projectId`, `ids[]`. */
  keys: string[];
}

export interface SameOptions {
  /**
   * Names the operation of a request, so that ours is compared with those of the same name. When not given: of GraphQL the
   * operation (or first selection), else method and path.
   */
  operation?(shape: Shape): string;
  /** Our requests that the tool's own kit never sends, such as reading an image; they are not compared. */
  ours?(shape: Shape): boolean;
  /** Changes what is compared, of ours and of theirs, e.g. ids in paths, or keys that each may leave out. */
  normalise?(shape: Shape): Shape;
}

/** Of a file such as `/…/wire-trace.labelbox.jsonl`, in order. */
export function readTrace(file: string): Trace[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line): Partial<Trace> => JSON.parse(line)).filter((line): line is Trace => line.request !== undefined);
}

/**
 * Each of ours must be, modulo field selection, one that the tool's own kit sends. Returns the operations met, sorted, so
 * that a test can say which ones it must have seen.
 */
export function assertSameRequests(ours: readonly Sent[], trace: readonly Trace[], options: SameOptions = {}): string[] {
  const { operation = operationOf, normalise = (shape) => shape } = options;
  const theirs = trace.map(({ request }) => normalise(shapeOfTrace(request)));
  const met = new Set<string>();
  for (const shape of ours.map(shapeOf)) {
    if (options.ours?.(shape)) continue;
    const mine = normalise(shape);
    const name = operation(mine);
    const same = theirs.filter((one) => operation(one) === name);
    const known = [...new Set(theirs.map(operation))].join('\n  ');
    assert.ok(same.length > 0, `The tool's own kit never sends "${name}". It sends:\n  ${known}`);
    const nearest = same.toSorted((a, b) => distance(a, mine) - distance(b, mine))[0]!;
    assert.deepEqual(mine, nearest, `"${name}" differs from what the tool's own kit sends`);
    met.add(name);
  }
  return [...met].toSorted();
}

/** The default name of a request. */
export function operationOf({ operation, method, path }: Shape): string {
  return operation === undefined ? `${method} ${path}` : operation;
}

export function shapeOf({ method, path, query, headers, body }: Sent): Shape {
  const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]));
  return makeShape({ method, path, query, headers: flat, body: body === '' ? null : parsed(body) });
}

function shapeOfTrace({ method, path, headers, body }: Trace['request']): Shape {
  const [before = '', query = ''] = path.split(/\?(.*)/s);
  return makeShape({ method, path: before, query: new URLSearchParams(query), headers, body });
}

interface Facts {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: unknown;
}

function makeShape({ method, path, query, headers, body }: Facts): Shape {
  const lower = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  const graphql = isGraphql(body) ? graphqlShape(body.query) : undefined;
  return {
    method,
    path,
    query: [...new Set(query.keys())].toSorted(),
    signIn: lower
      .filter(([name]) => /^(authorization|authtype|x-api-key|x-tenant-id)$/.test(name))
      .map(signInOf)
      .toSorted(),
    context: lower.flatMap(([name, value]) => contextOf(name, value)).toSorted(),
    ...graphql,
    keys: keysOf(isGraphql(body) ? body.variables : body).toSorted(),
  };
}

function isGraphql(body: unknown): body is { query: string; variables?: unknown } {
  return typeof body === 'object' && body !== null && 'query' in body && typeof body.query === 'string';
}

/** The word before the secret; a header that is all secret has none. */
function signInOf([name, value]: [string, string]): string {
  const [, word] = /^(\w+) \S/.exec(value) ?? [];
  return word ? `${name} ${word}` : name;
}

/** Keys of a header that carries JSON in base64. */
function contextOf(name: string, value: string): string[] {
  if (!/context/.test(name)) return [];
  return keysOf(JSON.parse(Buffer.from(value, 'base64').toString())).map((key) => `${name}.${key}`);
}

/** Paths of all keys; members of a list are taken together. */
export function keysOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return [...new Set(value.flatMap((member) => keysOf(member, `${at}[]`)))];
  return Object.entries(value).flatMap(([key, member]) => {
    const path = at ? `${at}.${key}` : key;
    return [path, ...keysOf(member, path)];
  });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** How many things two shapes do not share. */
function distance(a: Shape, b: Shape): number {
  const things = (shape: Shape) => Object.entries(shape).flatMap(([field, value]) => [value].flat().map((one) => `${field} ${one}`));
  const [left, right] = [things(a), things(b)];
  return left.filter((one) => !right.includes(one)).length + right.filter((one) => !left.includes(one)).length;
}
