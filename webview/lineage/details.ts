/** The panel of details: what is known of the selected node, or a legend when none is. */
import { button } from './controls.ts';
import { element, icon } from './dom.ts';
import type { Fact, Facts, Section } from './facts.ts';
import { legend } from './legend.ts';

export interface DetailsActions {
  open(id: string): void;
  focusGraph(id: string): void;
  copy(text: string, what: string): void;
  select(id: string): void;
  close(): void;
}

export interface Details {
  panel: HTMLElement;
  /** Draws the facts anew if they changed; the reader's focus and place in the panel stay. */
  show(facts: Facts | undefined): void;
  /** Moves the focus to the heading. */
  enter(): void;
}

export function createDetails(actions: DetailsActions): Details {
  const panel = element('aside', { class: 'details', 'aria-label': 'Details' });
  let shown: string | undefined;
  const heading = () => panel.querySelector<HTMLElement>('h2')!;
  const show = (facts: Facts | undefined) => {
    const text = JSON.stringify(facts ?? null);
    if (text === shown) return;
    const before = shown === undefined ? undefined : (JSON.parse(shown) as Facts | null);
    shown = text;
    const key = panel.contains(document.activeElement) ? (document.activeElement?.getAttribute('data-key') ?? '') : undefined;
    panel.replaceChildren(...(facts ? factsView(facts, actions) : legend()));
    if (before?.id !== facts?.id) panel.scrollTop = 0;
    if (key !== undefined) (panel.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? heading()).focus();
  };
  show(undefined);
  return { panel, show, enter: () => heading().focus() };
}

function factsView(facts: Facts, actions: DetailsActions): Node[] {
  const copy = keyed('copy', button({ label: 'Copy reference', icon: 'copy', run: () => actions.copy(facts.reference, 'reference') }));
  const close = keyed('close', button({ label: 'Clear the selection', icon: 'close', run: actions.close }));
  const title = element('h2', { tabindex: '-1' }, facts.title);
  const header = element('header', { class: `kind-${facts.kind}` }, icon(facts.kind), title, copy, close);
  const about = element('p', { class: 'about' }, facts.about);
  return [
    header,
    about,
    ...(facts.state ? [state(facts.state)] : []),
    buttons(facts, actions),
    ...facts.sections.map((part) => section(part, actions)),
  ];
}

function state({ icon: name, words, bad }: NonNullable<Facts['state']>): Node {
  return element('p', { class: `state state-${name}${bad ? ' bad' : ''}` }, icon(name), element('span', {}, words));
}

function buttons({ id, open }: Facts, actions: DetailsActions): Node {
  return element(
    'div',
    { class: 'buttons' },
    keyed('open', button({ label: open, primary: true, run: () => actions.open(id) })),
    keyed('focus', button({ label: 'Centre on this', run: () => actions.focusGraph(id) })),
  );
}

function section({ title, facts }: Section, actions: DetailsActions): Node {
  const rows = facts.flatMap((fact, i) => [
    element('dt', { title: fact.name }, fact.name),
    element('dd', { title: fact.full, class: fact.code ? 'code' : undefined }, ...value(fact, `${title}/${fact.name}/${i}`, actions)),
  ]);
  return element('section', {}, element('h3', {}, title), element('dl', {}, ...rows));
}

function value(fact: Fact, key: string, actions: DetailsActions): Node[] {
  const { node, copy } = fact;
  if (node !== undefined) {
    const link = element('button', { type: 'button', class: 'link' }, fact.value);
    link.addEventListener('click', () => actions.select(node));
    return [keyed(key, link)];
  }
  const text = element('span', {}, fact.value);
  if (copy === undefined) return [text];
  const what = fact.name.toLowerCase();
  return [text, keyed(key, button({ label: `Copy ${what}`, icon: 'copy', run: () => actions.copy(copy, what) }))];
}

function keyed<E extends HTMLElement>(key: string, made: E): E {
  made.setAttribute('data-key', key);
  return made;
}
