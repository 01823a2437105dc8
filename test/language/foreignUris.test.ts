/** `dataset://` and `model://` are also the schemes of others: what is said of such URIs in files that are not ours, and in ours. */
import { equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toldFindings } from '../../server/language/diagnostics.ts';
import { openProject } from '../support/languageProject.ts';
import { mark, parseMarked } from '../support/markedText.ts';

/** A line in which nothing is to be said while the file is somebody else's, and the codes when it is one of ours. */
const lines: readonly (readonly [line: string, ...codes: string[]])[] = [
  ['@server.resource("dataset://registry")'],
  ['@server.resource("dataset://catalog/{name}")'],
  ['store = Store(path="dataset://⟦threads⟧/demo")', 'unknown-dataset'],
  ['evidence = "dataset://stock_daily/breadth⟦@2026-08-31⟧"', 'malformed-reference'],
  ['mesh = "model://suv/⟦meshes/suv.obj⟧"', 'wide-name'],
  ['ground = "<uri>model://⟦ground_plane⟧/sdf</uri>"', 'unknown-dataset'],
  ['data = "dataset://⟦s3⟧/train.pkl"', 'unknown-dataset'],
  ['found = re.match(r"dataset://([^/]+)/(.*)", uri)'],
  ['found = glob("dataset://digits/*")'],
  ['name = uri.removeprefix("model://")'],
  ['sample = "other-dataset://digits/v9"'],
];

/** What makes a file one of ours. */
const ours: readonly (readonly [about: string, before: string, files?: Record<string, string>])[] = [
  ['a pipeline file beside it', '', { 'valohai.yaml': '- step: {name: s, image: i, command: c}\n' }],
  ['Valohai', 'import valohai\n'],
  ['a call of Valohai', 'import valohai as vh\nvh.inputs("a")\n'],
  ['Datapin', '# datapin: see the registry\n'],
  ['a dataset that is known', 'first = "dataset://digits/v3"\n'],
];

describe('URIs of others', () => {
  for (const [line] of lines) test(`in a file of theirs: ${line}`, () => check({ 'x.py': line.replaceAll(/[⟦⟧]/g, '') }));
  for (const [about, before, files] of ours)
    for (const [line, ...codes] of lines)
      test(`in one of ours, by ${about}: ${line}`, () => check({ 'x.py': `${before}${line}`, ...files }, codes));
});

describe('in a file of theirs, what is known is told all the same', () => {
  const told: readonly (readonly [file: string, text: string, ...codes: string[]])[] = [
    ['x.py', 'a = "dataset://⟦digitz⟧/v1"', 'unknown-dataset'],
    ['x.py', 'a = "dataset://digits/⟦v9⟧"', 'unknown-version'],
    ['x.py', 'a = "dataset://digits/v3⟦@abc⟧"', 'malformed-reference'],
    ['x.py', 'dataset("⟦threads⟧:demo")', 'unknown-dataset'],
    ['x.yaml', 'kind: Dataset\nspec:\n  uri: dataset://ml-platform/llama3-70b'],
    ['x.json', '{"dataset": "dataset://import/2", "x": "dataset://⟦digitz⟧/v1"}', 'unknown-dataset'],
    ['x.json', '{"dataset": "dataset://⟦import⟧/2", "x": "dataset://digits/v3"}', 'unknown-dataset'],
  ];
  for (const [file, text, ...codes] of told) test(`${file}: ${text}`, () => check({ [file]: text }, codes));
});

/** The first file is checked; without codes, nothing is to be said. */
function check(files: Record<string, string>, codes: readonly string[] = []): void {
  const [name = '', marked = ''] = Object.entries(files)[0]!;
  const { text } = parseMarked(marked);
  const project = openProject({ ...files, [name]: text });
  const found = toldFindings(project.named(name), {
    ...project.context,
    severities: { 'newer-version': 'off', unpinned: 'off', 'unknown-input': 'off' },
  });
  const spans = found.map(({ span }) => span);
  equal(`${found.map(({ code }) => code)}\n${mark(text, spans)}`, `${codes}\n${marked}`);
}
