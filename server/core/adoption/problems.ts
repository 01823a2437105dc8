/** What is wrong with single files, rows and items of an adoption: all of it is collected, and then refused or left out. */
import { DatapinError } from '../errors.ts';
import { shortened } from '../location.ts';

export interface Problems {
  /** `at` is where it is declared; a file that lies where it was listed has no need of one. Said once when it comes twice. */
  add(problem: DatapinError, at?: string): void;
  /** What keeps a whole store's files away: said once for all of them. */
  addOfStore(store: string, problem: DatapinError, at: string): void;
  /** Each file of a store counts. */
  readonly count: number;
  /** One line each, at most `limit`, in order of their files and of the rows in these, and then how many more there are. */
  lines(limit: number): string[];
  /** What an adoption throws that will not be made without them, or, with `keepGoing`, has nothing else. */
  refusal(keepGoing?: boolean): DatapinError;
}

/** Lines of an error; of a version. */
export const linesShown = 100;
export const linesKept = 1000;

export function createProblems(): Problems {
  const lines = new Map<string, Place>();
  const stores = new Map<string, StoreProblem>();
  let first: { problem: DatapinError; at: string | undefined } | undefined;
  let single = 0;
  let ofStores = 0;
  const shownLines = (limit: number) => {
    const aboutStores = [...stores.values()].slice(0, limit).map(storeLine);
    const some = [...lines]
      .sort(([, a], [, b]) => inOrder(a, b))
      .slice(0, limit - aboutStores.length)
      .map(([line]) => line);
    const more = single - some.length;
    return [...aboutStores, ...some, ...(more > 0 ? [`… and ${more.toLocaleString('en')} more`] : [])];
  };
  return {
    add(problem, at) {
      const line = inOneLine(problem, at);
      if (lines.has(line)) return;
      first ??= { problem, at };
      if (lines.size < linesKept) lines.set(line, placeOf(at));
      single++;
    },
    addOfStore(store, problem, at) {
      const key = `${store} ${problem.code}`;
      const known = stores.get(key) ?? { store, problem, places: [], files: 0 };
      stores.set(key, known);
      known.files++;
      ofStores++;
      if (known.places.length < placesNamed) known.places.push(shortened(at));
    },
    get count() {
      return single + ofStores;
    },
    lines: shownLines,
    refusal(keepGoing = false) {
      const count = single + ofStores;
      const [only] = stores.values();
      if (only && stores.size === 1 && single === 0) return alone(only.problem);
      if (count === 1 && first && first.at === undefined) return alone(first.problem);
      const said = count === 1 ? 'There is a problem' : `There are ${count.toLocaleString('en')} problems`;
      return new DatapinError('adopt.problems', `${said}: nothing was adopted.`, {
        hint: keepGoing
          ? 'Mend what is said above: there is nothing else.'
          : 'Mend what is said above, or adopt the rest with --keep-going.',
        details: shownLines(linesShown),
      });
    },
  };
}

interface StoreProblem {
  store: string;
  problem: DatapinError;
  /** Where the first of its files are declared. */
  places: string[];
  files: number;
}

const placesNamed = 3;

function storeLine({ store, problem: { message, hint }, places, files }: StoreProblem): string {
  const which = [...places, ...(files > places.length ? ['…'] : [])].join(', ');
  const many = `${files.toLocaleString('en')} ${files === 1 ? 'file' : 'files'} of it cannot be had (${which}).`;
  return inOneLine({ message: `${message} ${many}`, hint }, store);
}

/** One file that cannot be read says best itself what is wrong. */
function alone(problem: DatapinError): DatapinError {
  const hint = [problem.hint, 'Nothing was adopted.'].filter(Boolean).join(' ');
  return new DatapinError(problem.code, problem.message, { hint, cause: problem, details: problem.details });
}

function inOneLine({ message, hint }: Pick<DatapinError, 'message' | 'hint'>, at: string | undefined): string {
  return [at === undefined ? '' : `${shortened(at)}: `, message, hint ? ` ${hint}` : ''].join('').replaceAll(/\s*[\r\n]+\s*/g, ' ');
}

interface Place {
  file: string;
  /** Number of the row, or offset. */
  row: number;
}

/** `export.ndjson:12`, `labels.zip@2048`, `item 63d842aa`. */
function placeOf(at = ''): Place {
  const [, file = at, row = '0'] = /^(.*)[:@](\d{1,15})$/s.exec(at) ?? [];
  return { file, row: Number(row) };
}

function inOrder(a: Place, b: Place): number {
  if (a.file === b.file) return a.row - b.row;
  return a.file < b.file ? -1 : 1;
}
