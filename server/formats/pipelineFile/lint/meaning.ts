/** Texts that are a small language of their own. */
import { rangeOf, type View } from '../nodes.ts';
import type { TextShape } from '../shape/types.ts';
import type { PipelineProblem, TextAt } from '../types.ts';
import { durationFault } from './duration.ts';
import { expressionFault } from './expression.ts';
import { locationFault } from './location.ts';
import { changeTo, partOf, quoted } from './problem.ts';

export function* lintMeaning(view: View, at: TextAt, meaning: NonNullable<TextShape['meaning']>): Generator<PipelineProblem> {
  switch (meaning) {
    case 'duration':
      yield* lintDuration(view, at);
      break;
    case 'condition':
      yield* lintCondition(at);
      break;
    case 'location':
      yield* lintLocation(at);
      break;
    case 'socket':
      yield* lintSocket(at);
      break;
  }
}

function* lintDuration(view: View, at: TextAt): Generator<PipelineProblem> {
  const fault = durationFault(at.text);
  if (!fault) return;
  const seconds = /^\s*(\d+)\s*$/.exec(at.text)?.[1];
  const fix = seconds ? { title: `Change to ${seconds} (seconds)`, range: rangeOf(view), text: seconds, safe: false } : undefined;
  yield { code: 'invalid-duration', message: fault, range: at.range, fix };
}

function* lintCondition(at: TextAt): Generator<PipelineProblem> {
  const fault = expressionFault(at.text);
  if (fault) yield { code: 'invalid-expression', message: fault.message, range: partOf(at, fault.start, fault.end) };
}

function* lintLocation(at: TextAt): Generator<PipelineProblem> {
  const fault = locationFault(at.text);
  if (!fault) return;
  const fix = fault.text === undefined ? undefined : changeTo(at, fault.text);
  const named =
    fix ?? (fault.text === undefined ? undefined : { title: `Change to "${fault.text}"`, range: at.range, text: fault.text, safe: false });
  const isWhole = at.range.end - at.range.start === at.text.length;
  yield { code: 'malformed-location', message: fault.message, range: partOf(at, fault.start, fault.end), fix: isWhole ? named : undefined };
}

function* lintSocket(at: TextAt): Generator<PipelineProblem> {
  const { length } = at.text.split('.');
  if (length >= 3) return;
  const message = `${quoted(at.text)} must be written node.type.key, with three parts, and it has ${length}.`;
  yield { code: 'malformed-edge', message, range: at.range };
}
