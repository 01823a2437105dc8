/** Reads one part of a pipeline file. Never throws: broken text gives fewer items and a problem for each fault. */
import type { Scalar } from 'yaml';
import { type Scope, unread } from './anchors.ts';
import { parseYaml } from './dialect.ts';
import { readItems } from './items.ts';
import { lintPart } from './lint/part.ts';
import { inputsOf } from './lists.ts';
import { viewOf } from './nodes.ts';
import { blankOut } from './split.ts';
import { type Survey, survey } from './survey.ts';
import { syntaxProblems } from './syntax.ts';
import { tooDeep } from './syntaxWords.ts';
import type { Item, Part, PipelineProblem, TextAt } from './types.ts';

/** A part with what it gives to the parts below it, and took from those above. */
export interface Reading extends Pick<Survey, 'anchors' | 'uses'> {
  part: Part;
}

export function readPart(text: string, scope: Scope): Reading {
  try {
    return read(text, scope);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // the stack ended: nested thousands deep
    const problems: PipelineProblem[] = [{ code: 'yaml-syntax', message: tooDeep, range: { start: 0, end: text.length } }];
    return { part: { text, items: [], mentions: [], problems }, anchors: new Map(), uses: new Map() };
  }
}

function read(text: string, scope: Scope): Reading {
  const clean = blankOut(text);
  const document = parseYaml(clean.text);
  const { source, anchors, uses, scalars, problems: found } = survey(document, clean.text, scope);
  const root = viewOf(document.contents, source);
  const items = readItems(root);
  const faults = [...clean.problems, ...syntaxProblems(document, clean.text), ...found];
  const broken = faults.some(({ code }) => code === 'yaml-syntax');
  const problems = broken ? faults : [...faults, ...lintPart(root, items)];
  const part = { text, items, mentions: mentions(scalars, clean.text, items), problems };
  return { part, anchors: items.length > 0 ? anchors : unread(anchors), uses };
}

/** Scalars that hold a reference URI, but for the defaults of inputs, which stand in the items. */
function mentions(scalars: readonly Scalar[], text: string, items: readonly Item[]): TextAt[] {
  const defaults = items
    .flatMap(inputsOf)
    .flatMap((input) => input.defaults.map(({ range }) => range.start))
    .sort((a, b) => a - b);
  let next = 0;
  return scalars.flatMap((scalar) => {
    const [start, end] = scalar.range ?? [0, 0];
    while (next < defaults.length && defaults[next]! < start) next++;
    if (next < defaults.length && defaults[next]! < end) return [];
    const raw = text.slice(start, end);
    return /(?:dataset|model):\/\//.test(raw) ? [{ text: raw, range: { start, end } }] : [];
  });
}
