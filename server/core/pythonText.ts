/** Values as Python writes them: pipeline files and training scripts are read and written by Python on the other side. */
import type { Json } from './execution.ts';

/** What Python's `str()` gives for a value of a pipeline file. */
export function pythonText(value: Json): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return pythonNumber(value);
  if (value === null) return 'None';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * JSON as Python's `json` writes and reads it: with `NaN`, `Infinity` and integers of any length, which become texts
 * here, since neither JSON nor a JavaScript number can hold them. Throws a SyntaxError like `JSON.parse`.
 */
export function parsePythonJson(text: string): Json {
  const plain = /NaN|Infinity/.test(text) ? text.replace(bareWords, (word) => (word.startsWith('"') ? word : `"${word}"`)) : text;
  if (!/\d{16}/.test(plain)) return JSON.parse(plain) as Json;
  return JSON.parse(plain.replace(longIntegers, (part, integer?: string) => (isUnsafe(integer) ? `"${integer}"` : part))) as Json;
}

const bareWords = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;
const longIntegers = /"(?:[^"\\]|\\.)*"|(-?\d{16,})(?![\d.eE])|-?\d+\.\d+/g;

function isUnsafe(integer: string | undefined): boolean {
  return integer !== undefined && !Number.isSafeInteger(Number(integer));
}

/** Python changes to an exponent below 1e-4 and from 1e16 on, and writes it with two digits. */
function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Number.isInteger(value)) return BigInt(value).toString();
  const size = Math.abs(value);
  if (size >= 1e-4) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}
