/** What a name means, what a key is for: cards and what they cover. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hover } from '../../server/language/hover.ts';
import type { LanguageContext } from '../../server/language/project.ts';
import { memoryCatalog, sampleDatasets, sampleFacts, version } from '../support/catalog.ts';
import { matchesGolden } from '../support/golden.ts';
import { openProject } from '../support/languageProject.ts';
import { mark, parseCursor } from '../support/markedText.ts';

const catalog = memoryCatalog(sampleDatasets, {
  ...sampleFacts,
  executions: sampleFacts.executions!.map((one) => ({ ...one, folder: '/project' })),
});

const file = `- step:
    name: train
    image: python:3.13
    command: python train.py {parameter:epochs}
    inputs:
      - name: dataset
        default: digits:v2
        download: on-demand
      - name: labels
        optional: true
        default: [digits:v3, s3://bucket/x_y]
    outputs:
      - name: result
    parameters:
      - name: epochs
        type: integer
        default: 5
        min: 1
        max: 50
      - name: mode
        default: fast
        choices: [fast, "sl*w"]
- pipeline:
    name: all
    nodes:
      - name: learn
        type: execution
        step: train
      - name: tune
        type: task
        task: search
    edges:
      - [learn.output.result, tune.input.dataset]
      - [learn.parameter.epochs, tune.parameter.epochs]
- task:
    name: search
    step: train
    parameters:
      - name: epochs
        style: multiple
`;

/** The cursor goes behind the first `before` of the file, or of the script. */
function ask(name: string, texts: Record<string, string>, at: { before: string; context?: Partial<LanguageContext> }) {
  const text = texts[name]!;
  const offset = text.indexOf(at.before) + at.before.length;
  assert.ok(offset >= at.before.length, at.before);
  const project = openProject(texts, { catalog, ...at.context });
  const { document } = project.named(name);
  const answer = hover(project.named(name), offset, project.context);
  if (!answer) return undefined;
  const span = { start: document.offsetAt(answer.range.start), end: document.offsetAt(answer.range.end) };
  const line = mark(text, [span]).split('\n')[answer.range.start.line]!.trim();
  return { line, card: answer.contents.value, images: answer.images };
}

/** What the cursor is behind, and the line with what the answer covers. */
const places: [before: string, line: string | undefined][] = [
  ['name: tr', 'name: ⟦train⟧'],
  ['- name: data', '- name: ⟦dataset⟧'],
  ['- name: lab', '- name: ⟦labels⟧'],
  ['- name: res', '- name: ⟦result⟧'],
  ['- name: mo', '- name: ⟦mode⟧'],
  ['{parameter:ep', 'command: python train.py {parameter:⟦epochs⟧}'],
  ['- name: epo', '- name: ⟦epochs⟧'],
  ['step: tr', 'step: ⟦train⟧'],
  ['task: se', 'task: ⟦search⟧'],
  ['- name: le', '- name: ⟦learn⟧'],
  ['- [le', '- [⟦learn⟧.output.result, tune.input.dataset]'],
  ['- [learn.out', '- [learn.⟦output⟧.result, tune.input.dataset]'],
  ['- [learn.output.re', '- [learn.output.⟦result⟧, tune.input.dataset]'],
  ['result, tu', '- [learn.output.result, ⟦tune⟧.input.dataset]'],
  ['result, tune.input.da', '- [learn.output.result, tune.input.⟦dataset⟧]'],
  ['result, tune.in', '- [learn.output.result, tune.⟦input⟧.dataset]'],
  ['learn.parameter.ep', '- [learn.parameter.⟦epochs⟧, tune.parameter.epochs]'],
  ['default: dig', 'default: ⟦digits:v2⟧'],
  ['default: [dig', 'default: [⟦digits:v3⟧, s3://bucket/x_y]'],
  ['- st', '- ⟦step⟧:'],
  ['    na', '⟦name⟧: train'],
  ['    inp', '⟦inputs⟧:'],
  ['      - na', '- ⟦name⟧: dataset'],
  ['        def', '⟦default⟧: digits:v2'],
  ['download: on-', 'download: ⟦on-demand⟧'],
  ['        downl', '⟦download⟧: on-demand'],
  ['type: int', 'type: ⟦integer⟧'],
  ['        max', '⟦max⟧: 50'],
  ['optional: tr', 'optional: ⟦true⟧'],
  ['type: exec', 'type: ⟦execution⟧'],
  ['    ed', '⟦edges⟧:'],
  ['style: mult', 'style: ⟦multiple⟧'],
  ['image: py', undefined],
  ['default: [digits:v3, s3', undefined],
  ['command: py', undefined],
  ['max: 5', undefined],
];

describe('places in a pipeline file', () => {
  for (const [before, line] of places) {
    test(before, () => assert.equal(ask('valohai.yaml', { 'valohai.yaml': file }, { before })?.line, line));
  }
});

test('beside something else that owns YAML, keys and words are left to it', () => {
  const context = { keysElsewhere: true };
  const shown = places.map(([before]) => ask('valohai.yaml', { 'valohai.yaml': file }, { before, context })?.line);
  const own = places.map(([, line]) => line);
  const keysBegin = own.indexOf('- ⟦step⟧:');
  assert.deepEqual(shown.slice(keysBegin), own.slice(keysBegin).fill(undefined));
  const isSocketType = (line: string | undefined) => /\.⟦(?:output|input)⟧\./.test(line ?? '');
  assert.deepEqual(
    shown.slice(0, keysBegin),
    own.slice(0, keysBegin).map((line) => (isSocketType(line) ? undefined : line)),
  );
});

test('a comment says nothing', () => {
  const text = '- step:\n    # name: x\n    image: a # command: b\n';
  for (const before of ['# na', '# comm']) assert.equal(ask('valohai.yaml', { 'valohai.yaml': text }, { before }), undefined);
});

test('cards of names', () => {
  const of = [
    'name: tr',
    '- name: data',
    '- name: lab',
    '- name: res',
    '- name: epo',
    '- name: mo',
    'step: tr',
    '- name: le',
    '- name: tu',
    'task: se',
  ];
  const cards = of.map((before) => ask('valohai.yaml', { 'valohai.yaml': file }, { before })?.card);
  matchesGolden('language/hoverNames.md', `${cards.join('\n\n---\n\n')}\n`);
});

test('cards of keys and words', () => {
  const of = ['- st', '    inp', '        def', '        downl', 'download: on-', '        ty', '    ed', 'learn.out'];
  const cards = of.map((before) => ask('valohai.yaml', { 'valohai.yaml': file }, { before })?.card);
  matchesGolden('language/hoverKeys.md', `${cards.join('\n\n---\n\n')}\n`);
});

describe('Python', () => {
  const script =
    'import valohai\nx = valohai.inputs("dataset").path()\ny = valohai.parameters("epochs").value\nvalohai.outputs("result")\n';
  const places: [before: string, line: string | undefined, card?: RegExp][] = [
    [
      'inputs("data',
      'x = valohai.inputs("⟦dataset⟧").path()',
      /^input \*\*dataset\*\* of step train {2}\ndefault `digits:v2` {2}\n\*\*digits:v2\*\* · 1 file, 999 B/,
    ],
    [
      'parameters("ep',
      'y = valohai.parameters("⟦epochs⟧").value',
      /^parameter \*\*epochs\*\* of step train {2}\ninteger · at least 1 · at most 50 {2}\ndefault `5`/,
    ],
    ['outputs("re', 'valohai.outputs("⟦result⟧")', /^output \*\*result\*\* of step train/],
    ['valohai.inp', undefined],
    ['import valo', undefined],
  ];
  for (const [before, line, card] of places) {
    test(before, () => {
      const answer = ask('train.py', { 'valohai.yaml': file, 'train.py': script }, { before });
      assert.equal(answer?.line, line);
      if (card) assert.match(answer?.card ?? '', card);
    });
  }
});

describe('a card of a version', () => {
  const cardOf = (ref: string, context: Partial<LanguageContext>) => {
    const { text, cursor } = parseCursor(`dataset("${ref.slice(0, 2)}‸${ref.slice(2)}")`);
    const project = openProject({ 'a.py': text }, { catalog, ...context });
    return hover(project.named('a.py'), cursor, project.context)!;
  };

  test('links to what the client has commands for, and to nothing else', () => {
    const linked = (...commands: string[]) =>
      [...cardOf('digits:v3', { commands: new Set(commands) }).contents.value.matchAll(/\]\(command:([^)]*)\)/g)].map(([, link]) =>
        decodeURIComponent(link!),
      );
    assert.deepEqual(linked(), []);
    assert.deepEqual(linked('datapin.other'), []);
    assert.deepEqual(linked('datapin.showLineage', 'datapin.openManifest', 'datapin.copyReference', 'datapin.copyPinnedReference'), [
      'datapin.showLineage?["digits:v3"]',
      'datapin.openManifest?["digits:v3"]',
      'datapin.copyReference?["digits:v3"]',
      'datapin.copyPinnedReference?["digits:v3"]',
    ]);
    assert.deepEqual(linked('datapin.openManifest'), ['datapin.openManifest?["digits:v3"]']);
  });

  test('shows images where they can be shown', () => {
    const paths = (context: Partial<LanguageContext>) => cardOf('digits:v3', context).images.map(({ path, location }) => [path, location]);
    assert.deepEqual(paths({}), []);
    assert.deepEqual(paths({ canShowImages: true }), [
      ['train/0/a.png', 'file:///data/digits/train/0/a.png'],
      ['train/1/b.png', 'file:///data/digits/train/1/b.png'],
    ]);
    const files = Array.from({ length: 90 }, (_, i) => ({ path: `${i}.JPG`, bytes: 10 }));
    const many = memoryCatalog([{ name: 'digits', kind: 'dataset', versions: [version('digits', 'v3')] }], {
      files: { 'digits:v3': files },
    });
    assert.equal(paths({ canShowImages: true, catalog: many }).length, 3);
    const remote = {
      ...many,
      entries: () => [{ type: 'file' as const, name: 'a.png', path: 'a.png', bytes: 1, location: 's3://bucket/a.png' }],
    };
    assert.deepEqual(paths({ canShowImages: true, catalog: remote }), []);
  });

  test('has its pictures below what it is, above where it comes from', () => {
    const { contents, imagesAt } = cardOf('digits:v3', { canShowImages: true });
    assert.match(contents.value.slice(0, imagesAt), /^\*\*digits:v3\*\* {2}\ndataset · [\d,]+ files · [\d.]+ MB$/);
    assert.match(contents.value.slice(imagesAt), /^ {2}\n2 d ago by anna/);
  });

  /** Of what is wrong with a version, what its card says itself: all that no diagnostic of the place says. */
  const sayings: [text: string, said: string[], severities?: LanguageContext['severities']][] = [
    ['dataset("digits:v‸2")', []],
    ['dataset("dig‸its:v2")', ['newer']],
    ['dataset("digits:v‸2")', ['newer'], { 'newer-version': 'off' }],
    ['dataset("digits:v‸2")', [], { 'newer-version': 'error' }],
    ['dataset("digits:v‸2")  # datapin: ignore', ['newer']],
    ['dataset("digits:v‸2")  # datapin: ignore[unpinned]', []],
    ['dataset("digits:‸production")', ['newer']],
    ['dataset("digits:lat‸est")', []],
    ['dataset("digits:‸v1")', ['broken']],
    ['x = "dataset://digits/v2‸"', []],
    ['dataset("ol‸d:v1")', []],
    ['dataset("ol‸d:v1")', ['deprecated'], { 'deprecated-version': 'off' }],
    ['dataset("ol‸d:v1")  # datapin: ignore[deprecated-version, newer-version]', ['deprecated']],
  ];
  const signs = { deprecated: '**Deprecated**', broken: '**Broken', newer: ' is newer: ' };
  for (const [marked, said, severities] of sayings) {
    test(`${marked} ${severities ? JSON.stringify(severities) : ''} says ${said}`, () => {
      const { text, cursor } = parseCursor(marked);
      const project = openProject({ 'a.py': text }, { catalog, severities });
      const { value } = hover(project.named('a.py'), cursor, project.context)!.contents;
      assert.deepEqual(
        Object.entries(signs).flatMap(([what, sign]) => (value.includes(sign) ? what : [])),
        said,
      );
    });
  }

  test('foreign text stays text', () => {
    const odd = { createdBy: '[x](http://a)', origin: '<b>*', deprecated: { why: '![a](b)\n# c.' } };
    const names = memoryCatalog([{ name: 'digits', kind: 'dataset', versions: [version('digits', 'v3', odd)] }]);
    const { value } = cardOf('digits:v3', { catalog: names, severities: { 'deprecated-version': 'off' } }).contents;
    assert.match(value, /by \\\[x\\\]\\\(http:\/\/a\\\) /);
    assert.match(value, /\n\\<b\\>\\\* {2}\n/);
    assert.match(value, /\*\*Deprecated\*\*: \\!\\\[a\\\]\\\(b\\\) \\# c\. {2}\n/);
  });
});
