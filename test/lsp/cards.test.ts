/** Cards with pictures, hints and lenses over the wire, for a client that can show them and for one that cannot. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CodeLens, CompletionList, Hover, InlayHint } from 'vscode-languageserver/node';
import { adopt, listExecutions, runStep } from '../../server/protocol/requests.ts';
import { until } from '../support/poll.ts';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';
import { positionOf, startClient, type TestClient } from './client.ts';

const text = `- step:
    name: count
    image: busybox
    command: ls "$VH_INPUTS_DIR/images"
    inputs:
      - name: images
        default: images:latest
`;

async function start(t: Parameters<typeof tempFolder>[0], options: Partial<Parameters<typeof startClient>[1]> = {}) {
  const folder = writeFiles(tempFolder(t, 'lsp'), {
    'project/valohai.yaml': text,
    'images/a.png': 'small',
    'images/b.gif': 'x'.repeat(24_001),
    'images/c.txt': 'text',
    'images/d.JPG': 'other',
  });
  const project = join(folder, 'project');
  const uri = pathToFileURL(join(project, 'valohai.yaml')).href;
  const client = await startClient(t, { home: join(folder, 'home'), trusted: true, folders: [pathToFileURL(project).href], ...options });
  await client.ask(adopt, { locations: [join(folder, 'images')], as: 'images' });
  client.show(uri, text);
  return { client, uri, textDocument: { uri } };
}

async function cardAt(client: TestClient, uri: string, piece: string): Promise<string> {
  const { contents } = await client.connection.sendRequest<Hover>('textDocument/hover', {
    textDocument: { uri },
    position: positionOf(text, piece),
  });
  return (contents as { value: string }).value;
}

test('in an editor that can show everything', async (t) => {
  const commands = ['datapin.run', 'datapin.showLog', 'datapin.showLineage'];
  const { client, uri, textDocument } = await start(t, { about: { commands, images: true } });

  await t.test('a card shows small pictures, and links to what there are commands for', async () => {
    const card = await cardAt(client, uri, 'default: images');
    assert.match(card, /^\*\*images:latest\*\* → \*\*images:v1\*\*/);
    const shown = [...card.matchAll(/!\[([^\]]*)\]\(data:([^;]*);base64,([^|]*)\|height=48\)/g)].map(([, path, type, bytes]) => [
      path,
      type,
      Buffer.from(bytes!, 'base64').toString(),
    ]);
    assert.deepEqual(shown, [
      ['a.png', 'image/png', 'small'],
      ['d.JPG', 'image/jpeg', 'other'],
    ]);
    const order = [/^dataset · 4 files/, /^!\[a\.png\]/, / by \S+ \(20/, /^adopted from /, /^`sha256:/, /^\[Lineage\]/];
    const shownLines = card.split(/\s*\n\s*/);
    assert.deepEqual(
      order.map((sign) => shownLines.findIndex((line) => sign.test(line))),
      [1, 2, 3, 4, 6, 7],
    );
    assert.match(card, /\[Lineage\]\(command:datapin\.showLineage\?%5B%22images%3Av1%22%5D\)/);
  });

  await t.test('a hint, and its card', async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 7, character: 0 } };
    const hints = await client.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', { textDocument, range });
    assert.deepEqual(
      hints.map(({ position, label }) => [position, label]),
      [[{ line: 6, character: 30 }, '→ v1, 4 files, 24 kB']],
    );
    const { tooltip } = await client.connection.sendRequest<InlayHint>('inlayHint/resolve', hints[0]!);
    assert.match((tooltip as { value: string }).value, /\*\*images:v1\*\*/);
  });

  await t.test('lenses of a step, before it ran and after', async () => {
    const titles = async () => {
      const lenses = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument });
      const seen = await Promise.all(lenses.map((lens) => client.connection.sendRequest<CodeLens>('codeLens/resolve', lens)));
      return seen.map(({ command }) => [command?.title.replace(/,.*/, ''), command?.command]);
    };
    assert.deepEqual(await titles(), [['Run', 'datapin.run']]);
    const { id } = await client.ask(runStep, { file: uri, step: 'count' });
    const isDone = async () => (await client.ask(listExecutions, { limit: 1 })).executions[0]?.status === 'complete';
    await until(isDone, { what: 'the end of the execution' });
    await until(async () => (await titles())[1]?.[0]?.includes('complete'), { what: 'news of it' });
    assert.deepEqual(await titles(), [
      ['Run', 'datapin.run'],
      [`${id} complete`, 'datapin.showLog'],
      ['Lineage', 'datapin.showLineage'],
    ]);
  });
  assert.equal(await client.end(), 0);
  assert.equal(client.errors(), '');
});

test('in an editor that says nothing of itself', async (t) => {
  const { client, uri, textDocument } = await start(t);
  const card = await cardAt(client, uri, 'default: images');
  assert.doesNotMatch(card, /data:|command:/);
  assert.deepEqual(await client.connection.sendRequest('textDocument/codeLens', { textDocument }), []);
  assert.match(await cardAt(client, uri, '    comm'), /^\*\*command\*\*: /);
});

test('keys have places to fill in for an editor that knows them, and none beside another that offers keys', async (t) => {
  const typed = `${text}- step:\n    inp`;
  const completed = async (options: Parameters<typeof start>[1]) => {
    const { client, uri } = await start(t, options);
    client.show(uri, typed);
    const list: CompletionList | null = await client.complete(uri, { line: 8, character: 7 });
    await client.end();
    return list?.items.map(({ label, insertTextFormat, textEdit }) => [label, insertTextFormat, textEdit?.newText]);
  };
  const capabilities = { textDocument: { completion: { completionItem: { snippetSupport: true } } } };
  assert.deepEqual(await completed({ capabilities }), [['inputs', 2, 'inputs:\n  - name: $1']]);
  assert.deepEqual(await completed({}), [['inputs', undefined, 'inputs:\n      - ']]);
  assert.equal(await completed({ capabilities, about: { keysElsewhere: true } }), undefined);
});
