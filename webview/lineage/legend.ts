/** What the shapes and signs of the picture mean; stands in the panel while nothing is selected. */
import { element, icon, svgElement } from './dom.ts';
import type { IconName } from './icons.ts';
import { shapes } from './shapes.ts';

export function legend(): Node[] {
  const kinds = (['dataset', 'model', 'execution'] as const).map((kind) => {
    const outline = svgElement('path', { class: 'card', d: shapes(30, 20)[kind] });
    const drawing = svgElement(
      'svg',
      { class: `shape kind-${kind}`, width: '32', height: '22', viewBox: '-1 -1 32 22', 'aria-hidden': 'true' },
      outline,
    );
    drawing.append(svgElement('g', { class: 'glyph', transform: 'translate(9 4) scale(.75)' }, ...icon(kind).childNodes));
    return row(drawing, { dataset: 'A version of a dataset', model: 'A version of a model', execution: 'An execution of a step' }[kind]);
  });
  const signs: [IconName, string][] = [
    ['created', 'Created'],
    ['queued', 'Queued'],
    ['started', 'Started'],
    ['stopping', 'Stopping'],
    ['complete', 'Complete'],
    ['error', 'Error'],
    ['crashed', 'Crashed'],
    ['stopped', 'Stopped'],
    ['broken', 'Integrity broken'],
    ['provider', 'Identity by provider, bytes not read'],
  ];
  return [
    element('header', {}, element('h2', { tabindex: '-1' }, 'Details')),
    element('p', { class: 'about' }, 'Select a version or an execution to read who made it, from what, and when.'),
    element('h3', {}, 'Shapes'),
    element('ul', { class: 'legend' }, ...kinds),
    element('h3', {}, 'Signs'),
    element('ul', { class: 'legend signs' }, ...signs.map(([name, words]) => row(icon(name), words, `state-${name}`))),
  ];
}

function row(drawing: Node, words: string, className?: string): HTMLElement {
  return element('li', { class: className }, drawing, element('span', {}, words));
}
