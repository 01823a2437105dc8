/** One file that is called as a list and is none: adopted as it lies, with a sentence why. */
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import nodeTest, { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { adopt } from '../../server/core/adoption.ts';
import { probeThere } from '../../server/core/probing.ts';
import { memoryStore, worldWith } from './adoptionWorld.ts';
import { refusal, testWorld } from './fixture.ts';

const { app, data, folder: home } = testWorld(nodeTest);
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 9\n`;

describe('why it is one file', () => {
  const cases: [name: string, text: string | Buffer, why: string | undefined][] = [
    ['no.csv', 'name,age\nAnn,7\n', 'no column of it is an address of files'],
    ['no.TSV', 'name\tage\nAnn\t7\n', 'no column of it is an address of files'],
    ['win.csv', 'path\nimgs\\0.png\n', 'no file that it names is there; write names with /, not with \\'],
    ['link.csv', 'about\nhttps://h.example/a\\b\n', 'no column of it is an address of files'],
    ['wide.csv', Buffer.from('\ufeffurl\ns3://b/a\n', 'utf16le'), 'it is UTF-16; save it as UTF-8'],
    ['bytes.csv', Buffer.from([1, 0, 2, 0]), 'it is no text'],
    ['empty.csv', '', 'it is empty'],
    ['empty.json', '', 'it is empty'],
    ['not.zip', 'hello', 'it is no zip'],
    ['not.tar', 'hello', 'it is no tar'],
    ['half.json', '{"images": [', 'it is no whole JSON'],
    ['other.json', '{"lr": 0.1}', 'nothing in it lists files'],
    ['large.json', `[${'1,'.repeat(50_000)}`, 'nothing in it lists files'],
    ['half.jsonl', '{"a": \n', 'it is no whole JSON'],
    ['other.ndjson', '{"a": 1}\n{"a"', 'nothing in it lists files'],
    ['cat.png', pointer, 'it is only a pointer of Git LFS; git lfs pull fetches the file'],
    ['dog.png', 'png', undefined],
    ['notes.txt', 'hello', undefined],
    ['model.onnx', '', undefined],
  ];
  const folder = data('single', Object.fromEntries(cases.map(([name, content]) => [name, content])));
  const world = worldWith(app, { sources: [] });
  const notesOf = async (name: string, from?: string) =>
    (await adopt(world, { locations: [folder + name], as: name.replace('.', '-'), ...(from ? { from } : {}) })).notes;
  for (const [name, , why] of cases) {
    test(`${name}: ${why ?? 'nothing to say'}`, async () =>
      assert.deepEqual(await notesOf(name), why === undefined ? [] : [`${name} was adopted as it lies: ${why}.`]));
  }

  test('nothing where it was asked for', async () => assert.deepEqual(await notesOf('no.csv', 'files'), []));
});

describe('what is not there', () => {
  const world = worldWith(app, { sources: [], store: memoryStore({ 'x/a': '1' }) });
  const folder = data('there', { 'a.png': 'a' });
  test('is said', () => assert.rejects(probeThere(world, `${folder}nosuch`), refusal('folder.missing', /nosuch\. Check the path/)));
  test('may not be read', async () => {
    const file = fileURLToPath(`${folder}closed.csv`);
    writeFileSync(file, 'x', { mode: 0 });
    await assert.rejects(
      asNobody(() => probeThere(world, `${folder}closed.csv`)),
      refusal('file.unreadable', /closed\.csv cannot be read \(EACCES\)/),
    );
  });
  for (const at of [folder, `${folder}a.png`, 'mem://x/', 'mem://x/a']) {
    test(`${at.split('/').slice(-2).join('/')} is`, async () => assert.equal((await probeThere(world, at)).source, undefined));
  }
  test('what its store cannot list is said', () => assert.rejects(probeThere(world, 'gopher://x'), refusal('adopt.unsupported-location')));
});

/** Root may read everything, so it does the work as another user. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  chmodSync(home, 0o755);
  process.seteuid!(65_534);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
  }
}
