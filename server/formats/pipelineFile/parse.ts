/**
 * Reads a pipeline file (`valohai.yaml`, `datapin.yaml`). Never throws: broken text gives fewer items and a problem for each fault.
 * Handed its earlier result, it parses only the top-level items whose text changed.
 */
import { isSeq, type Scalar, type YAMLError } from 'yaml';
import type { Span } from '../../core/ref.ts';
import { parseYaml } from './dialect.ts';
import { fields, items, type Source, survey } from './nodes.ts';
import { readPipeline } from './pipeline.ts';
import { moved } from './shift.ts';
import { blankOut, type Segment, splitItems } from './split.ts';
import { readStep } from './step.ts';
import type { ParsedPipelineFile, ParsedSegment, PipelineFile, PipelineProblem } from './types.ts';

export function parsePipelineFile(text: string, previous?: ParsedPipelineFile): ParsedPipelineFile {
  const clean = blankOut(text);
  const known = new Map(previous?.segments.map((segment) => [segment.text, segment]));
  const segments = splitItems(clean.text).map((segment) => {
    const before = known.get(segment.text);
    return before ? moved(before, segment.start) : parseSegment(segment);
  });
  return {
    file: {
      steps: segments.flatMap(({ file }) => file.steps),
      pipelines: segments.flatMap(({ file }) => file.pipelines),
      mentions: segments.flatMap(({ file }) => file.mentions),
    },
    problems: [...clean.problems, ...segments.flatMap(({ problems }) => problems)],
    segments,
  };
}

function parseSegment(segment: Segment): ParsedSegment {
  try {
    return readSegment(segment);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // the stack ended: nested thousands deep
    const range = { start: segment.start, end: segment.start + segment.text.length };
    const problems: PipelineProblem[] = [{ code: 'yaml-syntax', message: tooDeep, range }];
    return { ...segment, file: { steps: [], pipelines: [], mentions: [] }, problems };
  }
}

function readSegment(segment: Segment): ParsedSegment {
  const document = parseYaml(segment.text);
  const { targets, scalars, problems } = survey(document, segment);
  const faults = firstOfEachLine(segment, [...document.errors, ...document.warnings]);
  const source = { ...segment, targets };
  const file = { ...readItems(document.contents, source), mentions: scalars.flatMap((scalar) => mention(scalar, source)) };
  return { ...segment, file, problems: [...faults, ...problems] };
}

/** One fault makes a parser complain several times in its line; the first complaint says it best. */
function firstOfEachLine(segment: Segment, faults: YAMLError[]): PipelineProblem[] {
  const lines = new Set<number>();
  return faults
    .toSorted((a, b) => a.pos[0] - b.pos[0])
    .flatMap((fault) => {
      const [start, end] = fault.pos;
      const line = segment.text.lastIndexOf('\n', start - 1);
      if (lines.has(line)) return [];
      lines.add(line);
      return [{ code: 'yaml-syntax' as const, message: inWords(fault), range: visibleRange(segment, start, end) }];
    });
}

/** What is missing at the end is shown at the last character that is there. */
function visibleRange(segment: Segment, start: number, end: number): Span {
  const last = Math.max(1, segment.text.trimEnd().length);
  const from = Math.min(start, last - 1);
  return { start: segment.start + from, end: segment.start + Math.max(from + 1, Math.min(end, last)) };
}

function inWords({ code, message }: YAMLError): string {
  if (code === 'MULTIPLE_DOCS') return 'A pipeline file is one document: remove this "---".';
  if (code === 'RESOURCE_EXHAUSTION') return tooDeep;
  return `${message.replace(/\s+/g, ' ').replace(/[.:]$/, '')}.`;
}

const tooDeep = 'Nested too deep to be read.';

/** An item is read by the first of its keys that is known, as it always was. */
function readItems(contents: unknown, source: Source): Pick<PipelineFile, 'steps' | 'pipelines'> {
  const file: Pick<PipelineFile, 'steps' | 'pipelines'> = { steps: [], pipelines: [] };
  for (const item of isSeq(contents) ? items(contents, source) : []) {
    const of = fields(item, source);
    const kind = kinds.find((key) => of.has(key));
    if (kind === 'step') file.steps.push(readStep(item, of.get(kind), source));
    if (kind === 'pipeline' || kind === 'blueprint') file.pipelines.push(readPipeline(item, of.get(kind), source));
  }
  return file;
}

const kinds = ['step', 'task', 'endpoint', 'pipeline', 'blueprint', 'deployment'] as const;

function mention(scalar: Scalar, source: Source) {
  const [start, end] = scalar.range ?? [0, 0];
  const text = source.text.slice(start, end);
  return /(?:dataset|model):\/\//.test(text) ? [{ text, range: { start: source.start + start, end: source.start + end } }] : [];
}
