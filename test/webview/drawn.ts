// What the tests of the page share: one browser a file, and the ways to look at a page.
import { after, before } from 'node:test';
import type { WireLineage } from '../../server/protocol/wire.ts';
import { type Bench, type LineagePage, type Look, openBench } from './harness.ts';
import { digits } from './sample.ts';

/** Opens pages for the tests of this file, and ends the browser after them. */
export function useBench() {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(() => bench[Symbol.asyncDispose]());
  return {
    sizes: () => bench.sizes,
    open: (look?: Look) => bench.open(look),
    async drawn(graph: WireLineage = digits(), look: Look = {}): Promise<LineagePage> {
      const opened = await bench.open(look);
      await opened.send({ type: 'graph', graph });
      return opened;
    },
  };
}

/** Selector of a node. */
export const node = (id: string) => `[data-id="${id}"]`;

export const attribute = (page: LineagePage, selector: string, name: string) => page.page.getAttribute(selector, name);

/** The node that the keyboard is at. */
export const active = async (page: LineagePage) => (await attribute(page, '.graph', 'aria-activedescendant'))?.replace(/^node-/, '');

/** What has the focus: its class, or the name of its element. */
export const focused = (page: LineagePage) => page.read<string>('document.activeElement.classList[0] ?? document.activeElement.localName');

/** What was posted after `ready`. */
export const since = async (page: LineagePage) => (await page.posted()).slice(1);

export const about = (focus: string) => ({ ...digits(), focus });
