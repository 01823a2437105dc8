/** The outline of a document: items of a pipeline file with what is in them, and what a script prepares. */
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import type { TextAt } from '../../formats/pipelineFile/types.ts';
import type { SourceDocument } from '../document.ts';
import { rangeOf, trimmed } from '../places.ts';
import type { SourceFile } from '../project.ts';
import type { PrepareCall } from '../python/facts.ts';
import { type Outlined, outlineOf } from './outline.ts';

export function documentSymbols({ document, analysis }: SourceFile): DocumentSymbol[] | undefined {
  const { pipeline, python } = analysis;
  const items = pipeline ? outlineOf(pipeline) : python ? python.prepares.map(prepared) : undefined;
  return items?.map((item) => toSymbol(item, document));
}

function prepared({ range, step, inputs, parameters }: PrepareCall): Outlined {
  // what is written elsewhere, in a dictionary of its own, is no part of the call
  const within = ({ range: { start, end } }: TextAt) => range.start <= start && end <= range.end;
  const child = (kind: Outlined['kind']) => (name: TextAt) => ({ kind, name, range: name.range, detail: '', children: [] });
  return {
    kind: 'step',
    name: step && within(step) ? step : { text: step?.text ?? 'prepare', range: { start: range.start, end: range.start } },
    range,
    detail: 'valohai.prepare',
    children: [...inputs.filter(within).map(child('input')), ...parameters.filter(within).map(child('parameter'))],
  };
}

function toSymbol({ kind, name, range, detail, children }: Outlined, document: SourceDocument): DocumentSymbol {
  const whole = trimmed(range, document.getText());
  const isInside = name && whole.start <= name.range.start && name.range.end <= whole.end;
  return {
    name: name?.text.trim() || `(${kind} without a name)`,
    ...(detail ? { detail } : {}),
    kind: symbolKinds[kind],
    range: rangeOf(document, whole),
    selectionRange: rangeOf(document, isInside ? name.range : { start: whole.start, end: whole.start }),
    ...(children.length > 0 ? { children: children.map((child) => toSymbol(child, document)) } : {}),
  };
}

export const symbolKinds: Readonly<Record<Outlined['kind'], SymbolKind>> = {
  step: SymbolKind.Function,
  input: SymbolKind.Variable,
  output: SymbolKind.Field,
  parameter: SymbolKind.Property,
  pipeline: SymbolKind.Module,
  node: SymbolKind.Object,
  task: SymbolKind.Event,
  endpoint: SymbolKind.Interface,
  deployment: SymbolKind.Package,
};
