/** The fixed parts of the page, and what of them changes. */

import { count } from '../../server/protocol/words.ts';
import { button } from './controls.ts';
import { element, icon, svgElement } from './dom.ts';
import type { Graph } from './graph.ts';
import type { WireProblem } from './protocol.ts';

export interface ShellActions {
  showEverything(): void;
  zoom(by: 'in' | 'out' | 'fit'): void;
  help(): void;
}

export interface Shell {
  graph: SVGSVGElement;
  /** What is shown, and how much of it. */
  caption(graph: Graph): void;
  problem(problem: WireProblem | undefined): void;
  /** Says something in passing, to the eye and aloud. */
  say(words: string): void;
}

export interface ShellParts {
  panel: HTMLElement;
  help: HTMLElement;
}

const reading = 'Reading the registry…';
/** Milliseconds that a passing word stays. */
const passing = 4000;

export function createShell(root: HTMLElement, { panel, help }: ShellParts, actions: ShellActions): Shell {
  const graph = svgElement('svg', { class: 'graph', role: 'tree', tabindex: '0', 'aria-label': 'Lineage, from inputs to outputs' });
  const title = element('h1', {}, 'Lineage');
  const counts = element('p', { class: 'counts' }, reading);
  const everything = button({ label: 'Show everything', run: actions.showEverything });
  const empty = element(
    'p',
    { class: 'empty' },
    'Nothing here yet. Adopt files as a dataset version or run a step, and its lineage is drawn here.',
  );
  const banner = element('div', { class: 'problem', role: 'alert' });
  const status = element('p', { class: 'status', role: 'status' });
  everything.hidden = true;
  empty.hidden = true;
  banner.hidden = true;
  const zoom = element(
    'div',
    { class: 'zoom', role: 'group', 'aria-label': 'Zoom' },
    button({ label: 'Zoom in', icon: 'plus', run: () => actions.zoom('in') }),
    button({ label: 'Zoom out', icon: 'minus', run: () => actions.zoom('out') }),
    button({ label: 'Fit the graph in the window', icon: 'fit', run: () => actions.zoom('fit') }),
    button({ label: 'Keys', icon: 'help', run: actions.help }),
  );
  const words = element('div', { class: 'words' }, title, counts);
  const canvas = element(
    'main',
    { class: 'canvas' },
    element('header', { class: 'caption' }, words, everything),
    graph,
    empty,
    zoom,
    status,
  );
  root.replaceChildren(banner, canvas, panel, help);
  let forget: ReturnType<typeof setTimeout> | undefined;
  const hide = (part: HTMLElement) => {
    // the reader's focus must not go down with the part
    if (part.contains(document.activeElement)) graph.focus();
    part.hidden = true;
  };

  return {
    graph,
    caption(shown) {
      title.textContent = shown.focus === undefined ? 'Lineage' : `Lineage of ${nameOf(shown, shown.focus)}`;
      counts.textContent = countsOf(shown);
      empty.hidden = shown.nodes.size > 0;
      if (shown.focus === undefined) hide(everything);
      else everything.hidden = false;
    },
    problem(problem) {
      if (!problem) return hide(banner);
      if (counts.textContent === reading) counts.textContent = '';
      const hint = problem.hint ? [element('p', { class: 'hint' }, problem.hint)] : [];
      const dismiss = button({ label: 'Dismiss', icon: 'close', run: () => hide(banner) });
      banner.replaceChildren(icon('crashed'), element('div', {}, element('p', {}, problem.message), ...hint), dismiss);
      banner.hidden = false;
    },
    say(said) {
      status.textContent = said;
      clearTimeout(forget);
      forget = setTimeout(() => status.replaceChildren(), passing);
    },
  };
}

function nameOf(graph: Graph, id: string): string {
  const node = graph.nodes.get(id);
  if (!node) return id;
  return node.type === 'version' ? node.version.ref : node.execution.id;
}

function countsOf(graph: Graph): string {
  const versions = [...graph.nodes.values()].filter((node) => node.type === 'version').length;
  const words = `${count(versions, 'version')}, ${count(graph.nodes.size - versions, 'execution')}`;
  return graph.truncated ? `${words}. There is more: double-click a node at the edge to go on` : words;
}
