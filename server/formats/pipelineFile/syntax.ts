/** Where a part is not YAML: one problem, since all that a parser says after its first fault follows from that one. */
import type { Document, YAMLError } from 'yaml';
import type { Span } from '../../core/ref.ts';
import { syntaxWords } from './syntaxWords.ts';
import { tabProblem } from './tabs.ts';
import type { PipelineProblem } from './types.ts';

/** Ranges count from the beginning of the text. Tags that are not known spoil nothing else, so each is told. */
export function syntaxProblems({ errors, warnings }: Document, text: string): PipelineProblem[] {
  const faults = [...errors, ...warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const tags = faults.filter(isOfTag).map((fault) => problemOf(fault, text));
  const [first] = faults.filter((fault) => !isOfTag(fault));
  if (!first) return tags;
  return [...tags, tabProblem(faults, text) ?? noDash(first, text) ?? problemOf(first, text)];
}

function isOfTag({ code }: YAMLError): boolean {
  return code === 'TAG_RESOLVE_FAILED';
}

/** A parser stumbles over what comes after an item that begins without its dash. */
function noDash({ pos: [fault] }: YAMLError, text: string): PipelineProblem | undefined {
  const item = /^(?:step|task|endpoint|pipeline|blueprint|deployment)(?=:(?:\s|$))/m.exec(text);
  if (!item || item.index > fault) return undefined;
  const message = `An item begins with a dash and a blank: "- ${item[0]}:".`;
  return { code: 'yaml-syntax', message, range: { start: item.index, end: item.index + item[0].length } };
}

function problemOf(fault: YAMLError, text: string): PipelineProblem {
  const [start, end] = fault.pos;
  // of a text with a colon in it, only the beginning is named
  const isWhole = !fault.message.startsWith('Nested mappings');
  return { code: 'yaml-syntax', message: syntaxWords(fault), range: visibleRange(text, start, isWhole ? end : text.length) };
}

/** In one line. What is missing at the end is shown at the last character that is there. */
function visibleRange(text: string, start: number, end: number): Span {
  const last = Math.max(1, text.trimEnd().length);
  const from = Math.min(start, last - 1);
  const lineEnd = from + text.slice(from, end).search(/[ \t]*(?:[\r\n]|$)/);
  return { start: from, end: Math.max(from + 1, Math.min(lineEnd, last)) };
}
