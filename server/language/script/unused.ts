/** Inputs of steps that no script asks for. Silent in doubt: an input may be read in many ways. */
import { itemsOf, placed } from '../../formats/pipelineFile/file.ts';
import type { Part, PipelineFile, StepItem, TextAt } from '../../formats/pipelineFile/types.ts';
import type { Finding } from '../finding.ts';
import { stepOfNode } from '../names/pipelineNames.ts';
import type { Project, SourceFile } from '../project.ts';
import { withModules } from './modules.ts';
import { runIn, type StepRun, wholeFacts } from './scripts.ts';

export function judgeInputs(file: SourceFile, pipeline: PipelineFile, project: Project): Finding[] {
  const { parts } = pipeline;
  const scripts = readScripts(file.document.uri, project);
  const findings = parts.flatMap(({ start, part }) =>
    part.items.flatMap((item) => {
      const unused = item.kind === 'step' && item.inputs.length > 0 ? unusedInputs(item, part, { run: runIn(file, item), scripts }) : [];
      return unused.map((name) => {
        const message = `No script of this step asks for the input "${name.text}".`;
        const finding: Finding = { code: 'unused-input', message, span: placed({ start }, name.range), tag: 'unnecessary' };
        return { finding, name: name.text, step: item.name?.text };
      });
    }),
  );
  if (findings.length === 0) return [];
  const handedOn = handedOnInputs(parts.flatMap(({ part }) => part.items));
  const replaced = stepsWithOtherCommands(pipeline);
  return findings.flatMap(({ finding, name, step }) => (handedOn.has(name) || replaced.has(step) ? [] : [finding]));
}

function unusedInputs(item: StepItem, part: Part, { run, scripts }: { run: StepRun; scripts: Scripts }): TextAt[] {
  if (run.opaque || run.scripts.length === 0) return [];
  const asked = run.scripts.map(scripts.asked);
  const isAsked = (sets: readonly (AskedNames | undefined)[], name: string) => sets.some((one) => one?.names.has(name));
  if (!asked.every((one) => one !== undefined) || !asked.some(({ speaks }) => speaks)) return [];
  const unused = plainNames(item, part).filter(({ text }) => !isAsked(asked, text));
  if (unused.length === 0 || reachesInputs.test(part.text) || anchor.test(part.text)) return [];
  // most inputs are asked for by the script itself, so modules are looked for last
  const whole = run.scripts.map(scripts.askedWithModules);
  return whole.includes(undefined) ? [] : unused.filter(({ text }) => !isAsked(whole, text));
}

interface AskedNames {
  names: ReadonlySet<string>;
  /**
   * Whether valohai-utils is asked for inputs at all: a script that never does may be told where they are in ways
   * that no text shows.
   */
  speaks: boolean;
}

/** What scripts ask for, each read once; nothing for what cannot be known. */
interface Scripts {
  asked(uris: readonly string[]): AskedNames | undefined;
  askedWithModules(uris: readonly string[]): AskedNames | undefined;
}

function readScripts(pipelineUri: string, project: Project): Scripts {
  const find = (uris: readonly string[]) => uris.map((uri) => project.file(uri)).find((file) => file !== undefined);
  return {
    asked: kept((uris) => {
      const file = find(uris);
      return file && askedBy([file]);
    }),
    askedWithModules: kept((uris) => {
      const file = find(uris);
      const files = file && withModules(file, pipelineUri, project);
      return files && askedBy(files);
    }),
  };
}

function kept<T>(read: (uris: readonly string[]) => T): (uris: readonly string[]) => T {
  const known = new Map<string, T>();
  return (uris) => {
    const [first = ''] = uris;
    if (!known.has(first)) known.set(first, read(uris));
    return known.get(first)!;
  };
}

function askedBy(files: readonly SourceFile[]): AskedNames | undefined {
  const facts = files.map(wholeFacts);
  if (!facts.every((one) => one !== undefined)) return undefined;
  if (facts.some(({ opaque, prepares }) => opaque.inputs || prepares.some(({ complete }) => !complete))) return undefined;
  const uses = facts.flatMap((one) => one.uses).filter(({ kind }) => kind === 'input');
  return {
    names: new Set(uses.map(({ name }) => name.text)),
    speaks: uses.length > 0 || facts.some(({ prepares }) => prepares.length > 0),
  };
}

/** The step itself says where inputs lie: in a command, a parameter, an environment variable. */
const reachesInputs = /valohai\/(?:inputs|config)|\.\.\/inputs|VH_(?:INPUTS|CONFIG)_DIR|inputs\.json|\{inputs?\b/;

/** What has an anchor may be a part of other steps too. */
const anchor = /(?:^|[\s:[,-])[&*][A-Za-z_]/m;

/** Names that stand in the step letter by letter. */
function plainNames({ inputs }: StepItem, { text }: Part): TextAt[] {
  return inputs.flatMap(({ name }) => (name?.text && text.slice(name.range.start, name.range.end) === name.text ? [name] : []));
}

/** Steps that a node runs with commands of its own. */
function stepsWithOtherCommands(file: PipelineFile): Set<string | undefined> {
  const nodes = [...itemsOf(file, 'pipeline')].flatMap(({ item }) => item.nodes);
  return new Set(nodes.flatMap((node) => (node.override?.commands.length ? (stepOfNode(node, file) ?? []) : [])));
}

/** Inputs that edges take for other nodes. */
function handedOnInputs(items: Part['items']): Set<string> {
  const edges = items.flatMap((item) => (item.kind === 'pipeline' ? item.edges : []));
  return new Set(edges.flatMap(({ source }) => (source?.type?.text.startsWith('input') ? (source.key?.text ?? []) : [])));
}
