/** What one walk through a parsed part finds: the targets of its aliases, its anchors, its scalars, and keys given twice. */
import { type Alias, type Document, isMap, isScalar, type Node, type Scalar, visit, type YAMLMap } from 'yaml';
import type { Anchor, Scope } from './anchors.ts';
import { isMergeKey, newSource, rangeOf, type Source, type Target, textOf } from './nodes.ts';
import type { PipelineProblem } from './types.ts';

export interface Survey {
  source: Source;
  /** The last node of each anchor's name. */
  anchors: Scope;
  /** Names that no anchor of this part stands above, with what they stood for. */
  uses: ReadonlyMap<string, Anchor | undefined>;
  scalars: Scalar[];
  problems: PipelineProblem[];
}

export function survey(document: Document, text: string, scope: Scope): Survey {
  const targets = new Map<Alias, Target>();
  const source = newSource(text, targets);
  const anchors = new Map<string, Anchor>();
  const uses = new Map<string, Anchor | undefined>();
  const scalars: Scalar[] = [];
  const problems: PipelineProblem[] = [];
  visit(document, {
    Alias(_, alias) {
      const here = anchors.get(alias.source);
      const target = here ? { node: here.node } : scope.get(alias.source);
      if (!here) uses.set(alias.source, scope.get(alias.source));
      if (target) targets.set(alias, target);
      else if (alias.source !== '') problems.push(noAnchor(alias, source)); // a star alone is told by the parser
    },
    Node(_, node) {
      const anchor = 'anchor' in node ? node.anchor : undefined;
      if (anchor) anchors.set(anchor, { node, source });
      if (isScalar(node)) scalars.push(node);
      if (isMap(node)) for (const problem of duplicateKeys(node, source)) problems.push(problem);
    },
  });
  return { source, anchors, uses, scalars, problems };
}

function noAnchor(alias: Alias, source: Source): PipelineProblem {
  const message = `No &${alias.source} stands above *${alias.source}.`;
  return { code: 'yaml-syntax', message, range: rangeOf({ node: alias as Node, source }) };
}

function duplicateKeys(map: YAMLMap, source: Source): PipelineProblem[] {
  const seen = new Set<string>();
  const problems: PipelineProblem[] = [];
  for (const { key } of map.items) {
    const name = isScalar(key) && !isMergeKey(key) ? textOf({ node: key, source })?.text : undefined;
    if (name === undefined) continue;
    if (seen.has(name)) {
      const range = rangeOf({ node: key as Scalar, source });
      problems.push({ code: 'duplicate-key', message: `"${name}" is given twice; the last one counts.`, range });
    }
    seen.add(name);
  }
  return problems;
}
