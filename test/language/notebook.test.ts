/** Notebooks: as the cells that an editor has open, and as the JSON of their file. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../../server/core/ref.ts';
import { toldFindings } from '../../server/language/diagnostics.ts';
import { kindOf } from '../../server/language/document.ts';
import { analyseNotebook, newNotebookCache } from '../../server/language/notebook.ts';
import type { SourceFile } from '../../server/language/project.ts';
import { stepsFor } from '../../server/language/script/scripts.ts';
import { openProject, uriOf } from '../support/languageProject.ts';
import { mark, parseMarked } from '../support/markedText.ts';

const uri = uriOf('book.ipynb');
const pipeline =
  '- step:\n    name: train\n    image: x\n    command: papermill book.ipynb out.ipynb\n    inputs:\n      - name: images\n- step:\n    name: other\n    image: x\n    command: make\n    inputs:\n      - name: labels\n';

/** Cells with their squiggles, and the codes under them. */
type Row = readonly [name: string, cells: string[], ...codes: string[]];

const rows: Row[] = [
  ['references', ['x = "dataset://⟦digit⟧/v1"', 'y = 1', 'z = "dataset://digits/⟦v9⟧"'], 'unknown-dataset', 'unknown-version'],
  ['an import counts in all cells', ['import valohai as vh', 'vh.inputs("images")\nvh.inputs("⟦imagse⟧")'], 'unknown-input'],
  ['an import below counts too', ['vh.inputs("⟦imagse⟧")', 'import valohai as vh'], 'unknown-input'],
  [
    'prepare of another cell',
    ['import valohai', 'valohai.prepare(step="train", default_inputs={"images": ""})', 'valohai.inputs("images")'],
  ],
  [
    'prepare of another step',
    ['import valohai', 'valohai.prepare(step="other")', 'valohai.inputs("labels")\nvalohai.inputs("images")\nvalohai.inputs("⟦x⟧")'],
    'unknown-input',
  ],
  ['prepare that cannot be read', ['import valohai', 'valohai.prepare(step="train", **more)', 'valohai.inputs("x")']],
  ['the step of a prepare', ['import valohai', 'valohai.prepare(step="⟦trian⟧")'], 'unknown-step'],
  [
    'default inputs of another cell',
    ['import valohai\ninputs = {"images": "⟦digit⟧:v1"}', 'valohai.prepare(step="train", default_inputs=inputs)'],
    'unknown-dataset',
  ],
  ['a constant of another cell', ['import valohai\nNAME = "⟦imagse⟧"', 'valohai.inputs(NAME)'], 'unknown-input'],
  ['a magic between', ['%matplotlib inline\n!pip install valohai-utils\nimport valohai', 'valohai.inputs("⟦imagse⟧")'], 'unknown-input'],
  ['another language', ['%%bash\necho "dataset://digit/v1"', 'x = "dataset://⟦digit⟧/v1"'], 'unknown-dataset'],
  ['a cell that is no Python', ['', 'x = "dataset://⟦digit⟧/v1"', ''], 'unknown-dataset'],
  [
    'a cell that is open in the middle',
    ['f(\n"dataset://⟦digit⟧/v1"', 'x = "dataset://digits/⟦v9⟧"'],
    'unknown-dataset',
    'unknown-version',
  ],
  ['an open text ends with its cell', ['x = """see dataset://digits/v3 now', 'y = "dataset://⟦digit⟧/v1"'], 'unknown-dataset'],
  ['metadata', ['m = {"⟦dataset-versions⟧": ["dataset://new/v1"]}'], 'missing-prefix'],
  ['comments and docstrings', ['# dataset://digit/v1', '"""dataset://digit/v1"""\nx = 1']],
  ['no cells', []],
];

/** The cells as an editor has them: documents of their own. */
function openCells(cells: readonly string[]): SourceFile[] {
  const analyses = analyseNotebook(cells, newNotebookCache(), { uri });
  assert.equal(analyses.length, cells.length);
  return cells.map((text, i) => ({
    document: TextDocument.create(`vscode-notebook-cell:/project/book.ipynb#${i}`, 'python', 1, text),
    analysis: analyses[i]!,
  }));
}

describe('cells', () => {
  for (const [name, marked, ...codes] of rows) {
    test(name, () => {
      const { context } = openProject({ 'valohai.yaml': pipeline });
      const files = openCells(marked.map((cell) => parseMarked(cell).text));
      const found = files.map((file) => toldFindings(file, context).sort((a, b) => a.span.start - b.span.start));
      assert.deepEqual(
        files.map(({ document }, i) =>
          mark(
            document.getText(),
            found[i]!.map(({ span }) => span),
          ),
        ),
        marked,
      );
      assert.deepEqual(
        found.flat().map(({ code }) => code),
        codes,
      );
    });
  }

  test('every cell knows the steps of its notebook', () => {
    const project = openProject({ 'valohai.yaml': pipeline });
    const files = openCells(['import valohai', 'valohai.prepare(step="other")']);
    for (const file of files) {
      assert.deepEqual(
        stepsFor(file, project)?.map(({ item }) => item.name?.text),
        ['other', 'train'],
      );
    }
  });

  test('after an edit of one cell the answer is that of a new reading', () => {
    const cache = newNotebookCache();
    const cells = ['import valohai', 'valohai.inputs("a").path("b")', 'x = "dataset://digits/v1"'];
    for (const [i, text] of [
      [0, 'import valohai as vh'],
      [1, 'vh.inputs("c")'],
      [2, ''],
      [1, 'vh.inputs("c'],
      [1, 'vh.inputs("c")\n'],
    ] as const) {
      cells[i] = text;
      assert.deepEqual(analyseNotebook(cells, cache, { uri }), analyseNotebook(cells, newNotebookCache(), { uri }));
    }
  });

  test('the same cells are not read again', () => {
    const cache = newNotebookCache();
    const first = analyseNotebook(['x = 1'], cache, { uri });
    assert.equal(analyseNotebook(['x = 1'], cache, { uri }), first);
    assert.notEqual(analyseNotebook(['x = 2'], cache, { uri }), first);
    assert.notEqual(analyseNotebook(['x = 2', ''], cache, { uri }), first);
  });
});

/** Cells as they stand in the JSON of a file; marks stand between JSON's own signs. */
const jsonRows: Row[] = [
  ['one text', ['"x = \\"dataset://⟦digit⟧/v1\\"\\n"'], 'unknown-dataset'],
  ['lines', ['["import valohai\\n", "valohai.inputs(\\"⟦imagse⟧\\")"]'], 'unknown-input'],
  ['cells', ['"import valohai as vh"', '"vh.inputs(\\"⟦imagse⟧\\")"'], 'unknown-input'],
  ['single quotes', ['"x = \'dataset://digits/⟦v9⟧\'"'], 'unknown-version'],
  ['metadata', ['"m = {\\"⟦dataset-versions⟧\\": [\\"dataset://new/v1\\"]}"'], 'missing-prefix'],
  ['an escape within', ['"x = \\"⟦dataset://d\\u0069git/v1⟧\\""'], 'unknown-dataset'],
];

describe('files', () => {
  const inFile = (cells: readonly string[]) =>
    `{"cells": [${cells.map((source) => `{"cell_type": "code", "source": ${source}}`).join(', ')}], "metadata": {}}`;

  for (const [name, cells, ...codes] of jsonRows) {
    test(name, () => {
      const marked = inFile(cells);
      const { text } = parseMarked(marked);
      const project = openProject({ 'valohai.yaml': pipeline, 'book.ipynb': text });
      const found = toldFindings(project.named('book.ipynb'), project.context);
      const spans = found.map(({ span }) => span);
      assert.equal(mark(text, spans), marked);
      assert.deepEqual(
        found.map(({ code }) => code),
        codes,
      );
    });
  }

  const silent: [name: string, text: string][] = [
    ['Markdown', '{"cells": [{"cell_type": "markdown", "source": "dataset://digit/v1 \\"dataset://digit/v1\\""}]}'],
    ['outputs', '{"cells": [{"cell_type": "code", "source": "x", "outputs": [{"text": "\\"dataset://digit/v1\\""}]}]}'],
    [
      'another kernel',
      `{"cells": [{"cell_type": "code", "source": "x = 'dataset://digit/v1'"}], "metadata": {"kernelspec": {"language": "R"}}}`,
    ],
    ['nothing', ''],
  ];
  for (const [name, text] of silent) {
    test(`nothing is said of ${name}`, () => {
      const project = openProject({ 'valohai.yaml': pipeline, 'book.ipynb': text });
      assert.deepEqual(toldFindings(project.named('book.ipynb'), project.context), []);
    });
  }

  const broken: [name: string, text: string, place: Span][] = [
    ['broken JSON', '{"cells": [{"cell_type": "code", "source": "x = \'dataset://digit/v1', { start: 43, end: 67 }],
    ['no notebook', '["dataset://digit/v1"]', { start: 0, end: 1 }],
  ];
  for (const [name, text, span] of broken) {
    test(`${name} is told, and nothing else`, () => {
      const project = openProject({ 'valohai.yaml': pipeline, 'book.ipynb': text });
      const told = toldFindings(project.named('book.ipynb'), project.context);
      assert.deepEqual(
        told.map((one) => [one.code, one.severity, one.span]),
        [['notebook-syntax', 'error', span]],
      );
    });
  }
});

describe('kinds', () => {
  const kinds: [uri: string, languageId: string, kind: string | undefined][] = [
    ['file:///a/b.ipynb', 'json', 'notebook'],
    ['file:///a/b.ipynb', 'jupyter', 'notebook'],
    ['file:///a/b.py', 'python', 'python'],
    ['vscode-notebook-cell:/a/b.ipynb#W0', 'python', 'python'],
    ['vscode-notebook-cell:/a/b.ipynb#W1', 'markdown', undefined],
    ['file:///a/b.ipynb.md', 'markdown', undefined],
  ];
  for (const [document, languageId, kind] of kinds) {
    test(`${document} as ${languageId}`, () => assert.equal(kindOf({ uri: document, languageId })?.type, kind));
  }
});
