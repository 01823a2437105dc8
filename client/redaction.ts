/** Keeps known secrets out of texts that are written down. */

/** What stands in a secret's place. */
export const hidden = '•••';

export interface Redaction {
  /** From now on this value is hidden. */
  hide(value: string): void;
  /** A text without any of the values, however it writes them: plain, in JSON, in a URL, in base64. */
  apply(text: string): string;
}

export function createRedaction(): Redaction {
  const spellings = new Set<string>();
  return {
    hide(value) {
      if (value.length < shortest) return;
      for (const spelling of spellingsOf(value)) spellings.add(spelling);
    },
    apply(text) {
      let clean = text;
      // the longest first, or what is left of one would tell of it
      for (const spelling of [...spellings].sort((a, b) => b.length - a.length)) clean = clean.replaceAll(spelling, hidden);
      return clean;
    },
  };
}

/** Characters; anything shorter is no key, and stands in every other word. */
const shortest = 4;

function spellingsOf(value: string): string[] {
  return [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value), Buffer.from(value).toString('base64')];
}
