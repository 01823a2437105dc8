/**
 * The default of an input, from lines and indentation: while `default: digits:` is being typed, YAML takes the name for
 * a key, and an empty value has no place in the tree at all.
 */
import type { ShapePath } from '../../formats/pipelineFile/shape/lookup.ts';
import type { TypedReference } from '../completion/target.ts';
import type { YamlPlace } from './place.ts';

/** What stands after `default:` of an input, or in the list below it, if the cursor is in there. */
export function defaultUnderCursor(text: string, cursor: number, place: YamlPlace): TypedReference | undefined {
  const taken = takenForKey(text, place);
  if (taken !== undefined) return { text: text.slice(taken, cursor), start: taken, cursor };
  if ((place.kind !== 'value' && place.kind !== 'item') || !isInputDefault(place.path)) return undefined;
  const { token, lead } = place;
  // a reference is one word
  const end = cursor + /^\S*/.exec(text.slice(cursor, token.end))![0].length;
  return /\s/.test(text.slice(token.start, cursor)) ? undefined : { text: text.slice(token.start, end), start: token.start, cursor, lead };
}

/** Where `digits:` begins, behind a dash: YAML takes the name for a key. */
function takenForKey(text: string, { kind, path, token }: YamlPlace): number | undefined {
  const name = path.at(-1);
  if (kind !== 'value' || typeof name !== 'string' || typeof path.at(-2) === 'string' || !isInputDefault(path.slice(0, -1)))
    return undefined;
  const start = token.start - name.length - 1;
  return token.start === token.end && text.slice(start, token.start) === `${name}:` ? start : undefined;
}

/** `… inputs [] default`, or an item of a list there. */
export function isInputDefault(path: ShapePath): boolean {
  const isItem = typeof path.at(-1) !== 'string';
  const [list, item, key] = path.slice(isItem ? -4 : -3);
  return list === 'inputs' && typeof item !== 'string' && key === 'default';
}
