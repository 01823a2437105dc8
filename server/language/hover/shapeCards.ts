/** What a key of the pipeline file is for, and what a word means that it may hold. */
import type { Span } from '../../core/ref.ts';
import { choicesAt, formsOf, keyAt, keysAt, type ShapePath } from '../../formats/pipelineFile/shape/lookup.ts';
import { socketTypes } from '../../formats/pipelineFile/shape/pipeline.ts';
import type { Shape } from '../../formats/pipelineFile/shape/types.ts';
import { code, lines } from '../markdown.ts';
import { keyPathAt, nodeTypeAt, type YamlPlace } from '../yaml/place.ts';

export interface ShapeCard {
  value: string;
  span: Span;
}

export function shapeCard(place: YamlPlace, text: string, offset: number): ShapeCard | undefined {
  const { token, kind, path } = place;
  const nodeType = nodeTypeAt(place);
  const key = keyPathAt(place, text);
  if (key) return withSpan(keyCard(key, nodeType), token);
  if (kind !== 'value' && kind !== 'item') return undefined;
  const written = text.slice(token.start, token.end);
  const choice = choicesAt(path, nodeType).find(({ value }) => value === written);
  if (choice) return withSpan(lines(`**${choice.value}**`, choice.about), token);
  return /^(?:pipeline|blueprint) edges \[\]/.test(path.map((step) => (typeof step === 'string' ? step : '[]')).join(' '))
    ? socketTypeCard(written, token, offset)
    : undefined;
}

function withSpan(value: string | undefined, span: Span): ShapeCard | undefined {
  return value === undefined ? undefined : { value, span };
}

function keyCard(path: ShapePath, nodeType: string | undefined): string | undefined {
  const key = path.at(-1) as string;
  const about = keyAt(path, nodeType) ?? (path.length === 1 ? keysAt([]).get(key) : undefined);
  if (!about) return undefined;
  const { required, default: usual, value } = about;
  const choices = choicesAt(path, nodeType);
  const facts = [
    typeWords(value, nodeType),
    required ? 'required' : '',
    usual === undefined ? '' : `default ${code(typeof usual === 'string' ? usual : JSON.stringify(usual))}`,
  ];
  return lines(
    `**${key}**: ${about.about}`,
    facts.filter(Boolean).join(' · '),
    ...(isFlag(value) ? [] : choices.map((one) => `${code(one.value)}: ${one.about}`)),
  );
}

/** In the words of people: `text`, `text or list`. */
function typeWords(shape: Shape, nodeType: string | undefined): string {
  const words = formsOf(shape, nodeType).map((form) => typeNames[form.type]);
  return [...new Set(words)].join(' or ');
}

const typeNames: Readonly<Record<Shape['type'], string>> = {
  text: 'text',
  number: 'number',
  integer: 'whole number',
  flag: 'true or false',
  any: 'any value',
  list: 'list',
  pair: '[source, target]',
  object: 'mapping',
  either: '',
  variant: 'mapping',
};

function isFlag(shape: Shape): boolean {
  return shape.type === 'flag';
}

/** The middle of `node.type.key`. */
function socketTypeCard(written: string, token: Span, offset: number): ShapeCard | undefined {
  const [, node = '', type = ''] = /^([^.]*)\.([^.]*)/.exec(written) ?? [];
  const start = token.start + node.length + 1;
  const about = Object.hasOwn(socketTypes, type) ? socketTypes[type] : undefined;
  if (about === undefined || offset < start || offset > start + type.length) return undefined;
  return { value: lines(`**${type}**`, about), span: { start, end: start + type.length } };
}
