/** Outlines of the three kinds, so that a kind is told by its shape and not by its colour. Pure. */
import type { Kind } from './describe.ts';

/** Path data for a card of that size with its corner at 0, 0; `grow` widens it on every side, for a ring round it. */
export function shapes(width: number, height: number, grow = 0): Record<Kind, string> {
  const [left, top, right, bottom] = [-grow, -grow, width + grow, height + grow];
  const middle = height / 2;
  const slant = height * 0.27;
  return {
    dataset: rounded(6 + grow),
    model: rounded(middle + grow),
    execution: `M${left + slant} ${top}H${right - slant}L${right + grow * 0.2} ${middle}L${right - slant} ${bottom}H${left + slant}L${left - grow * 0.2} ${middle}Z`,
  };

  function rounded(radius: number): string {
    const r = Math.min(radius, (bottom - top) / 2);
    const corner = (x: number, y: number) => `a${r} ${r} 0 0 1 ${x} ${y}`;
    const [w, h] = [right - left - 2 * r, bottom - top - 2 * r];
    return `M${left + r} ${top}h${w}${corner(r, r)}v${h}${corner(-r, r)}h${-w}${corner(-r, -r)}v${-h}${corner(r, -r)}Z`;
  }
}
