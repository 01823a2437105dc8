/** One `pipeline` item (or `blueprint`): its nodes, edges and parameters. */
import type { Span } from '../../core/ref.ts';
import { type Fields, fieldsAt, itemsAt, linesAt, namedAt, textAt, textsAt, valueAt } from './fields.ts';
import { rangeOf, textOf, typeOf, type View, viewFields, viewItems } from './nodes.ts';
import { notExact } from './scalars.ts';
import { readInputs, readParameters } from './step.ts';
import type { EdgeItem, NodeAction, NodeItem, Override, PipelineItem, Socket, TextAt } from './types.ts';

export function readPipeline(of: Fields, range: Span): PipelineItem {
  return {
    kind: 'pipeline',
    name: textAt(of, 'name'),
    range,
    nodes: namedAt(of, 'nodes').map(({ name, range, fields }) => ({ name, range, ...readNode(fields) })),
    edges: itemsAt(of, 'edges').map(readEdge),
    parameters: namedAt(of, 'parameters').map(({ name, range, fields }) => ({
      name,
      range,
      default: valueAt(fields, 'default'),
      targets: [...textsAt(fields, 'target'), ...textsAt(fields, 'targets')].map(readSocket),
    })),
  };
}

function readNode(of: Fields): Omit<NodeItem, 'name' | 'range'> {
  return {
    type: textAt(of, 'type'),
    step: textAt(of, 'step'),
    task: textAt(of, 'task'),
    deployment: textAt(of, 'deployment'),
    commit: textAt(of, 'commit'),
    endpoints: textsAt(of, 'endpoints'),
    override: readOverride(of),
    actions: itemsAt(of, 'actions').map(readAction),
  };
}

function readOverride(of: Fields): Override | undefined {
  const value = of.get('override')?.value;
  if (!value || typeOf(value) !== 'map') return undefined;
  const about = fieldsAt(of, 'override');
  return {
    range: rangeOf(value),
    commands: linesAt(about, 'command'),
    inputs: readInputs(about),
    parameters: readParameters(about),
    environment: textAt(about, 'environment'),
    preset: textAt(about, 'runtime-config-preset'),
  };
}

function readAction(view: View): NodeAction {
  const of = viewFields(view);
  // biome-ignore lint/suspicious/noThenProperty: the format's own word
  return { range: rangeOf(view), when: textsAt(of, 'when'), if: textsAt(of, 'if'), then: textsAt(of, 'then') };
}

/** `[source, target]`, or a mapping with both. */
function readEdge(view: View): EdgeItem {
  const of = viewFields(view);
  const ends = typeOf(view) === 'list' ? viewItems(view) : [of.get('source')?.value, of.get('target')?.value];
  const [source, target] = ends.slice(0, 2).map((end) => end && textOf(end));
  return { range: rangeOf(view), source: source && readSocket(source), target: target && readSocket(target) };
}

/** Only the first two dots part anything: keys are file names. */
function readSocket(at: TextAt): Socket {
  const { text, range } = at;
  const first = text.indexOf('.');
  const second = first < 0 ? -1 : text.indexOf('.', first + 1);
  const typeEnd = second < 0 ? text.length : second;
  return {
    text,
    range,
    node: within(at, 0, first < 0 ? text.length : first),
    type: first < 0 ? undefined : within(at, first + 1, typeEnd),
    key: second < 0 ? undefined : within(at, second + 1, text.length),
  };
}

function within({ text, range }: TextAt, start: number, end: number): TextAt {
  const piece = text.slice(start, end);
  const exact = range.end - range.start === text.length;
  return { text: piece, range: exact ? { start: range.start + start, end: range.start + end } : notExact(range, piece) };
}
