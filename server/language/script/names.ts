/** The names that a script says, held against the steps that run it. */
import { nearest } from '../../core/nearest.ts';
import type { PipelineFile, PlacedItem, StepItem, TextAt } from '../../formats/pipelineFile/types.ts';
import { changeTo, type Finding } from '../finding.ts';
import type { Project, SourceFile } from '../project.ts';
import type { NameUse, PrepareCall, PythonFacts } from '../python/facts.ts';
import { withModules } from './modules.ts';
import { fileUri, isSameUri, runIn, stepsFor, wholeFacts } from './scripts.ts';

export function judgeNames(file: SourceFile, own: PythonFacts, project: Project): Finding[] {
  const pipeline = project.pipelineOf(fileUri(file));
  if (!pipeline) return judgeAlone(file, own);
  const steps = pipeline.analysis.pipeline?.steps;
  // a file that is being typed may have lost steps for the moment
  if (!steps?.size || pipeline.analysis.problems.some(({ code }) => code === 'yaml-syntax')) return [];
  return [...own.prepares.flatMap((prepare) => judgePrepare(prepare, pipeline, steps)), ...judgeUses(file, own, { pipeline, project })];
}

/** Without a pipeline file, a script's own `valohai.prepare` may still show a slip. */
function judgeAlone(file: SourceFile, { uses }: PythonFacts): Finding[] {
  const whole = wholeFacts(file);
  if (!whole || whole.opaque.prepares || whole.prepares.some(({ complete }) => !complete)) return [];
  return uses.flatMap(({ kind, name }) => {
    const known = kind === 'output' || name.text === '' ? [] : declared(whole, kind);
    if (kind === 'output' || known.includes(name.text)) return [];
    const message = `valohai.prepare declares no ${kind} "${name.text}".`;
    const finding = suggesting({ code: `unknown-${kind}`, message, span: name.range, severity: 'warning' }, name, known);
    return finding.fixes ? [finding] : [];
  });
}

function judgePrepare({ step: name, inputs, parameters }: PrepareCall, pipeline: SourceFile, steps: PipelineFile['steps']): Finding[] {
  if (!name?.text) return [];
  const yaml = pipeline.document.uri.split('/').at(-1);
  const step = steps.get(name.text)?.item;
  if (!step) {
    const message = `There is no step "${name.text}" in ${yaml}.`;
    return [suggesting({ code: 'unknown-step', message, span: name.range, severity: 'warning' }, name, steps.keys())];
  }
  const missing = (kind: 'input' | 'parameter', keys: readonly TextAt[]) =>
    keys
      .filter(({ text }) => text !== '' && !namesOf(step, kind).has(text))
      .map((key): Finding => {
        const message = `The step "${name.text}" in ${yaml} has no ${kind} "${key.text}" yet.`;
        return { code: `unknown-${kind}`, message, span: key.range, severity: 'warning' };
      });
  return [...missing('input', inputs), ...missing('parameter', parameters)];
}

interface Around {
  pipeline: SourceFile;
  project: Project;
}

function judgeUses(file: SourceFile, own: PythonFacts, around: Around): Finding[] {
  const asked = own.uses.filter(({ kind, name }) => kind !== 'output' && name.text !== '');
  const whole = wholeFacts(file)!;
  if (asked.length === 0 || whole.prepares.some(({ complete }) => !complete)) return [];
  const steps = stepsFor(file, around.project)?.map(({ item }) => item);
  if (!steps) return [];
  return asked.flatMap((use) => {
    const kind = use.kind as 'input' | 'parameter';
    const known = new Set([...steps.flatMap((step) => [...namesOf(step, kind)]), ...declared(whole, kind)]);
    if (known.has(use.name.text) || isOfAnother(use, { file, steps, around })) return [];
    const finding = suggesting({ code: `unknown-${kind}`, message: unknownName(use, steps), span: use.name.range }, use.name, known);
    if (!use.hasDefault) return [finding];
    // it works without the step's: only a slip is worth a word
    return finding.fixes ? [{ ...finding, severity: 'warning' as const }] : [];
  });
}

function unknownName({ kind, name }: NameUse, steps: readonly StepItem[]): string {
  const [step] = steps;
  if (steps.length === 1) return `The step "${step!.name?.text ?? ''}" has no ${kind} "${name.text}".`;
  return `None of the ${steps.length} steps that run this file has ${kind === 'input' ? 'an' : 'a'} ${kind} "${name.text}".`;
}

/** Whether another step has the name, and may run the file by a way that only its commands or its modules know. */
function isOfAnother(use: NameUse, { file, steps, around }: { file: SourceFile; steps: readonly StepItem[]; around: Around }): boolean {
  const { pipeline, project } = around;
  const others = [...pipeline.analysis.pipeline!.steps.values()].filter(
    ({ item }: PlacedItem<StepItem>) => !steps.includes(item) && namesOf(item, use.kind).has(use.name.text),
  );
  return others.some(({ item }) => {
    const { scripts, opaque } = runIn(pipeline, item);
    return opaque || scripts.some((uris) => mayRun(uris, file, around) || !uris.some((uri) => project.file(uri)));
  });
}

function mayRun(uris: readonly string[], file: SourceFile, { pipeline, project }: Around): boolean {
  const script = uris.map((uri) => project.file(uri)).find((one) => one !== undefined);
  const files = script && withModules(script, pipeline.document.uri, project);
  return !files || files.some((one) => isSameUri(fileUri(one), fileUri(file)));
}

function namesOf(step: StepItem, kind: NameUse['kind']): Set<string> {
  const items = kind === 'input' ? step.inputs : step.parameters;
  return new Set(items.flatMap(({ name }) => name?.text ?? []));
}

function declared({ prepares }: PythonFacts, kind: NameUse['kind']): string[] {
  return prepares.flatMap(({ inputs, parameters }) => (kind === 'input' ? inputs : parameters)).map(({ text }) => text);
}

/** A fix only where the name is written letter by letter. */
function suggesting(finding: Finding, { text, range }: TextAt, names: Iterable<string>): Finding {
  const meant = nearest(text, names);
  if (!meant || range.end - range.start !== text.length) return finding;
  return { ...finding, message: `${finding.message} Did you mean "${meant}"?`, fixes: [changeTo(meant, range)] };
}
