/** The vocabulary in which the shape of a pipeline file is written: for each place, what a value may be. */
import type { Json } from '../../../core/execution.ts';

/** A word that a text may be, and in one sentence what it means. */
export interface Choice {
  value: string;
  about: string;
}

export interface TextShape {
  type: 'text';
  /** The only texts that are allowed. */
  choices?: readonly Choice[];
  /** How choices are compared: without case, or also with `-` as good as `_`. */
  loose?: 'case' | 'dashes';
  /** Other texts than the choices are allowed but not known, and this is what comes of it, to follow a comma. */
  elseWords?: string;
  pattern?: RegExp;
  /** What the pattern asks for, to follow "must be": `a lower-case name`. */
  patternWords?: string;
  /** In characters. */
  maxLength?: number;
  /** What the text is, where that is judged elsewhere. */
  meaning?: 'duration' | 'condition' | 'location' | 'socket';
}

export interface NumberShape {
  type: 'number' | 'integer';
  min?: number;
  max?: number;
}

export interface FlagShape {
  type: 'flag';
}

/** Whatever YAML can say. */
export interface AnyShape {
  type: 'any';
}

export interface ListShape {
  type: 'list';
  item: Shape;
}

/** An edge in its short form: `[source, target]`. */
export interface PairShape {
  type: 'pair';
  item: Shape;
}

export interface ObjectShape {
  type: 'object';
  /** What such an object is called in a message: `step`, `input`. */
  words: string;
  keys: ReadonlyMap<string, KeyShape>;
  /** Keys beside those that are known: none, or any that hold what this says. */
  others?: Shape | undefined;
  /** Keys of which one must be there (unless that is optional), and when they exclude one another no more than one. */
  oneOf?: { keys: readonly string[]; exclusive: boolean; optional?: boolean };
  /** A key that another one with this value needs beside it. */
  needs?: { key: string; when: string; is: string };
}

/** The forms that a value may have; their types differ, so a value is judged by the form that has its type. */
export interface EitherShape {
  type: 'either';
  forms: readonly Shape[];
}

/** An object whose keys depend on what one of them says. */
export interface VariantShape {
  type: 'variant';
  words: string;
  /** The key that says which. */
  by: string;
  variants: ReadonlyMap<string, ObjectShape>;
}

export type Shape = TextShape | NumberShape | FlagShape | AnyShape | ListShape | PairShape | ObjectShape | EitherShape | VariantShape;

export interface KeyShape {
  /** One sentence, for a person who points at the key. */
  about: string;
  value: Shape;
  required?: boolean;
  /** What holds when the key is not there. */
  default?: Json;
}
