/** Typed text as the values of a step's parameters and inputs. */
import type { WireStep } from '../server/protocol/wire.ts';

export type StepInput = WireStep['inputs'][number];
export type StepParameter = WireStep['parameters'][number];

/** What is wrong with a parameter's typed value, in words. */
export function checkValue({ type, optional, multiple }: StepParameter, text: string): string | undefined {
  if (text.trim() === '') return optional || type === 'string' ? undefined : 'A value is needed.';
  const parts = multiple ? list(text) : [text.trim()];
  if (type === 'integer') return parts.every((part) => /^[+-]?\d+$/.test(part)) ? undefined : 'A whole number is needed.';
  if (type === 'float') return parts.every((part) => Number.isFinite(Number(part))) ? undefined : 'A number is needed.';
  return undefined;
}

/** A text, or the texts of a list; what they stand for by the parameter's type is for the server to say, who loses no digit. */
export function readValue({ multiple }: StepParameter, text: string): string | string[] {
  return multiple ? list(text) : text.trim();
}

/** References as they are typed for an input: one after another. */
export function references(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
