/** Lineage as a call hierarchy, derivation as a type hierarchy. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallHierarchyItem } from 'vscode-languageserver-types';
import { prepareDerivation, subtypes, supertypes } from '../../server/language/hierarchy/derivation.ts';
import { incomingLineage, outgoingLineage, prepareLineage } from '../../server/language/hierarchy/lineage.ts';
import { manifestUri } from '../../server/protocol/manifestUri.ts';
import { now, sampleDatasets, sampleFacts } from '../support/catalog.ts';
import { openProject } from '../support/languageProject.ts';
import { parseCursor } from '../support/markedText.ts';
import { memoryCatalog } from '../support/memoryCatalog.ts';

const catalog = memoryCatalog(sampleDatasets, {
  ...sampleFacts,
  executions: sampleFacts.executions!.map((one) => ({ ...one, folder: '/project' })),
  lineage: [...sampleFacts.lineage!, ['digits#3', 'churn:v2', 'twice'], ['digits:v3', 'digits#3', 'labels']],
});

function at(file: string, marked: string) {
  const { text, cursor } = parseCursor(marked);
  const project = openProject({ [file]: text }, { catalog, now });
  return { file: project.named(file), offset: cursor, context: project.context };
}

/** As it comes back from the client. */
function item(ref: string): CallHierarchyItem {
  const marked = ref.includes('#') ? undefined : `x = "dataset://‸${ref.replace(':', '/')}"\n`;
  if (marked === undefined) return { data: { type: 'execution', id: ref.replace('#', ':') } } as CallHierarchyItem;
  const { file, offset, context } = at('a.py', marked);
  return JSON.parse(JSON.stringify(prepareLineage(file, offset, context)![0]));
}

const context = at('a.py', '‸').context;
const shown = ({ name, detail, uri }: CallHierarchyItem) => `${name} | ${detail} | ${uri}`;
const v = (name: string, dataset = 'digits') => `${dataset}:${name} | 1,797 files, 2.1 MB | ${manifestUri(dataset, name)}`;
const v2 = `digits:v2 | 1 file, 999 B | ${manifestUri('digits', 'v2')}`;
const run = (number: number, words: string) => `digits:${number} | ${words} | datapin-log:/digits-${number}.log?digits%3A${number}`;
const [first, train, evaluate] = [
  run(1, 'preprocess, complete, 1 min 15 s'),
  run(3, 'train, complete, 30 min'),
  run(4, 'evaluate, started'),
];

const prepared: [file: string, marked: string, lineage: string[], derivation: string[]][] = [
  ['a.py', 'x = "dataset://dig‸its/v1"\n', [v('v1')], [v('v1')]],
  ['a.py', 'x = "dataset://digits/production‸"\n', [v2], [v2]],
  ['a.py', 'x = "dataset://digits/v9‸"\n', [], []],
  ['a.py', '‸x = "dataset://digits/v1"\n', [], []],
  ['run.sh', 'get model://churn/‸v2\n', [v('v2', 'churn')], [v('v2', 'churn')]],
  ['valohai.yaml', '- step:\n    name: tr‸ain\n', [train], []],
  ['valohai.yaml', '- step:\n    name: evaluate\n- task:\n    name: t\n    step: eval‸uate\n', [evaluate], []],
  ['valohai.yaml', '- step:\n    name: never-run‸\n', [], []],
  ['valohai.yaml', '- step:\n    name: train\n    inputs:\n      - name: dataset‸\n', [], []],
];

for (const [name, marked, lineage, derivation] of prepared) {
  test(`begins at ${JSON.stringify(marked)}`, () => {
    const { file, offset, context } = at(name, marked);
    assert.deepEqual((prepareLineage(file, offset, context) ?? []).map(shown), lineage);
    assert.deepEqual((prepareDerivation(file, offset, context) ?? []).map(shown), derivation);
    const unread = { ...context, catalog: undefined };
    assert.deepEqual([prepareLineage(file, offset, unread), prepareDerivation(file, offset, unread)], [undefined, undefined]);
  });
}

const made: [of: string, from: string[], to: string[]][] = [
  ['digits:v1', [], [first]],
  ['digits:v2', [first], [v('v3'), train]],
  ['digits:v3', [v2], [evaluate, train]],
  ['digits#1', [v('v1')], [v2]],
  ['digits#3', [v2, v('v3')], [v('v2', 'churn')]],
  ['churn:v2', [train], [evaluate]],
  ['digits#4', [v('v2', 'churn'), v('v3')], []],
  ['churn:v1', [], []],
  ['digits#99', [], []],
];

for (const [of, from, to] of made) {
  test(`around ${of}`, () => {
    const incoming = incomingLineage(item(of), context);
    const outgoing = outgoingLineage(item(of), context);
    assert.deepEqual([incoming.map((call) => shown(call.from)), outgoing.map((call) => shown(call.to))], [from, to]);
    for (const { fromRanges } of [...incoming, ...outgoing]) assert.equal(fromRanges.length, 1);
  });
}

const derived: [of: string, above: string[], below: string[]][] = [
  ['digits:v1', [], [v2]],
  ['digits:v2', [v('v1')], [v('v3'), v('v2', 'churn')]],
  ['digits:v3', [v2], [v('v2', 'churn')]],
  ['churn:v2', [v2, v('v3')], []],
  ['churn:v1', [], []],
];

for (const [of, above, below] of derived) {
  test(`derivation of ${of}`, () => {
    const { data } = item(of);
    const asked = { ...item(of), data };
    assert.deepEqual([supertypes(asked, context).map(shown), subtypes(asked, context).map(shown)], [above, below]);
  });
}

for (const data of [
  undefined,
  null,
  1,
  'digits:v1',
  {},
  { type: 'version' },
  { type: 'version', dataset: 'no', name: 'v1' },
  { type: 'execution', id: 'x' },
]) {
  test(`an item that says ${JSON.stringify(data)}`, () => {
    const asked = { ...item('digits:v1'), data };
    assert.deepEqual(
      [incomingLineage(asked, context), outgoingLineage(asked, context), supertypes(asked, context), subtypes(asked, context)],
      [[], [], [], []],
    );
  });
}
