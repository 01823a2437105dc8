/** Questions one after another, with a way back: a step asks and answers which step comes next. */

/** Answers the next step, or nothing when all is known. A step that asked nothing is not come back to. */
export type Step<Q> = (questions: Q) => Promise<Step<Q> | undefined>;

/** Where a question stands among the others. */
export interface Place {
  /** 1 for the first. */
  number: number;
  canGoBack: boolean;
  /** Told by who asks, as soon as a question was answered. */
  answered(): void;
}

/** Thrown by who asks when the person goes back, or closes the question. */
export class Turn extends Error {
  readonly to: 'back' | 'away';

  constructor(to: 'back' | 'away') {
    super(to);
    this.to = to;
  }
}

/** Walks from step to step; false when the person left before the end. What a step throws otherwise is thrown. */
export async function walk<Q>(first: Step<Q>, questionsAt: (place: Place) => Q): Promise<boolean> {
  const history: Step<Q>[] = [];
  let step: Step<Q> | undefined = first;
  while (step) {
    const current: Step<Q> = step;
    let asked = false;
    const answered = () => {
      asked = true;
    };
    try {
      step = await current(questionsAt({ number: history.length + 1, canGoBack: history.length > 0, answered }));
      if (asked) history.push(current);
    } catch (error) {
      if (!(error instanceof Turn)) throw error;
      if (error.to === 'away' || history.length === 0) return false;
      step = history.pop();
    }
  }
  return true;
}
