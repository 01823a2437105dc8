/** What the page does with messages, keys and clicks. Data comes from the host only; what is kept is where the reader looks. */
import { select as onElement } from 'd3-selection';
import { elementId } from './cards.ts';
import { createDetails } from './details.ts';
import { factsOf } from './facts.ts';
import { indexGraph, pathThrough } from './graph.ts';
import { helpSheet } from './help.ts';
import { listen } from './keyboard.ts';
import type { FromPage, ToPage, WireLineage } from './protocol.ts';
import { createShell } from './shell.ts';
import { createStage, type Marks } from './stage.ts';
import type { Looking } from './state.ts';
import { type Direction, step } from './walk.ts';

export interface Page {
  receive(message: ToPage): void;
  /** Draws ages and running times anew. */
  tick(): void;
}

export interface Host {
  post(message: FromPage): void;
  looking: Looking;
}

export function createPage(root: HTMLElement, { post, looking }: Host): Page {
  let marks: Marks = {};
  /** Where the keyboard was before. */
  let cameFrom: string | undefined;
  /** A node to show that is not there yet, and whether the host was asked for it. */
  let wanted: { id: string; asked: boolean } | undefined;

  const details = createDetails({
    open: (id) => post({ type: 'open', id }),
    focusGraph,
    copy: (text, what) => {
      post({ type: 'copy', text });
      shell.say(`Copied ${what}`);
    },
    select: (id) => {
      select(id);
      stage.reveal(id);
    },
    close: () => {
      shell.graph.focus();
      select(undefined);
    },
  });
  const help = helpSheet();
  const actions = {
    walk,
    select: () => select(marks.active === marks.selected ? undefined : marks.active),
    openDetails: () => {
      select(marks.active);
      details.enter();
    },
    focusGraph: () => focusGraph(marks.active),
    showEverything: () => stage.drawn?.graph.focus !== undefined && post({ type: 'focus' }),
    zoom: (by: 'in' | 'out' | 'fit') => stage.zoom(by),
    back: () => (document.activeElement === shell.graph ? select(undefined) : shell.graph.focus()),
    help: () => help.showModal(),
  };
  const shell = createShell(root, { panel: details.panel, help }, actions);
  const stage = createStage(shell.graph, { firstView: () => looking.now.view, rested: (view) => looking.change({ view }) });
  listen(root, shell.graph, actions);
  onElement(shell.graph)
    .on('click', (event: MouseEvent) => select(stage.under(event)))
    .on('dblclick', (event: MouseEvent) => focusGraph(stage.under(event)));

  return {
    receive(message) {
      if (message.type === 'graph') showGraph(message.graph);
      else if (message.type === 'problem') shell.problem(message.problem);
      else show(message.id);
    },
    tick() {
      stage.draw();
      showDetails();
    },
  };

  function showGraph(wire: WireLineage): void {
    const first = stage.drawn === undefined;
    const graph = indexGraph(wire);
    shell.caption(graph);
    shell.problem(undefined);
    // a view of another graph says nothing about this one
    looking.change({ id: graph.focus, ...(looking.now.id === graph.focus ? {} : { view: undefined }) });
    stage.load(graph, [marks.selected, stage.drawn?.graph.focus]);
    const here = (id: string | undefined) => (id !== undefined && graph.nodes.has(id) ? id : undefined);
    const active = here(marks.active) ?? graph.focus ?? stage.drawn?.columns.columns[0]?.[0];
    marks = { ...marks, active };
    select(here(first ? looking.now.selected : marks.selected));
    if (wanted) show(wanted.id, wanted.asked);
  }

  function select(id: string | undefined): void {
    const path = id !== undefined && stage.drawn ? pathThrough(stage.drawn.graph, id) : undefined;
    mark({ selected: id, path, active: id ?? marks.active });
    looking.change({ selected: id });
    showDetails();
  }

  function mark(made: Marks): void {
    marks = made;
    stage.draw(marks);
    if (marks.active === undefined) shell.graph.removeAttribute('aria-activedescendant');
    else shell.graph.setAttribute('aria-activedescendant', elementId(marks.active));
  }

  function showDetails(): void {
    const node = marks.selected === undefined ? undefined : stage.drawn?.graph.nodes.get(marks.selected);
    details.show(node && stage.drawn ? factsOf(node, stage.drawn.graph, Date.now()) : undefined);
  }

  function walk(direction: Direction): void {
    const from = marks.active;
    const next = stage.drawn && from !== undefined ? step({ ...stage.drawn, cameFrom }, from, direction) : undefined;
    if (next === undefined) return;
    cameFrom = from;
    mark({ ...marks, active: next });
    stage.reveal(next);
  }

  function focusGraph(id: string | undefined): void {
    if (id === undefined) return;
    stage.centre(id);
    post({ type: 'focus', id });
  }

  /** Selects and centres a node; one that is not in the graph is asked for, once. */
  function show(id: string, asked = false): void {
    wanted = undefined;
    if (stage.drawn?.graph.nodes.has(id)) {
      select(id);
      stage.centre(id, 0.6);
    } else if (!asked) {
      wanted = { id, asked: stage.drawn !== undefined };
      if (wanted.asked) post({ type: 'focus', id });
    }
  }
}
