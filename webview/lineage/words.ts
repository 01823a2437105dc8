/** Words of the page: moments, values, and names cut to the room they have. */

/** The same moment in full, in the reader's own zone. */
export function moment(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : time.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' });
}

/** A value of a parameter or a metric; long fractions are shortened. */
export function plain(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

export type Cut = (text: string, kept: number) => string;

/** Cuts the middle out, so that the version at the end of a name stays readable. */
export const cutMiddle: Cut = (text, kept) => {
  const tail = Math.floor(kept / 2);
  return `${text.slice(0, kept - tail)}…${tail ? text.slice(-tail) : ''}`;
};

/** Cuts the end off. */
export const cutEnd: Cut = (text, kept) => `${text.slice(0, kept).trimEnd()}…`;

/** As much of a text as has room, by a measure of its width. */
export function fit(text: string, { room, width, cut }: { room: number; width(text: string): number; cut: Cut }): string {
  if (width(text) <= room) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const kept = Math.ceil((low + high) / 2);
    if (width(cut(text, kept)) <= room) low = kept;
    else high = kept - 1;
  }
  return cut(text, low);
}
