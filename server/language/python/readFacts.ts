/** Puts together what a Python file has to do with steps. */
import { noFacts, type PythonFacts } from './facts.ts';
import { unprefixedKeys } from './metadata.ts';
import { readReach } from './opaque.ts';
import { readPrepare } from './prepare.ts';
import type { Survey } from './survey.ts';
import { readUse, useKindOf } from './uses.ts';

export function readFacts(survey: Survey): PythonFacts {
  const { opaque, shadowed } = readReach(survey);
  const unprefixed = unprefixedKeys(survey);
  const rest = { modules: survey.modules, unprefixed };
  if (shadowed) return { ...noFacts, ...rest, opaque };
  const prepares = survey.calls.filter(({ name }) => name === 'valohai.prepare').map((call) => readPrepare(call, survey));
  const uses = survey.calls.flatMap((call) => {
    const kind = useKindOf(call);
    if (!kind) return [];
    const use = readUse(call, survey);
    if (!use && kind === 'input') opaque.inputs = true;
    if (!use && kind === 'parameter') opaque.parameters = true;
    return use ? [use] : [];
  });
  return { ...rest, opaque, prepares, uses };
}
