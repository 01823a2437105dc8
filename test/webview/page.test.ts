import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../support/poll.ts';
import { active, attribute, node, useBench } from './drawn.ts';
import { digits, many } from './sample.ts';

const { drawn, sizes } = useBench();

test('versions, models and executions differ in shape, and states in sign', async () => {
  await using page = await drawn();
  const outline = (id: string) => attribute(page, `${node(id)} .card`, 'd');
  const shapes = new Set(await Promise.all(['digits:raw', 'digit-net:v1', 'digits:1'].map(outline)));
  assert.equal(shapes.size, 3);
  const sign = (id: string) => attribute(page, `${node(id)} > g:last-child path`, 'd');
  const signs = await Promise.all(
    ['digits:1', 'digits:3', 'digits:4', 'digits:6', 'augmentation-textures:v12', 'labels:2026-02'].map(sign),
  );
  assert.equal(new Set(signs).size, 6);
  assert.equal(await sign('digits:raw'), null);
  assert.equal(await page.page.locator('.edge').count(), digits().edges.length);
});

test('the first drawing fits the whole graph into the window', async () => {
  await using page = await drawn();
  const window = (await page.page.locator('.graph').boundingBox())!;
  for (const box of await Promise.all((await page.page.locator('.node .card').all()).map((card) => card.boundingBox()))) {
    assert.ok(box!.x >= window.x && box!.x + box!.width <= window.x + window.width);
    assert.ok(box!.y >= window.y && box!.y + box!.height <= window.y + window.height);
  }
});

test('a window that shrinks goes on showing the whole graph', async () => {
  await using opened = await drawn();
  await opened.page.setViewportSize({ width: 900, height: 500 });
  const inside = async () =>
    opened.read<boolean>(`(() => {
      const window = document.querySelector('.graph').getBoundingClientRect();
      const cards = [...document.querySelectorAll('[data-id]')].map((card) => card.getBoundingClientRect());
      return cards.length > 0 && cards.every(({ left, right, top, bottom }) =>
        left >= window.left && right <= window.right && top >= window.top && bottom <= window.bottom);
    })()`);
  await until(inside, { what: 'every card in the smaller window' });
});

test('in high contrast the theme’s borders are drawn', async () => {
  const colours = {
    '--vscode-contrastBorder': 'rgb(1, 2, 3)',
    '--vscode-contrastActiveBorder': 'rgb(4, 5, 6)',
    '--vscode-editorWidget-background': 'rgb(7, 8, 9)',
  };
  for (const theme of ['vscode-high-contrast', 'vscode-high-contrast-light']) {
    await using page = await drawn(digits(), { theme, colours });
    await page.page.click(`${node('digits:2')} .card`);
    const style = (selector: string, name: string) => page.read(`getComputedStyle(document.querySelector('${selector}')).${name}`);
    assert.equal(await style(`${node('digits:raw')} .card`, 'stroke'), 'rgb(1, 2, 3)');
    assert.deepEqual(
      [await style(`${node('digits:2')} .card`, 'stroke'), await style(`${node('digits:2')} .card`, 'fill')],
      ['rgb(4, 5, 6)', 'rgb(7, 8, 9)'],
    );
    assert.equal(await style('.details', 'borderLeftColor'), 'rgb(1, 2, 3)');
  }
});

test('the toolkit’s buttons have their style under the policy', async () => {
  await using page = await drawn(digits(), { colours: { '--vscode-button-background': 'rgb(10, 20, 30)' } });
  await page.page.click(`${node('digits:2')} .card`);
  const style = (part: string, name: string) =>
    page.read(`getComputedStyle(document.querySelector('.details [data-key="open"]')${part}).${name}`);
  // the padding is the toolkit's own, the background its name for the theme's
  assert.equal(await style('.shadowRoot.querySelector(".control")', 'paddingLeft'), '11px');
  await page.until(() => style('', 'backgroundColor'), 'rgb(10, 20, 30)');
});

test('ten thousand nodes: drawn as one from afar, as cards from near', async () => {
  await using page = await drawn(many(10_000));
  const elements = () => page.page.locator('.graph *').count();
  assert.ok((await page.page.locator('.far-nodes').count()) > 0);
  assert.ok((await elements()) < 200);
  await page.page.focus('.graph');
  await page.page.keyboard.press('End');
  const last = (await active(page))!;
  assert.equal(await page.page.locator(node(last)).count(), 1);
  await page.page.keyboard.press(' ');
  await page.until(() => page.page.locator('.far-nodes').count(), 0);
  assert.ok((await page.page.locator('.node .line').count()) > 1);
  assert.ok((await elements()) < 15_000);
  await page.send({ type: 'graph', graph: many(10_000) });
  assert.ok((await attribute(page, node(last), 'class'))!.includes('selected'));
});

test('a narrow window has the details below the graph', async () => {
  await using page = await drawn(digits(), { size: { width: 480, height: 700 } });
  const [graph, details] = await Promise.all(['.graph', '.details'].map((one) => page.page.locator(one).boundingBox()));
  assert.ok(details!.y >= graph!.y + graph!.height - 1 && graph!.width === 480 && details!.width === 480);
});

test('the page stays small', () => {
  // d3 and the toolkit alone are 148 kB: this release of d3 ships each of its parts as one file, which no bundler can thin
  assert.ok(sizes().script < 192_000, String(sizes().script));
  assert.ok(sizes().style < 12_000, String(sizes().style));
});
