/** What was found wrong with outputs, each said once however many files it is true of. */

/** Told of a problem of one file; the text goes on after the file's name and a colon. */
export type Complain = (file: string, text: string) => void;

export interface Problems {
  complain: Complain;
  /** One sentence a line; nothing when all is well. */
  words(): string[];
}

const shown = 20;

export function collectProblems(): Problems {
  const byText = new Map<string, { first: string; files: number }>();
  return {
    complain(file, text) {
      const known = byText.get(text);
      if (known) known.files++;
      else byText.set(text, { first: file, files: 1 });
    },
    words() {
      const all = [...byText].map(
        ([text, { first, files }]) => `${first}: ${text}${files > 1 ? ` The same is true of ${files - 1} more.` : ''}`,
      );
      return all.length > shown ? [...all.slice(0, shown), `${all.length - shown} more problems of this kind.`] : all;
    },
  };
}
