/** Names across the files of an open folder, over the wire: references, rename, outline, colours, folding. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type {
  DocumentSymbol,
  FoldingRange,
  Location,
  LocationLink,
  SemanticTokens,
  SemanticTokensDelta,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { openApp } from '../../server/app.ts';
import { registryChanged } from '../../server/protocol/requests.ts';
import { aFile, draft } from '../core/fixture.ts';
import { positionAt } from '../support/markedText.ts';
import { until } from '../support/poll.ts';
import { writeFiles } from '../support/project.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import { startClient } from './client.ts';
import { openNotebook, uriIn } from './workspace.ts';

const pipeline = `- step:
    name: train
    image: python:3.13
    command: python train.py
    inputs:
      - name: images
        default: digits:good
`;
const script = 'import valohai\nvalohai.inputs("images")\n';
const other = 'x = "dataset://digits/good"\n';

/** A folder with two of three files open in nobody's editor, and a registry in which `digits:v1` is `good`. */
async function begin(owner: Owner, about: { yamlElsewhere?: boolean } = {}) {
  const folder = tempFolder(owner, 'names');
  const home = join(folder, 'home');
  const app = openApp({ home });
  owner.after(() => app.close());
  app.registry.versions.add(draft('digits:v1', [aFile('a')]));
  app.registry.datasets.setAlias('digits', 'good', 'v1');
  const project = writeFiles(join(folder, 'project'), {
    'valohai.yaml': pipeline,
    'explore.ipynb': '{}',
    'train.py': script,
    'other.py': other,
  });
  const client = await startClient(owner, { home, folders: [uriIn(project)], about });
  const uri = uriIn(project, 'valohai.yaml');
  client.show(uri, pipeline);
  const textDocument = { uri };
  return {
    app,
    client,
    uri,
    uriOf: (name: string) => uriIn(project, name),
    ask: <R>(method: string, rest: object = {}) => client.connection.sendRequest<R>(`textDocument/${method}`, { textDocument, ...rest }),
    at: (piece: string) => ({ position: positionAt(pipeline, pipeline.indexOf(piece) + 1) }),
  };
}

test('references and rename go through files that are not open', async (t) => {
  const { app, client, uri, uriOf, ask, at } = await begin(t);
  const rename = async (piece: string, newName: string) => {
    const { changes = {} } = await ask<WorkspaceEdit>('rename', { ...at(piece), newName });
    return Object.fromEntries(Object.entries(changes).map(([one, edits]) => [one, edits.map(({ newText }) => newText)]));
  };
  const context = { includeDeclaration: true };
  const found = await ask<Location[]>('references', { ...at('images'), context });
  assert.deepEqual(found.map((one) => one.uri).sort(), [uriOf('train.py'), uri]);

  assert.deepEqual(await rename('images', 'pictures'), { [uri]: ['pictures'], [uriOf('train.py')]: ['pictures'] });
  await assert.rejects(rename('digits', 'numbers'), /Versions keep the name of their dataset for good/);
  await assert.rejects(ask('prepareRename', at('digits')), /Versions keep the name/);
  assert.deepEqual(await ask('prepareRename', at('good')), {
    range: { start: { line: 6, character: 24 }, end: { line: 6, character: 28 } },
    placeholder: 'good',
  });

  await t.test('an alias: the registry knows both', async () => {
    assert.deepEqual(await rename('good', 'blessed'), { [uri]: ['blessed'], [uriOf('other.py')]: ['blessed'] });
    assert.deepEqual(app.registry.versions.find('digits', 'v1')?.aliases.toSorted(), ['blessed', 'good']);
    await until(() => client.heard(registryChanged).length > 0, { what: 'news of the change' });
    await assert.rejects(rename('good', 'v1'), /"digits:v1" is there already/);
  });
});

test('a notebook that is open is its cells, not its file', async (t) => {
  const { client, uri, uriOf, ask, at } = await begin(t);
  const cells = ['import valohai\nvalohai.prepare(step="train")', 'valohai.inputs("images")'];
  const notebook = await openNotebook(client, uriOf('explore.ipynb'), cells);
  const textDocument = { uri: notebook.cell(1) };
  const position = { line: 0, character: cells[1]!.indexOf('images') };
  const links = await client.connection.sendRequest<LocationLink[]>('textDocument/definition', { textDocument, position });
  assert.deepEqual(
    links.map(({ targetUri, targetSelectionRange }) => [targetUri, targetSelectionRange.start.line]),
    [[uri, 5]],
  );
  const found = await ask<Location[]>('references', { ...at('images'), context: { includeDeclaration: false } });
  assert.deepEqual(found.map((one) => one.uri).sort(), [uriOf('train.py'), notebook.cell(1)]);
});

test('outline, folding and colours', async (t) => {
  const { client, uri, ask } = await begin(t);
  const [step] = await ask<DocumentSymbol[]>('documentSymbol');
  assert.deepEqual([step!.name, step!.children?.map(({ name }) => name)], ['train', ['images']]);
  assert.deepEqual(
    (await ask<FoldingRange[]>('foldingRange')).map(({ startLine, endLine }) => [startLine, endLine]),
    [
      [0, 6],
      [4, 6],
      [5, 6],
    ],
  );
  const full = await ask<SemanticTokens>('semanticTokens/full');
  assert.equal(full.data.length, 4 * 5);
  const delta = (previousResultId: string | undefined) => ask<SemanticTokensDelta>('semanticTokens/full/delta', { previousResultId });
  const same = await delta(full.resultId);
  assert.deepEqual(same.edits, []);
  client.show(uri, pipeline.replace('digits:good', 'digits:v9'));
  const fewer = await delta(same.resultId);
  assert.deepEqual(fewer.edits, [{ start: 15, deleteCount: 5, data: [] }]);
  assert.equal('data' in (await delta('of long ago')), true);
});

test('who owns YAML in the editor folds it, and says what a selection grows to; the keys are ours', async (t) => {
  for (const yamlElsewhere of [true, false]) {
    const { ask, at } = await begin(t, { yamlElsewhere });
    assert.notEqual(await ask('hover', at('image:')), null);
    assert.equal((await ask('foldingRange')) === null, yamlElsewhere);
    assert.equal((await ask('selectionRange', { positions: [{ line: 1, character: 6 }] })) === null, yamlElsewhere);
  }
});
