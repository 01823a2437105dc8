/** The way through a wizard's questions: forward, back, past steps that ask nothing, and away. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Place, type Step, Turn, walk } from '../../client/wizard.ts';

interface Questions {
  place: Place;
  ask(name: string): string;
}

type Ask = Step<Questions>;

/** Answers by a script, each of which is used once: a text, `back` or `away`. Tells what was asked, with its number. */
async function play(first: Ask, script: string[]): Promise<{ ended: boolean; asked: string[]; left: string[] }> {
  const asked: string[] = [];
  const left = [...script];
  const ended = await walk(first, (place) => ({
    place,
    ask(name) {
      asked.push(`${place.number} ${name}${place.canGoBack ? '' : ' first'}`);
      const answer = left.shift() ?? 'away';
      if (answer === 'back' || answer === 'away') throw new Turn(answer);
      place.answered();
      return answer;
    },
  }));
  return { ended, asked, left };
}

/** source -> (details) -> look, which asks nothing -> name. */
const source: Ask = async ({ ask }) => (ask('source') === 's3' ? details : look);
const details: Ask = async ({ ask }) => {
  ask('details');
  return look;
};
const look: Ask = async () => name;
const name: Ask = async ({ ask }) => {
  ask('name');
  return undefined;
};

const ways: [title: string, script: string[], asked: string[], ended: boolean][] = [
  ['straight on', ['folder', 'x'], ['1 source first', '2 name'], true],
  ['with details', ['s3', 'd', 'x'], ['1 source first', '2 details', '3 name'], true],
  ['away at once', ['away'], ['1 source first'], false],
  ['away at the end', ['folder', 'away'], ['1 source first', '2 name'], false],
  [
    'back, past what asked nothing',
    ['folder', 'back', 's3', 'd', 'x'],
    ['1 source first', '2 name', '1 source first', '2 details', '3 name'],
    true,
  ],
  [
    'back twice',
    ['s3', 'd', 'back', 'back', 'folder', 'x'],
    ['1 source first', '2 details', '3 name', '2 details', '1 source first', '2 name'],
    true,
  ],
];

for (const [title, script, asked, ended] of ways) {
  test(title, async () => assert.deepEqual(await play(source, script), { ended, asked, left: [] }));
}

test('back from the first question is away', async () => {
  assert.equal((await play(source, ['back'])).ended, false);
});

test('a step that fails before it was answered is not come back to', async () => {
  const key: Ask = async ({ ask }) => {
    ask('key');
    return projects;
  };
  let known = false;
  const projects: Ask = async ({ ask }) => {
    if (!known) {
      known = true;
      return key;
    }
    ask('project');
    return undefined;
  };
  const first: Ask = async ({ ask }) => {
    ask('tool');
    return projects;
  };
  const { asked, ended } = await play(first, ['labelbox', 'back', 'labelbox', 'cars']);
  assert.deepEqual([asked, ended], [['1 tool first', '2 key', '1 tool first', '2 project'], true]);
});

test('what a step throws is thrown', async () => {
  await assert.rejects(
    walk(
      async () => {
        throw new Error('no');
      },
      () => undefined,
    ),
    /^Error: no$/,
  );
});
