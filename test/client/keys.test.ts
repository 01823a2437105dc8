/** Which key a failure asks for, and where keys are kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, createKeys, type KeyName, type Keys } from '../../client/keys.ts';
import { ProblemError } from '../../client/problem.ts';
import { createRedaction } from '../../client/redaction.ts';

const names: KeyName[] = [
  { name: 'LABELBOX_API_KEY', title: 'API key of Labelbox' },
  { name: 'SPB_ACCESS_KEY', title: 'Access key of Superb AI' },
  { name: 'SPB_TEAM_NAME', title: 'Team name of Superb AI' },
];

function world(kept: Record<string, string> = {}) {
  const stored = new Map(Object.entries(kept).map(([name, value]) => [`datapin.secret.${name}`, value]));
  const redaction = createRedaction();
  const storage = {
    get: async (key: string) => stored.get(key),
    store: async (key: string, value: string) => void stored.set(key, value),
    delete: async (key: string) => void stored.delete(key),
  };
  return { stored, redaction, keys: createKeys({ storage, redaction, names: async () => names }) };
}

const missing = (name: string) =>
  new ProblemError({
    code: 'secret.missing',
    message: 'A key is not known.',
    hint: `Set ${name} in the environment; in the editor, Datapin asks for it.`,
  });
const refused = (message: string) => new ProblemError({ code: 'secret.refused', message });

/** The name of the key that is asked for, `kept`, or nothing. */
async function askedName(keys: Keys, error: unknown): Promise<string | undefined> {
  const asked = await keys.askedBy(error);
  return typeof asked === 'object' ? asked.name : asked;
}

const rows: [title: string, kept: Record<string, string>, error: unknown, asked: string | undefined][] = [
  ['what is missing is asked for', {}, missing('LABELBOX_API_KEY'), 'LABELBOX_API_KEY'],
  ['what is kept is not asked for again', { LABELBOX_API_KEY: 'abcd' }, missing('LABELBOX_API_KEY'), 'kept'],
  ['one of two is asked for by its own name', {}, missing('SPB_TEAM_NAME'), 'SPB_TEAM_NAME'],
  ['a part of a name is no name', {}, missing('MY_LABELBOX_API_KEY_2'), undefined],
  ['a refusal may name it as people do', {}, refused('Labelbox refused the API key of Labelbox: Unauthorized.'), 'LABELBOX_API_KEY'],
  ['another problem asks for nothing', {}, new ProblemError({ code: 'web.denied', message: 'LABELBOX_API_KEY' }), undefined],
  ['an error of our own asks for nothing', {}, new Error('LABELBOX_API_KEY'), undefined],
];

for (const [title, kept, error, asked] of rows) {
  test(title, async () => assert.equal(await askedName(world(kept).keys, error), asked));
}

test('a key goes along only after a request has needed it', async () => {
  const { keys } = world({ LABELBOX_API_KEY: 'abcd', SPB_ACCESS_KEY: 'efgh' });
  assert.deepEqual(await keys.values(), {});
  await keys.askedBy(missing('LABELBOX_API_KEY'));
  assert.deepEqual(await keys.values(), { LABELBOX_API_KEY: 'abcd' });
});

test('a key that was refused is asked for anew, and the old one replaced', async () => {
  const { keys, stored } = world({ LABELBOX_API_KEY: 'old-key' });
  assert.equal(await askedName(keys, missing('LABELBOX_API_KEY')), 'kept');
  const asked = await keys.askedBy(refused('The tool said: Unauthorized.'));
  assert.ok(typeof asked === 'object');
  assert.equal(asked.name, 'LABELBOX_API_KEY', 'the one that went along');
  assert.match(asked.why, /^The tool said: Unauthorized\. It is kept/);
  await keys.keep(asked.name, 'new-key');
  assert.deepEqual([...stored], [['datapin.secret.LABELBOX_API_KEY', 'new-key']]);
  assert.deepEqual(await keys.values(), { LABELBOX_API_KEY: 'new-key' });
});

test('a key that is forgotten is gone', async () => {
  const { keys, stored } = world();
  await keys.keep('SPB_TEAM_NAME', 'team');
  assert.deepEqual(await keys.kept(), [names[2]]);
  await keys.forget('SPB_TEAM_NAME');
  assert.deepEqual([await keys.kept(), await keys.values(), stored.size], [[], {}, 0]);
});

test('whatever is kept or read is hidden from logs', async () => {
  const { keys, redaction } = world({ LABELBOX_API_KEY: 'read-before' });
  await keys.keep('SPB_ACCESS_KEY', 'typed-now');
  await keys.askedBy(missing('LABELBOX_API_KEY'));
  assert.doesNotMatch(redaction.apply('typed-now read-before'), /typed|read/);
});

test('a typed key is a word', () => {
  for (const [text, said] of [
    ['', 'A key is missing.'],
    ['  ', 'A key is missing.'],
    ['two words', 'A key has no blanks.'],
    [' pasted-with-blanks ', undefined],
  ] as const) {
    assert.equal(checkKey(text), said, `"${text}"`);
  }
});
