/**
 * Stop conditions: the part of Python's expressions that is understood. Comparisons of two sides, `and`, `or`, `not`, arithmetic,
 * `in`, `is`, dotted names, calls of plain names, texts, numbers, tuples and sets.
 */
import { type Token, tokensOf } from './expressionTokens.ts';

export interface ExpressionFault {
  message: string;
  /** Offsets in the text, of the token that does not belong. */
  start: number;
  end: number;
}

/** Why a text is no condition. */
export function expressionFault(text: string): ExpressionFault | undefined {
  const tokens = tokensOf(text);
  const state: State = { tokens, at: 0, nesting: 0 };
  try {
    const depth = tuple(state);
    if (next(state).kind !== 'end') throw unexpected(state);
    return depth > maxDepth
      ? { message: `A condition has at most ${maxDepth} levels: make it simpler.`, start: 0, end: text.length }
      : undefined;
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    return { message: error.message, start: error.token.start, end: error.token.end };
  }
}

/** Levels of the tree of an expression; more is refused when it is run. */
const maxDepth = 7;
const maxNesting = 100;

interface State {
  tokens: readonly Token[];
  at: number;
  nesting: number;
}

class Unexpected extends Error {
  readonly token: Token;
  constructor(message: string, token: Token) {
    super(message);
    this.token = token;
  }
}

type Rule = (state: State) => number;

function next({ tokens, at }: State): Token {
  return tokens[at]!;
}

function unexpected(state: State): Unexpected {
  const token = next(state);
  if (token.kind === 'fault') return new Unexpected(token.message!, token);
  if (token.kind === 'end') {
    const last = state.tokens.at(-2) ?? token;
    return new Unexpected('The condition ends too early.', last);
  }
  return new Unexpected(hints[token.text] ?? `"${token.text}" does not belong here.`, token);
}

const hints: Readonly<Record<string, string>> = {
  '=': 'To compare, write "==".',
  '[': 'Lists and subscripts cannot be used in a condition.',
  '**': 'Powers cannot be used in a condition.',
  '%': 'Remainders cannot be used in a condition.',
};

function accept(state: State, ...texts: string[]): Token | undefined {
  const token = next(state);
  const isSign = token.kind === 'operator' || token.kind === 'word';
  if (!isSign || !texts.includes(token.text)) return undefined;
  state.at++;
  return token;
}

function expect(state: State, text: string): void {
  if (!accept(state, text)) throw unexpected(state);
}

function tuple(state: State): number {
  const first = either(state);
  if (next(state).text !== ',') return first;
  return 1 + Math.max(first, rest(state, either));
}

/** What follows the first item of a list, up to what closes it. */
function rest(state: State, rule: Rule): number {
  let depth = 0;
  while (accept(state, ',')) {
    if (next(state).kind === 'end' || /^[)}]$/.test(next(state).text)) break;
    depth = Math.max(depth, rule(state));
  }
  return depth;
}

function either(state: State): number {
  return flat(state, both, 'or');
}

function both(state: State): number {
  return flat(state, not, 'and');
}

function flat(state: State, rule: Rule, word: string): number {
  const first = rule(state);
  let depth = first;
  let isJoined = false;
  while (accept(state, word)) {
    isJoined = true;
    depth = Math.max(depth, rule(state));
  }
  return isJoined ? depth + 1 : first;
}

function not(state: State): number {
  return accept(state, 'not') ? 1 + nested(state, not) : comparison(state);
}

function comparison(state: State): number {
  const left = sum(state);
  if (!comparator(state)) return left;
  const depth = 1 + Math.max(left, sum(state));
  const second = next(state);
  if (comparator(state)) throw new Unexpected('A comparison has two sides: join several with "and".', second);
  return depth;
}

function comparator(state: State): boolean {
  if (accept(state, '<', '>', '<=', '>=', '==', '!=', 'in')) return true;
  if (accept(state, 'is')) {
    accept(state, 'not');
    return true;
  }
  if (!accept(state, 'not')) return false;
  expect(state, 'in');
  return true;
}

function sum(state: State): number {
  return chain(state, product, ['+', '-']);
}

function product(state: State): number {
  return chain(state, signed, ['*', '/', '//']);
}

function chain(state: State, rule: Rule, signs: string[]): number {
  let depth = rule(state);
  while (accept(state, ...signs)) depth = 1 + Math.max(depth, rule(state));
  return depth;
}

function signed(state: State): number {
  return accept(state, '+', '-') ? 1 + nested(state, signed) : atom(state);
}

function atom(state: State): number {
  const token = next(state);
  if (token.kind === 'name') return named(state);
  if (token.kind === 'number') state.at++;
  else if (token.kind === 'text') while (next(state).kind === 'text') state.at++;
  else if (accept(state, '(')) return parenthesis(state);
  else if (accept(state, '{')) return set(state);
  else if (!accept(state, 'True', 'False', 'None')) throw unexpected(state);
  return 1;
}

function named(state: State): number {
  state.at++;
  let isDotted = false;
  while (accept(state, '.')) {
    if (next(state).kind !== 'name') throw unexpected(state);
    state.at++;
    isDotted = true;
  }
  const open = next(state);
  if (!accept(state, '(')) return 1;
  if (isDotted) throw new Unexpected('Only a plain name can be called in a condition.', open);
  const depth =
    next(state).text === ')'
      ? 0
      : Math.max(
          nested(state, either),
          rest(state, (inner) => nested(inner, either)),
        );
  expect(state, ')');
  return 1 + depth;
}

function parenthesis(state: State): number {
  if (accept(state, ')')) return 1;
  const depth = nested(state, tuple);
  expect(state, ')');
  return depth;
}

function set(state: State): number {
  const depth = Math.max(
    nested(state, either),
    rest(state, (inner) => nested(inner, either)),
  );
  expect(state, '}');
  return 1 + depth;
}

function nested(state: State, rule: Rule): number {
  if (++state.nesting > maxNesting) throw new Unexpected('The condition is nested too deeply.', next(state));
  const depth = rule(state);
  state.nesting--;
  return depth;
}
