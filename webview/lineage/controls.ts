/** The controls of the page. The only file that knows the toolkit they come from. */
import { provideVSCodeDesignSystem, vsCodeButton } from '@vscode/webview-ui-toolkit';
import { icon } from './dom.ts';
import type { IconName } from './icons.ts';

export interface ButtonLook {
  label: string;
  /** Alone it stands for the label, which is then spoken and shown on hover. */
  icon?: IconName;
  /** The one thing most readers want here. */
  primary?: boolean;
  run(): void;
}

/** Must run once, before a control is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton());
}

export function button(look: ButtonLook): HTMLElement {
  const made = document.createElement('vscode-button');
  made.className = 'button';
  // the label first: an icon button without one is given the toolkit's own
  made.setAttribute('aria-label', look.label);
  made.setAttribute('appearance', look.icon ? 'icon' : look.primary ? 'primary' : 'secondary');
  if (look.icon) made.title = look.label;
  made.append(look.icon ? icon(look.icon) : look.label);
  made.addEventListener('click', () => look.run());
  return made;
}
