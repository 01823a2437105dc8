/** Making a text of what YAML reads as something else. */
import { jsonOf, rangeOf, textOf, type View } from '../nodes.ts';
import type { PipelineFix } from '../types.ts';

/** Puts quotes around a number, date or word like `on`; safe where the text is what the value would be written as anyway. */
export function quotes(view: View): PipelineFix | undefined {
  const at = textOf(view);
  const range = rangeOf(view);
  if (!at || range.end - range.start !== at.text.length || /["\\\n]/.test(at.text)) return undefined;
  const wanted = `"${at.text}"`;
  return { title: `Write it as a text: ${wanted}`, range, text: wanted, safe: String(jsonOf(view)) === at.text };
}
