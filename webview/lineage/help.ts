/** The sheet of keys, made from their table. */
import { button } from './controls.ts';
import { element } from './dom.ts';
import { keys } from './keyboard.ts';

/** A closed dialogue; the browser gives the focus back when it closes. */
export function helpSheet(): HTMLDialogElement {
  const rows = keys.map(({ shown, does }) =>
    element('tr', {}, element('th', { scope: 'row' }, element('kbd', {}, shown)), element('td', {}, does)),
  );
  const mouse = [
    ['Click', 'Select'],
    ['Double click', 'Centre on this: show its lineage only'],
    ['Drag', 'Move the graph'],
    ['Wheel', 'Zoom'],
  ].map(([what, does]) => element('tr', {}, element('th', { scope: 'row' }, what!), element('td', {}, does!)));
  const sheet = element('dialog', { class: 'help', 'aria-labelledby': 'help-title' });
  const close = button({ label: 'Close', icon: 'close', run: () => sheet.close() });
  sheet.append(
    element('header', {}, element('h2', { id: 'help-title' }, 'Keys and mouse'), close),
    element('table', {}, element('tbody', {}, ...rows, ...mouse)),
  );
  return sheet;
}
