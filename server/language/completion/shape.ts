/** Keys and known words of the pipeline file, from its shape. */
import { CompletionItemKind, InsertTextMode, type MarkupContent } from 'vscode-languageserver-types';
import { choicesAt, formsOf, keyAt, keysAt, type ShapePath, shapeAt } from '../../formats/pipelineFile/shape/lookup.ts';
import type { KeyShape } from '../../formats/pipelineFile/shape/types.ts';
import { nodeTypeAt, type YamlPlace } from '../yaml/place.ts';
import { matching, type Offer, type Offers } from './offers.ts';
import { itemSnippets, type Layout, pairSnippet, valueSnippet } from './snippets.ts';

export interface ShapePlace {
  text: string;
  cursor: number;
  yaml: YamlPlace;
  canUseSnippets: boolean;
}

export function shapeOffers(place: ShapePlace): Offers | undefined {
  const { yaml, text, cursor } = place;
  const typed = text.slice(yaml.token.start, cursor);
  const isQuoted = /["']/.test(text[yaml.token.start - 1] ?? '');
  const keys = (yaml.kind === 'key' || yaml.kind === 'item') && !isQuoted ? keyOffers(place) : [];
  const words = yaml.kind === 'value' || yaml.kind === 'item' ? wordOffers(yaml) : [];
  const all = [...words, ...keys];
  if (all.length === 0) return undefined;
  const { taken } = matching(all, typed, ({ label }) => label);
  // an editor that fills in places indents by itself; of another one nothing is expected
  const insertTextMode = place.canUseSnippets ? InsertTextMode.adjustIndentation : InsertTextMode.asIs;
  const items = taken.map((offer) => (offer.insertText?.includes('\n') ? { ...offer, insertTextMode } : offer));
  return { range: yaml.token, lead: yaml.lead, items };
}

function keyOffers(place: ShapePlace): Offer[] {
  const { yaml, text } = place;
  const hasColon = /^\s*:(?:\s|$)/.test(text.slice(yaml.token.end, yaml.token.end + 20));
  const layout: Layout = { canUseSnippets: place.canUseSnippets && !hasColon, indent: indentOf(place) };
  if (yaml.path.length === 0) return itemOffers(place, layout, hasColon);
  const nodeType = nodeTypeAt(yaml);
  const shape = shapeAt(yaml.path, nodeType);
  const forms = shape ? formsOf(shape, nodeType) : [];
  const pair = yaml.kind === 'item' && forms.some(({ type }) => type === 'pair') ? pairSnippet(layout) : [];
  const list = yaml.kind === 'key' && !forms.some(({ type }) => type === 'object') ? forms.find((form) => form.type === 'list') : undefined;
  // the dash of a list's item is still missing
  const path: ShapePath = list ? [...yaml.path, []] : yaml.path;
  const dash = list ? '- ' : '';
  const known = list ? [] : [...yaml.keysAt(path.length).keys()];
  const keys = sorted(keysAt(path, nodeType), known, exclusive(path, nodeType, known));
  const inner: Layout = list ? { ...layout, indent: `${layout.indent}  ` } : layout;
  const offers = keys.map(([key, about]): Offer => {
    if (hasColon) return { ...described(key, about), insertText: dash + key };
    const value = valueSnippet({ key, about, path: [...path, key], nodeType }, inner);
    return { ...described(key, about), ...value, insertText: dash + value.insertText };
  });
  return [...pair, ...offers];
}

/** Whole items of the file; behind a dash that has its key already there is nothing more to say. */
function itemOffers({ yaml }: ShapePlace, layout: Layout, hasColon: boolean): Offer[] {
  if (!yaml.isOutside && yaml.keysAt(0).size > 0) return [];
  const dash = yaml.isOutside ? '- ' : '';
  const keys = [...keysAt([])].filter(([key]) => key !== 'blueprint');
  return keys.map(([key, about]): Offer => {
    const insertText = hasColon ? key : itemSnippets(key, yaml.isOutside ? { ...layout, indent: `${layout.indent}  ` } : layout);
    return { ...described(key, about), kind: CompletionItemKind.Struct, insertText: dash + insertText, isSnippet: layout.canUseSnippets };
  });
}

/** Keys that may still come: those that must be there first. */
function sorted(keys: ReadonlyMap<string, KeyShape>, known: readonly string[], excluded: ReadonlySet<string>): [string, KeyShape][] {
  const open = [...keys].filter(([key]) => !known.includes(key) && !excluded.has(key));
  return [...open.filter(([, { required }]) => required), ...open.filter(([, { required }]) => !required)];
}

/** Keys that another key of the mapping shuts out. */
function exclusive(path: ShapePath, nodeType: string | undefined, known: readonly string[]): ReadonlySet<string> {
  const shape = shapeAt(path, nodeType);
  const groups = (shape ? formsOf(shape, nodeType) : []).flatMap((form) =>
    form.type === 'object' && form.oneOf?.exclusive ? [form.oneOf] : [],
  );
  return new Set(groups.flatMap(({ keys }) => (keys.some((key) => known.includes(key)) ? keys : [])));
}

function described(label: string, { about, required, default: usual }: KeyShape): Offer {
  const note = required ? 'required' : usual === undefined ? undefined : `default: ${JSON.stringify(usual)}`;
  return {
    label,
    kind: CompletionItemKind.Property,
    documentation: markdown(about),
    ...(note === undefined ? {} : { labelDetails: { description: note } }),
  };
}

/** Words that a value may be; the usual one says so. */
function wordOffers(yaml: YamlPlace): Offer[] {
  const nodeType = nodeTypeAt(yaml);
  const usual = keyAt(yaml.path, nodeType)?.default;
  return choicesAt(yaml.path, nodeType).map(({ value, about }) => ({
    label: value,
    kind: CompletionItemKind.EnumMember,
    documentation: markdown(about),
    ...(usual !== undefined && String(usual) === value ? { labelDetails: { description: 'default' } } : {}),
  }));
}

function markdown(value: string): MarkupContent {
  return { kind: 'markdown', value };
}

/** Blanks before what a key holds, one level deeper than the key; dashes count. */
function indentOf({ text, yaml, canUseSnippets }: ShapePlace): string {
  const start = text.lastIndexOf('\n', yaml.token.start - 1) + 1;
  const before = text.slice(start, yaml.token.start) + yaml.lead;
  const given = canUseSnippets ? /^ */.exec(before)![0].length : 0;
  return ' '.repeat(before.length - given + 2);
}
