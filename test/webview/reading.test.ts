import assert from 'node:assert/strict';
import { test } from 'node:test';
import { active, attribute, focused, node, since, useBench } from './drawn.ts';
import type { LineagePage } from './harness.ts';
import { aroundTheModel, digits } from './sample.ts';

const { drawn } = useBench();

test('a click selects: details, and the path of the node', async () => {
  await using page = await drawn();
  await page.page.click(`${node('digits:2')} .card`);
  assert.equal(await page.page.textContent('.details h2'), 'train');
  const text = await page.page.innerText('.details');
  for (const words of [
    'Execution digits:2',
    'Complete, exit code 0',
    'ada',
    '4 min 12 s',
    '1.42',
    'with changes',
    'python:3.13',
    '--epochs 5',
    '0.001',
    '0.97654',
  ])
    assert.ok(text.includes(words), `${words} in ${text}`);
  const lit = await page.page.locator('.node:not(.dimmed)').evaluateAll((all) => all.map((one) => one.getAttribute('data-id')).sort());
  assert.deepEqual(lit, aroundTheModel);
  const [first, second, third, ...more] = (await page.page.locator('.label').allTextContents()).sort();
  // how much of a long name has room depends on the font
  assert.deepEqual([first, second, third?.slice(0, 3), more], ['output', 'textures', 'tra', []]);
  assert.equal((await page.kept())?.selected, 'digits:2');
  await page.page.mouse.click(40, 740);
  assert.equal(await page.page.textContent('.details h2'), 'Details');
  assert.equal(await page.page.locator('.dimmed').count(), 0);
});

test('the pointer over an edge shows the name of the input', async () => {
  await using page = await drawn();
  assert.equal(await page.page.locator('.label').count(), 0);
  const [from, to] = await Promise.all(['digits:raw', 'digits:1'].map((id) => page.page.locator(`${node(id)} .card`).boundingBox()));
  await page.page.mouse.move(from!.x + from!.width + 2, from!.y + from!.height / 2);
  assert.deepEqual(await page.page.locator('.label').allTextContents(), ['images']);
  await page.page.mouse.move(to!.x + 20, to!.y + 200);
  assert.equal(await page.page.locator('.label').count(), 0);
});

test('the panel copies, opens, centres and follows its links', async () => {
  await using page = await drawn();
  await page.page.click(`${node('digits:2')} .card`);
  const run = digits().nodes.flatMap((one) => (one.type === 'execution' && one.id === 'digits:2' ? [one.execution] : []))[0]!;
  await page.page.click('.details [data-key="open"]');
  await page.page.click('.details [data-key="focus"]');
  await page.page.click('.details [aria-label="Copy reference"]');
  await page.page.click('.details [aria-label="Copy commit"]');
  assert.equal(await page.page.textContent('.status'), 'Copied commit');
  await page.page.click('.details .link >> text=digits:train');
  assert.equal(await page.page.textContent('.details h2'), 'digits:train');
  await page.page.click('.details [aria-label="Copy hash"]');
  const hash = digits().nodes.flatMap((one) => (one.id === 'digits:train' && one.type === 'version' ? [one.version.hash] : []))[0]!;
  assert.deepEqual(await since(page), [
    { type: 'open', id: 'digits:2' },
    { type: 'focus', id: 'digits:2' },
    { type: 'copy', text: 'digits:2' },
    { type: 'copy', text: run.commit },
    { type: 'copy', text: hash },
  ]);
});

test('a double click makes the graph about the node, and brings it to the middle', async () => {
  await using page = await drawn();
  await page.page.dblclick(`${node('digits:raw')} .card`);
  assert.deepEqual(await since(page), [{ type: 'focus', id: 'digits:raw' }]);
  const [card, window] = await Promise.all(['[data-id="digits:raw"] .card', '.graph'].map((one) => page.page.locator(one).boundingBox()));
  assert.ok(Math.abs(card!.x + card!.width / 2 - (window!.x + window!.width / 2)) < 2);
  assert.ok(Math.abs(card!.y + card!.height / 2 - (window!.y + window!.height / 2)) < 2);
});

const walks: [keys: string, at: string][] = [
  ['Home', 'digits:raw'],
  ['Home ArrowRight', 'digits:1'],
  ['Home ArrowRight ArrowRight', 'digits:clean'],
  ['Home ArrowDown', 'labels:2026-02'],
  ['Home ArrowDown ArrowRight ArrowLeft', 'labels:2026-02'],
  ['Home ArrowLeft', 'digits:raw'],
  ['End', 'faces:v1'],
  ['End ArrowUp', 'report:v1'],
];
test('the keyboard walks the graph: one stop for Tab, the arrows within', async () => {
  await using page = await drawn();
  await page.page.focus('.graph');
  for (const [keys, at] of walks) {
    for (const key of keys.split(' ')) await page.page.keyboard.press(key);
    assert.equal(await active(page), at, keys);
    assert.equal(await page.read(`document.getElementById(${JSON.stringify(`node-${at}`)}).dataset.id`), at);
  }
  assert.equal(await page.page.locator('.graph [tabindex], .graph a').count(), 0);
});

test('each node says itself, as an item of a tree', async () => {
  await using page = await drawn();
  assert.deepEqual(await Promise.all(['role', 'tabindex', 'aria-label'].map((name) => attribute(page, '.graph', name))), [
    'tree',
    '0',
    'Lineage, from inputs to outputs',
  ]);
  const item = await Promise.all(
    ['role', 'aria-level', 'aria-selected', 'aria-label'].map((name) => attribute(page, node('digits:clean'), name)),
  );
  assert.deepEqual(item, ['treeitem', '3', 'false', 'digits:clean, version, 1,702 files, 1.2 MB, 1 input, 2 outputs']);
});

test('Enter reads the details, Escape comes back, Space selects, F centres', async () => {
  await using page = await drawn();
  await page.page.focus('.graph');
  await page.page.keyboard.press('Home');
  await page.page.keyboard.press('Enter');
  assert.equal(await page.page.textContent('.details h2:focus'), 'digits:raw');
  await page.page.keyboard.press('Escape');
  assert.equal(await focused(page), 'graph');
  assert.equal((await page.kept())?.selected, 'digits:raw');
  await page.page.keyboard.press('Escape');
  assert.equal((await page.kept())?.selected, undefined);
  await page.page.keyboard.press('ArrowRight');
  await page.page.keyboard.press(' ');
  assert.equal((await page.kept())?.selected, 'digits:1');
  await page.page.keyboard.press(' ');
  assert.equal((await page.kept())?.selected, undefined);
  await page.page.keyboard.press('f');
  assert.deepEqual(await since(page), [{ type: 'focus', id: 'digits:1' }]);
});

test('Tab leads from the graph to the details, and the close button leads back', async () => {
  await using page = await drawn();
  await page.page.click(`${node('digits:2')} .card`);
  const stops: string[] = [];
  for (let i = 0; i < 12 && !stops.at(-1)?.startsWith('Copy'); i++) {
    await page.page.keyboard.press('Tab');
    stops.push(await page.read('document.activeElement.getAttribute("aria-label") ?? document.activeElement.localName'));
  }
  assert.deepEqual(stops, ['Zoom in', 'Zoom out', 'Fit the graph in the window', 'Keys', 'Copy reference']);
  await page.page.click('.details [aria-label="Clear the selection"]');
  assert.equal(await focused(page), 'graph');
});

test('the sheet of keys opens, lists each key, and gives the focus back', async () => {
  await using page = await drawn();
  await page.page.focus('.graph');
  await page.page.keyboard.press('?');
  assert.equal(await page.page.isVisible('dialog.help'), true);
  assert.deepEqual(await page.page.locator('.help kbd').allTextContents(), [
    '←',
    '→',
    '↑',
    '↓',
    'Home',
    'End',
    'Space',
    'Enter',
    'F',
    'A',
    '+',
    '−',
    '0',
    'Esc',
    '?',
  ]);
  await page.page.keyboard.press('Escape');
  assert.equal(await page.page.isVisible('dialog.help'), false);
  assert.equal(await focused(page), 'graph');
});

const scale = async (page: LineagePage) => Number(/scale\(([\d.]+)\)/.exec((await attribute(page, '.content', 'transform'))!)![1]);

test('keys, buttons and the wheel zoom', async () => {
  await using page = await drawn();
  const first = await scale(page);
  await page.page.focus('.graph');
  await page.page.keyboard.press('+');
  assert.ok((await scale(page)) > first);
  await page.page.keyboard.press('-');
  await page.page.click('[aria-label="Zoom out"]');
  assert.ok((await scale(page)) < first);
  await page.page.keyboard.press('0');
  assert.equal(await scale(page), first);
  await page.page.mouse.move(400, 400);
  await page.page.mouse.wheel(0, -300);
  await page.until(async () => (await scale(page)) > first, true);
  await page.until(async () => (await page.kept())?.view?.k === (await scale(page)), true);
});
