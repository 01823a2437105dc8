/** YAML as PyYAML's safe loader reads it, which is how pipeline files have always been read: 1.1 with its own ideas of numbers. */
import { type Document, parseDocument, type ScalarTag, type Tags } from 'yaml';

/** Parses one document. Problems are in `errors` and `warnings` of the result; only nesting beyond all reason throws. */
export function parseYaml(text: string): Document {
  return parseDocument(text, {
    version: '1.1',
    merge: true,
    uniqueKeys: false,
    logLevel: 'error',
    prettyErrors: false,
    strict: true,
    customTags: replaceScalars,
  }) as Document;
}

/** What PyYAML's safe loader takes a plain scalar for. Dates are texts to us, but not to it. */
export function plainType(text: string): 'string' | 'integer' | 'float' | 'boolean' | 'date' | 'null' {
  if (/^(?:~|null|Null|NULL)?$/.test(text)) return 'null';
  if (bool.test!.test(text)) return 'boolean';
  if (float.test!.test(text)) return 'float';
  if (int.test!.test(text)) return 'integer';
  return date.test(text) ? 'date' : 'string';
}

const date = /^\d{4}-\d\d-\d\d$|^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?$/;

const bool: ScalarTag = {
  default: true,
  tag: 'tag:yaml.org,2002:bool',
  test: /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  resolve: (text) => /^(?:yes|true|on)$/i.test(text),
};

/** A float has a point, and its exponent a sign: `1e-4` is a string. */
const float: ScalarTag = {
  default: true,
  tag: 'tag:yaml.org,2002:float',
  test: /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  resolve: (text) => {
    const plain = text.replaceAll('_', '').toLowerCase();
    if (plain.endsWith('.nan')) return Number.NaN;
    if (plain.endsWith('.inf')) return plain.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    return plain.includes(':') ? sexagesimal(plain) : Number(plain);
  },
};

const int: ScalarTag = {
  default: true,
  tag: 'tag:yaml.org,2002:int',
  test: /^(?:[-+]?0b[01_]+|[-+]?0x[0-9a-fA-F_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  resolve: (text) => {
    const number = integer(text.replaceAll('_', ''));
    return Number.isSafeInteger(number) ? number : text;
  },
};

/** Dates stay texts: a command line shows them as they were written. */
function replaceScalars(tags: Tags): Tags {
  const kept = tags.filter((tag) => typeof tag === 'string' || !/:(?:bool|int|float|timestamp)$/.test(tag.tag));
  return [...kept, bool, int, float];
}

function integer(text: string): number {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '');
  const size = digits.includes(':') ? sexagesimal(digits) : /^0[0-7]/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return negative ? -size : size;
}

/** `1:30` is ninety: digits to the base of sixty. */
function sexagesimal(text: string): number {
  const size = text
    .replace(/^[-+]/, '')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);
  return text.startsWith('-') ? -size : size;
}
