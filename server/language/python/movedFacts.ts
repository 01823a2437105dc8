/** Facts of a text that stands in another one, such as a cell in a notebook. */
import type { Span } from '../../core/ref.ts';
import type { TextAt } from '../../formats/pipelineFile/types.ts';
import type { NameUse, PrepareCall, PythonFacts } from './facts.ts';

/** Where a range stands; undefined for one that has no place. */
export type Move = (span: Span) => Span | undefined;

/** Leaves out what `move` knows no place for; a call stays where its name stands, when all of it has no place. */
export function movedFacts(facts: PythonFacts, move: Move): PythonFacts {
  const movedText = ({ text, range }: TextAt): TextAt[] => {
    const place = move(range);
    return place ? [{ text, range: place }] : [];
  };
  const texts = (all: readonly TextAt[]) => all.flatMap(movedText);
  const movedUse = (use: NameUse): NameUse[] =>
    movedText(use.name).map((name) => ({ ...use, name, range: move(use.range) ?? name.range, paths: texts(use.paths) }));
  const movedPrepare = (prepare: PrepareCall): PrepareCall[] => {
    const step = prepare.step && movedText(prepare.step)[0];
    const [inputs, parameters] = [texts(prepare.inputs), texts(prepare.parameters)];
    const range = move(prepare.range) ?? step?.range;
    return range ? [{ ...prepare, range, step, inputs, parameters }] : [];
  };
  return {
    ...facts,
    prepares: facts.prepares.flatMap(movedPrepare),
    uses: facts.uses.flatMap(movedUse),
    unprefixed: texts(facts.unprefixed),
  };
}
