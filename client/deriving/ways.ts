/** What can be made of a version, and what a person types for it. */
import type { WireSplit, WireStepOfRecipe } from '../../server/protocol/requests.ts';

export type WayId = 'include' | 'exclude' | 'sample' | 'split' | 'labelled' | 'classes' | 'prefix';

export interface Way {
  id: WayId;
  title: string;
  detail: string;
  icon: string;
  /** Comes behind the dataset's name. */
  suffix: string;
}

export const ways: readonly Way[] = [
  { id: 'include', title: 'Only Some Files…', detail: 'whose paths match a pattern', icon: 'filter', suffix: 'part' },
  { id: 'exclude', title: 'Without Some Files…', detail: 'by pattern or by name', icon: 'exclude', suffix: 'part' },
  { id: 'sample', title: 'Sample…', detail: 'some images, chosen by chance from a seed', icon: 'beaker', suffix: 'sample' },
  { id: 'split', title: 'Split…', detail: 'a version of each part: train, val', icon: 'split-horizontal', suffix: '' },
  { id: 'labelled', title: 'Only Labelled Images', detail: 'with at least one label', icon: 'tag', suffix: 'labelled' },
  {
    id: 'classes',
    title: 'Only Some Classes…',
    detail: 'images that show them, and no other labels',
    icon: 'symbol-class',
    suffix: 'classes',
  },
  { id: 'prefix', title: 'Put in a Folder…', detail: 'the same files, below a folder', icon: 'new-folder', suffix: 'folder' },
];

/** Patterns or names, with blanks or commas between; what has a blank is put in quotes. */
export function listIn(text: string): string[] {
  const parts = text.match(/"[^"]*"|[^\s,]+/g) ?? [];
  return parts.map((part) => part.replace(/^"|"$/g, '')).filter(Boolean);
}

export function checkList(text: string): string | undefined {
  if (listIn(text).length === 0) return 'A pattern is missing, such as train/** or *.png.';
  return (text.split('"').length - 1) % 2 === 0 ? undefined : 'A quote is missing.';
}

/** What is left out: patterns as such, everything else by its exact path or name. */
export function exclusions(text: string): WireStepOfRecipe[] {
  const { globs = [], names = [] } = Object.groupBy(listIn(text), (one) => (/[*?[{]/.test(one) || one.endsWith('/') ? 'globs' : 'names'));
  const folders = globs.map((glob) => (glob.endsWith('/') ? `${glob}**` : glob));
  return [
    ...(folders.length > 0 ? [{ do: 'exclude', globs: folders } as const] : []),
    ...(names.length > 0 ? [{ do: 'exclude-names', names } as const] : []),
  ];
}

/** `100` images, or `10%` of them. */
export function readSample(text: string): { count: number } | { fraction: number } | undefined {
  const [, number = '', percent] = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(text) ?? [];
  const value = Number(number);
  if (number === '' || !(value > 0)) return undefined;
  if (percent) return value <= 100 ? { fraction: value / 100 } : undefined;
  return Number.isInteger(value) ? { count: value } : undefined;
}

export function checkSample(text: string): string | undefined {
  return readSample(text) ? undefined : 'Write a number of images, such as 100, or a part of them, such as 10%.';
}

/** `train=80, val=20` or `train=.8 val=.2`. */
export function readParts(text: string): WireSplit['parts'] | undefined {
  const words = text.split(/[\s,]+/).filter(Boolean);
  const parts = words.map((word) => {
    const [, name, number, percent] = /^([A-Za-z0-9_][\w.-]*)=(\d*\.?\d+)(%?)$/.exec(word) ?? [];
    return name === undefined ? undefined : { name, fraction: percent ? Number(number) / 100 : Number(number) };
  });
  return parts.every((part) => part !== undefined) && parts.length > 0 ? parts : undefined;
}

export function checkParts(text: string): string | undefined {
  const parts = readParts(text);
  if (!parts) return 'Write names and parts, such as train=80%, val=20%.';
  if (parts.length < 2) return 'A split has at least two parts.';
  if (new Set(parts.map(({ name }) => name)).size < parts.length) return 'Two parts have the same name.';
  const sum = parts.reduce((total, { fraction }) => total + fraction, 0);
  if (near(sum, 1) || near(sum, 100)) return undefined;
  const percent = Number((sum <= 2 ? sum * 100 : sum).toPrecision(4));
  return `The parts sum up to ${percent} %, not to 100 %.`;
}

export function checkSeed(text: string): string | undefined {
  return /^\s*\d{1,9}\s*$/.test(text) ? undefined : 'Write a whole number; the same one makes the same choice.';
}

export function checkFolder(text: string): string | undefined {
  const parts = text.trim().replace(/\/+$/, '').split('/');
  if (parts.every((part) => part === '')) return 'A folder is missing.';
  return parts.some((part) => part === '' || part === '.' || part === '..') ? 'Write a folder such as train or a/b.' : undefined;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-6 * b;
}
