import assert from 'node:assert/strict';
import { test } from 'node:test';
import { about, attribute, focused, node, since, useBench } from './drawn.ts';
import { digits, edge, execution, version } from './sample.ts';

const { drawn, open } = useBench();

test('the page speaks first, and says where its reader was', async () => {
  const state = { id: 'digits:train', selected: 'digits:2', view: { x: 10, y: 20, k: 0.5 } };
  await using page = await open({ state });
  await page.until(page.posted, [{ type: 'ready', state }]);
});

test('show everything is there while the graph is about one node, and takes no focus with it', async () => {
  await using page = await drawn(about('digits:train'));
  assert.equal(await page.page.textContent('.caption h1'), 'Lineage of digits:train');
  assert.ok((await attribute(page, node('digits:train'), 'class'))!.includes('focused'));
  await page.page.click('.caption .button');
  assert.deepEqual(await since(page), [{ type: 'focus' }]);
  await page.send({ type: 'graph', graph: digits() });
  assert.equal(await page.page.isVisible('.caption .button'), false);
  assert.equal(await focused(page), 'graph');
  assert.equal((await page.kept())?.id, undefined);
});

test('what the depth limit left out is said', async () => {
  await using page = await drawn({ ...about('digits:train'), truncated: true });
  assert.match((await page.page.textContent('.counts'))!, /^9 versions, 6 executions\. There is more/);
});

test('a new graph is joined to the old one: selection, zoom and place stay, and so do the elements', async () => {
  await using page = await drawn();
  await page.page.click(`${node('digits:2')} .card`);
  await page.page.keyboard.press('+');
  const view = await attribute(page, '.content', 'transform');
  const box = await page.page.locator(`${node('digits:2')} .card`).boundingBox();
  await page.read(`document.querySelector('${node('digits:2')}').mark = 'the same'`);
  const graph = digits();
  graph.nodes.unshift(version('aaa:v1'), version('aab:v1'));
  graph.edges.push(edge('aaa:v1', 'digits:1', 'more'), edge('aab:v1', 'digits:3', 'more'));
  await page.send({ type: 'graph', graph });
  assert.equal(await page.page.locator(node('aab:v1')).count(), 1);
  assert.equal(await attribute(page, '.content', 'transform'), view);
  assert.deepEqual(await page.page.locator(`${node('digits:2')} .card`).boundingBox(), box);
  assert.equal(await page.read(`document.querySelector('${node('digits:2')}').mark`), 'the same');
  assert.equal(await page.page.textContent('.details h2'), 'train');
  assert.ok((await attribute(page, node('digits:2'), 'class'))!.includes('selected'));
});

test('nodes move to their new places', async () => {
  await using page = await drawn(digits(), { motion: true });
  const graph = digits();
  graph.nodes.push(execution('digits:7', { step: 'sort' }));
  graph.edges = graph.edges.filter(({ target }) => target !== 'digits:train');
  graph.edges.push(edge('digits:clean', 'digits:7', 'images'), edge('digits:7', 'digits:train', 'output'));
  await page.page.click(`${node('digits:raw')} .card`);
  const left = async (id: string) => (await page.page.locator(`${node(id)} .card`).boundingBox())!.x;
  const column = (await left('digits:1')) - (await left('digits:raw'));
  const [raw, train] = [await left('digits:raw'), await left('digits:train')];
  await page.send({ type: 'graph', graph });
  // the node that was looked at stays; what now has an execution before it goes one column on
  await page.until(async () => Math.round((await left('digits:train')) - train), Math.round(column));
  assert.equal(await left('digits:raw'), raw);
  await page.until(() => page.read('document.querySelectorAll("[opacity]:not([opacity=\\"1\\"])").length'), 0);
});

test('the panel keeps the focus of its reader when its facts change', async () => {
  await using page = await drawn();
  await page.page.click(`${node('digits:4')} .card`);
  await page.page.focus('.details [aria-label="Copy commit"]');
  const graph = digits();
  for (const one of graph.nodes)
    if (one.type === 'execution' && one.id === 'digits:4') Object.assign(one.execution, { status: 'complete', duration: 300, exitCode: 0 });
  await page.send({ type: 'graph', graph });
  assert.match(await page.page.innerText('.details'), /Complete, exit code 0/);
  assert.equal(await page.read('document.activeElement.getAttribute("aria-label")'), 'Copy commit');
  await page.send({
    type: 'graph',
    graph: {
      ...graph,
      nodes: graph.nodes.filter(({ id }) => id !== 'digits:4'),
      edges: graph.edges.filter(({ target }) => target !== 'digits:4'),
    },
  });
  assert.equal(await page.page.textContent('.details h2:focus'), 'Details');
});

test('a problem is said with what to do, and goes with the next graph', async () => {
  await using page = await drawn();
  await page.send({
    type: 'problem',
    problem: { code: 'registry-busy', message: 'The registry is busy.', hint: 'Try again in a moment.' },
  });
  assert.equal(await attribute(page, '.problem', 'role'), 'alert');
  assert.deepEqual((await page.page.innerText('.problem')).split(/\n+/), ['The registry is busy.', 'Try again in a moment.']);
  assert.ok((await page.page.locator('.node').count()) > 0);
  await page.send({ type: 'graph', graph: digits() });
  assert.equal(await page.page.isVisible('.problem'), false);
  await page.send({ type: 'problem', problem: { code: 'x', message: 'Again.' } });
  await page.page.click('.problem [aria-label="Dismiss"]');
  assert.equal(await page.page.isVisible('.problem'), false);
  assert.equal(await focused(page), 'graph');
});

test('an empty graph says what to do, until there is something', async () => {
  await using page = await drawn({ nodes: [], edges: [], truncated: false });
  assert.match(await page.page.innerText('.empty'), /Adopt files/);
  await page.page.keyboard.press('ArrowRight');
  await page.send({ type: 'graph', graph: digits() });
  assert.equal(await page.page.isVisible('.empty'), false);
  assert.equal(await page.page.locator('.node').count(), digits().nodes.length);
});

test('names from outside are text, never markup', async () => {
  const bad = version('digits:v1', { createdBy: '<img src=x onerror=alert(1)>', origin: '<script>1</script>' });
  await using page = await drawn({ nodes: [bad], edges: [], truncated: false });
  await page.page.click(`${node('digits:v1')} .card`);
  assert.ok((await page.page.innerText('.details')).includes('<img src=x onerror=alert(1)>'));
  assert.equal(await page.page.locator('.details img, .details script').count(), 0);
});

test('the host can have a node shown; one that is not there is asked for, once', async () => {
  await using page = await drawn(about('digits:train'));
  await page.send({ type: 'show', id: 'digits:5' });
  assert.equal(await page.page.textContent('.details h2'), 'evaluate');
  await page.send({ type: 'show', id: 'other:v1' });
  assert.deepEqual(await since(page), [{ type: 'focus', id: 'other:v1' }]);
  await page.send({ type: 'graph', graph: { nodes: [version('other:v1')], edges: [], truncated: false, focus: 'other:v1' } });
  assert.equal(await page.page.textContent('.details h2'), 'other:v1');
  await page.send({ type: 'show', id: 'gone:v1' });
  await page.send({ type: 'graph', graph: digits() });
  assert.equal((await since(page)).length, 2);
});

test('a page that comes back looks where its reader looked', async () => {
  const view = { x: -120, y: 30, k: 0.9 };
  await using page = await drawn(digits(), { state: { selected: 'digits:2', view } });
  assert.equal(await attribute(page, '.content', 'transform'), 'translate(-120,30) scale(0.9)');
  assert.equal(await page.page.textContent('.details h2'), 'train');
  await using other = await drawn(about('digits:train'), { state: { selected: 'gone:v1', view } });
  assert.notEqual(await attribute(other, '.content', 'transform'), 'translate(-120,30) scale(0.9)');
  assert.deepEqual(Object.keys((await other.kept())!).sort(), ['id']);
});
