/** One table of keys. What a key does and what the help sheet says of it cannot differ. */
import type { Direction } from './walk.ts';

/** What keys can ask of the page. */
export interface KeyActions {
  walk(direction: Direction): void;
  select(): void;
  openDetails(): void;
  focusGraph(): void;
  showEverything(): void;
  zoom(by: 'in' | 'out' | 'fit'): void;
  back(): void;
  help(): void;
}

export interface Key {
  /** Values of `KeyboardEvent.key`. */
  keys: readonly string[];
  /** As printed on the sheet. */
  shown: string;
  does: string;
  /** In the graph only, where Enter and the arrows are free; or anywhere on the page. */
  where: 'graph' | 'page';
  run(actions: KeyActions): void;
}

export const keys: readonly Key[] = [
  { keys: ['ArrowLeft'], shown: '←', does: 'Go to an input', where: 'graph', run: (page) => page.walk('input') },
  { keys: ['ArrowRight'], shown: '→', does: 'Go to an output', where: 'graph', run: (page) => page.walk('output') },
  { keys: ['ArrowUp'], shown: '↑', does: 'Go to the one above', where: 'graph', run: (page) => page.walk('up') },
  { keys: ['ArrowDown'], shown: '↓', does: 'Go to the one below', where: 'graph', run: (page) => page.walk('down') },
  { keys: ['Home'], shown: 'Home', does: 'Go to the first', where: 'graph', run: (page) => page.walk('first') },
  { keys: ['End'], shown: 'End', does: 'Go to the last', where: 'graph', run: (page) => page.walk('last') },
  { keys: [' '], shown: 'Space', does: 'Select, or clear the selection', where: 'graph', run: (page) => page.select() },
  { keys: ['Enter'], shown: 'Enter', does: 'Read the details', where: 'graph', run: (page) => page.openDetails() },
  { keys: ['f', 'F'], shown: 'F', does: 'Centre on this: show its lineage only', where: 'graph', run: (page) => page.focusGraph() },
  { keys: ['a', 'A'], shown: 'A', does: 'Show everything', where: 'page', run: (page) => page.showEverything() },
  { keys: ['+', '='], shown: '+', does: 'Zoom in', where: 'page', run: (page) => page.zoom('in') },
  { keys: ['-', '_'], shown: '−', does: 'Zoom out', where: 'page', run: (page) => page.zoom('out') },
  { keys: ['0'], shown: '0', does: 'Fit the graph in the window', where: 'page', run: (page) => page.zoom('fit') },
  { keys: ['Escape'], shown: 'Esc', does: 'Back to the graph, or clear the selection', where: 'page', run: (page) => page.back() },
  { keys: ['?'], shown: '?', does: 'Show these keys', where: 'page', run: (page) => page.help() },
];

/** Listens on the page; the graph's own keys only while the graph has the focus. */
export function listen(page: HTMLElement, graph: Element, actions: KeyActions): void {
  page.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    // an open dialogue has keys of its own
    if (event.target instanceof Element && event.target.closest('dialog')) return;
    const inGraph = event.target === graph;
    const key = keys.find((row) => row.keys.includes(event.key) && (row.where === 'page' || inGraph));
    if (!key) return;
    event.preventDefault();
    // a graph that was clicked into shows where the keyboard is from the first key on
    graph.classList.add('by-keys');
    key.run(actions);
  });
  page.addEventListener('pointerdown', () => graph.classList.remove('by-keys'));
}
