/** What the commands say and ask, as verbs; the rest of the client does without the details of the editor's windows. */
import * as vscode from 'vscode';

export interface Choice<T> {
  label: string;
  description?: string;
  detail?: string;
  icon?: string;
  /** Stands over this choice and those after it. */
  heading?: string;
  value: T;
}

/** What is wrong with a typed text, in words; or something worth knowing that does not refuse it. */
export type Checked = string | { information: string } | undefined;

/** Asks for a line of text. `value` stands there selected; `start` stands there to be gone on from. */
export async function askText(question: {
  title: string;
  prompt?: string;
  value?: string;
  start?: string;
  placeholder?: string;
  /** Not shown while it is typed. */
  secret?: boolean;
  check?: (text: string) => Checked | Promise<Checked>;
}): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: question.title,
    prompt: question.prompt,
    value: question.value ?? question.start,
    valueSelection: question.start === undefined ? undefined : [question.start.length, question.start.length],
    placeHolder: question.placeholder,
    password: question.secret ?? false,
    validateInput: async (typed) => {
      const checked = await question.check?.(typed);
      return typeof checked === 'object' ? { message: checked.information, severity: vscode.InputBoxValidationSeverity.Info } : checked;
    },
    ignoreFocusOut: true,
  });
  return text?.trim();
}

/** Lets one of several things be chosen; `choices` may still be on their way. */
export async function choose<T>(
  choices: Choice<T>[] | Promise<Choice<T>[]>,
  options: { title: string; placeholder?: string },
): Promise<T | undefined> {
  const items = Promise.resolve(choices).then((all) => all.flatMap(withHeading));
  const picked = await vscode.window.showQuickPick(items, {
    title: options.title,
    placeHolder: options.placeholder,
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return picked && 'value' in picked ? picked.value : undefined;
}

/** Lets one of several texts be chosen, or another one be typed. */
export function chooseOrType(choices: Choice<string>[], options: { title: string; placeholder: string }): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<ReturnType<typeof toItem<string>>>();
  const known = choices.map(toItem);
  const show = (typed: string) => {
    const text = typed.trim();
    const isNew = text !== '' && !choices.some((choice) => choice.value === text);
    pick.items = isNew ? [...known, toItem({ label: text, description: 'as typed', value: text })] : known;
  };
  Object.assign(pick, { title: options.title, placeholder: options.placeholder, ignoreFocusOut: true });
  show('');
  return new Promise((resolve) => {
    pick.onDidChangeValue(show);
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]?.value ?? pick.value.trim());
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** Asks for folders on disk. */
export async function chooseFolders(options: { title: string; button: string }): Promise<vscode.Uri[]> {
  const chosen = await vscode.window.showOpenDialog({
    title: options.title,
    openLabel: options.button,
    canSelectFolders: true,
    canSelectFiles: false,
    canSelectMany: true,
    defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri,
  });
  return chosen ?? [];
}

/** Says in passing what was done; nothing to decide, so nothing to close. */
export function mention(text: string): void {
  vscode.window.setStatusBarMessage(text, 6000);
}

/** Says something that deserves to be read; the buttons' actions are run when chosen. */
export async function tell(
  severity: 'information' | 'warning' | 'error',
  text: string,
  buttons: Record<string, () => unknown> = {},
): Promise<void> {
  const show = {
    information: vscode.window.showInformationMessage,
    warning: vscode.window.showWarningMessage,
    error: vscode.window.showErrorMessage,
  }[severity];
  const chosen = await show(text, ...Object.keys(buttons));
  if (chosen !== undefined) await buttons[chosen]?.();
}

export async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  mention(`Copied ${text}`);
}

export async function openSettings(prefix: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', `@ext:datapin.datapin ${prefix}`);
}

/** Saves every changed document that has a file. */
export async function saveAll(): Promise<void> {
  await vscode.workspace.saveAll(false);
}

export async function manageTrust(): Promise<void> {
  await vscode.commands.executeCommand('workbench.trust.manage');
}

/** The item of a choice, after its heading if it has one. */
export function withHeading<T>(choice: Choice<T>): (vscode.QuickPickItem | Item<T>)[] {
  const { heading } = choice;
  const item = toItem(choice);
  return heading === undefined ? [item] : [{ label: heading, kind: vscode.QuickPickItemKind.Separator }, item];
}

export type Item<T> = vscode.QuickPickItem & { value: T };

export function toItem<T>({ label, icon, heading: _, ...rest }: Choice<T>): vscode.QuickPickItem & { value: T } {
  return { ...rest, label: icon ? `$(${icon}) ${label}` : label };
}
