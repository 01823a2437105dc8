/** Asking a labelling tool: its JSON, or its refusal in words that are the same for every tool. */
import { DatapinError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Web, WebRequest, WebResponse } from '../core/web.ts';
import { isDropped } from './http/failures.ts';
import { redact } from './http/redact.ts';
import { parseJson } from './rows/json.ts';

export interface ToolQuestion extends Omit<WebRequest, 'accept'> {
  /** "Labelbox". */
  tool: string;
  /** What lets us in, as its `SecretRule` calls it: "API key of Labelbox". */
  secret: string;
  /** What is asked for, in words: "project 13455". A 404 says that there is none. */
  about: string;
}

export interface ToolAnswer {
  status: number;
  value: unknown;
}

const refusals = [400, 401, 403, 404, 409, 422];
const largest = 64 * 1024 * 1024;

/**
 * The answer's JSON. Throws `secret.refused`, `web.denied`, `source.project`, `source.rate-limit`, `source.answer` for an
 * answer that is no JSON, and `web.*`. Statuses of `keep` are answers that the caller judges itself.
 */
export async function askTool(web: Web, question: ToolQuestion, keep: readonly number[] = []): Promise<ToolAnswer> {
  const { status, text } = await answered(web, question);
  const parsed = parseJson(withoutKeys(text, question));
  const value = 'fault' in parsed ? undefined : parsed.value;
  if (refusals.includes(status) && !keep.includes(status)) throw refusalOf(question, { status, value });
  if ('fault' in parsed && !refusals.includes(status)) throw unclear(question.tool, question.about, `is no JSON: ${parsed.fault}`);
  return { status, value };
}

/** An answer whose body breaks off is asked for again, where asking does nothing else. */
async function answered(web: Web, question: ToolQuestion): Promise<{ status: number; text: string }> {
  const { tool, secret: _, about, ...request } = question;
  const repeatable = request.repeatable ?? (request.method ?? 'GET') === 'GET';
  for (let tries = 1; ; tries++) {
    const response = await web.send({ what: `${about} of ${tool}`, ...request, accept: refusals }).catch((error: unknown) => {
      if (error instanceof DatapinError && error.code === 'web.rate-limit') throw rateLimited(tool, error);
      throw error;
    });
    try {
      return { status: response.status, text: await bodyOf(response, question) };
    } catch (error) {
      if (!isDropped(error) || !repeatable || tries === mostTries) throw error;
    }
  }
}

const mostTries = 4;

async function bodyOf(response: WebResponse, { tool, about }: ToolQuestion): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body) {
    size += piece.length;
    if (size > largest) throw unclear(tool, about, 'is larger than 64 MiB');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** Tools repeat in their words what was sent to them. What is shorter than a key may be any word. */
function withoutKeys(text: string, { credentials }: ToolQuestion): string {
  const sent = Object.values({ ...credentials?.headers, ...credentials?.query });
  const keys = sent.flatMap((value) => [value, value.replace(/^\w+ /, '')]).filter((key) => key.length >= shortestKey);
  return keys.reduce((rest, key) => rest.replaceAll(key, '…'), text);
}

const shortestKey = 8;

/** The tool's own words of what is wrong, without secrets; undefined when it has none. */
export function toolWords(value: unknown): string | undefined {
  const words = firstWords(value, 0)?.trim().replace(/\s+/g, ' ');
  return words ? redact(words.slice(0, 2000)).slice(0, 300) : undefined;
}

/** That a tool said no although the status was fine. */
export function saidNo(tool: string, about: string, value: unknown): DatapinError {
  const words = toolWords(value);
  return new DatapinError('source.answer', `${tool} answers for ${about}${words ? `: ${words}` : ' with an error'}.`, {
    hint: `Try again; if it goes on, look at ${about} in ${tool}.`,
  });
}

/** That a list has no end. `page`: the one that comes again, "page 2 of the tasks"; `instead`: what else can be done. */
export function pageRepeated(tool: string, page: string, instead: string): DatapinError {
  return new DatapinError('source.answer', `${tool} gives ${page} twice.`, {
    hint: `Try again; if it goes on, ${instead}.`,
  });
}

/** What there is in place of a name that is not: the nearest, or the first ones. `none`: what to do where there is nothing. */
export function otherNames(name: string, names: readonly string[], none: string): string {
  const near = nearest(name, names);
  if (near !== undefined) return `Did you mean "${near}"?`;
  return names.length > 0 ? `There are ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}.` : none;
}

export function keyRefused(tool: string, secret: string, words?: string): DatapinError {
  return new DatapinError('secret.refused', `${tool} refuses the ${secret}${words ? `: ${words}` : ''}.`, {
    hint: `Check the key in the settings of ${tool}, or make a new one.`,
  });
}

export function noSuchThing(tool: string, about: string): DatapinError {
  return new DatapinError('source.project', `${tool} has no ${about}, or the key may not see it.`, {
    hint: `Check the id in the address bar of ${tool}, and whose key it is.`,
  });
}

export function rateLimited(tool: string, cause?: DatapinError): DatapinError {
  return new DatapinError('source.rate-limit', `${tool} is asked too often.`, {
    hint: cause?.hint ?? 'Try again in a few minutes.',
    cause,
  });
}

/** That the key is good, and may not see this. */
export function accessDenied(tool: string, about: string, words?: string): DatapinError {
  return new DatapinError('web.denied', `${tool} gives no access to ${about}${words ? `: ${words}` : ''}.`, {
    hint: `The key needs the right to read it; ask whoever runs ${tool} for you.`,
  });
}

/** What a status means that is no answer. */
export function refusalOf(
  { tool, secret, about }: Pick<ToolQuestion, 'tool' | 'secret' | 'about'>,
  { status, value }: ToolAnswer,
): DatapinError {
  if (status === 401) return keyRefused(tool, secret, toolWords(value));
  if (status === 404) return noSuchThing(tool, about);
  if (status === 403) return accessDenied(tool, about, toolWords(value));
  return saidNo(tool, about, value ?? `status ${status}`);
}

function unclear(tool: string, about: string, what: string): DatapinError {
  return new DatapinError('source.answer', `What ${tool} answers for ${about} ${what}.`, {
    hint: `Check the address of ${tool} in the settings; a proxy may answer in its place.`,
  });
}

/** Tools say `error`, `errors`, `message`, `detail`: as a text, in a list, or one in the other. */
function firstWords(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || depth > 4) return undefined;
  if (Array.isArray(value)) return value.map((one) => firstWords(one, depth + 1)).find(Boolean);
  const fields = value as Record<string, unknown>;
  for (const key of ['message', 'error', 'errors', 'detail', 'reason', 'name', 'code']) {
    const words = firstWords(fields[key], depth + 1);
    if (words) return words;
  }
  return undefined;
}
