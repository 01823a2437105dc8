/** Durations as texts: `1h 30m`, `1.5d`, `60 minutes`. */
import { quoted } from './problem.ts';

/** Why a text is no duration. Only the first letter of a unit counts, and what stands between numbers does not. */
export function durationFault(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const parts = [...text.matchAll(/([.\d]+)\s*([a-zA-Z]*)/g)];
  let total = 0;
  for (const [, value = '', unit = ''] of parts) {
    if (unit === '') return `${quoted(text)} has no unit: write ${value}s, ${value}m or ${value}h, or seconds without quotes.`;
    if (!/^[smhdw]/i.test(unit)) return `${quoted(unit)} is no unit of time: s, m, h, d and w are.`;
    if (!/^(?:\d+\.?\d*|\.\d+)$/.test(value)) return `${quoted(value)} is no number.`;
    total += Number(value);
  }
  return total > 0 ? undefined : `${quoted(text)} is no duration: write it like 1h 30m.`;
}
