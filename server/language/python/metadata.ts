/** Metadata that a program writes for its outputs, where a key without its `valohai.` prefix is silently ignored. */
import type { SyntaxNode } from '@lezer/common';
import type { TextAt } from '../../formats/pipelineFile/types.ts';
import { readString } from './strings.ts';
import type { Survey } from './survey.ts';
import { argument, isString, pairsOf, unwrapped } from './tree.ts';
import { dictionaryOf } from './values.ts';

/** Keys that must have the prefix, in order. */
export function unprefixedKeys(survey: Survey): TextAt[] {
  const found = new Map<number, TextAt>();
  const add = (keys: readonly TextAt[]) => {
    for (const key of keys) found.set(key.range.start, key);
  };
  for (const dictionary of survey.dictionaries) {
    const keys = keysIn(dictionary, survey.source);
    if (keys.some(({ text }) => versionKeys.includes(text))) add(keys);
  }
  for (const dictionary of givenProperties(survey)) add(keysIn(dictionary, survey.source));
  return [...found.values()].sort((a, b) => a.range.start - b.range.start);
}

const versionKeys: readonly string[] = ['dataset-versions', 'model-versions'];

/** `properties` of `valohai.output_properties().add(file=…, properties=…)`. */
function givenProperties(survey: Survey): SyntaxNode[] {
  if (!survey.source.includes('output_properties')) return [];
  return addCalls(survey).flatMap((value) => {
    const dictionary = dictionaryOf(value, survey);
    return dictionary?.name === 'DictionaryExpression' ? [dictionary] : [];
  });
}

function addCalls(survey: Survey): SyntaxNode[] {
  return survey.calls.flatMap((call) => {
    if (survey.source.slice(call.callee.to - 3, call.callee.to) !== 'add') return [];
    const args = call.args();
    const file = argument(args, survey.source, { name: 'file' });
    const properties = argument(args, survey.source, { name: 'properties' });
    return file && properties ? [properties] : [];
  });
}

/** Keys whose values are what the prefixed key wants. */
function keysIn(dictionary: SyntaxNode, source: string): TextAt[] {
  return pairsOf(dictionary).flatMap(({ key, value }) => {
    if (!isString(key)) return [];
    const { text, range, dynamic } = readString(key, source);
    return !dynamic && wanted[text]?.(unwrapped(value), source) ? [{ text, range }] : [];
  });
}

const wanted: Readonly<Record<string, (value: SyntaxNode, source: string) => boolean>> = {
  'dataset-versions': holdsUri,
  'model-versions': holdsUri,
  tags: (value) => /^(?:Array|Tuple)Expression$/.test(value.name) && value.getChild('String') !== null,
  alias: isString,
};

function holdsUri(value: SyntaxNode, source: string): boolean {
  if (!isString(value) && !/^(?:Array|Tuple|Dictionary|Binary)/.test(value.name)) return false;
  return /["'](?:dataset|model):\/\//.test(source.slice(value.from, value.to));
}
