/** The questions of a wizard in the editor's quick input: they load, check while somebody types, show what failed, and go back. */
import * as vscode from 'vscode';
import { type Checked, type Choice, toItem, withHeading } from './editor.ts';
import { problemOf } from './problem.ts';
import { type Place, type Step, Turn, walk } from './wizard.ts';

/** Says in words what is waited for. */
export type Say = (words: string) => void;

/** Without a value it only tells something. */
export type Row<T> = Choice<T> | (Omit<Choice<T>, 'value'> & { value?: undefined });

export interface ListQuestion<T> {
  /** Comes behind the title of the wizard. */
  about?: string;
  placeholder: string;
  /** Asked for when the question is shown, and again when that failed and the person says so. */
  choices(token: vscode.CancellationToken, say: Say): Promise<Row<T>[]> | Row<T>[];
  /** Takes what was typed and is in no list, e.g. `raw/` to go into a folder; nothing when it means nothing. */
  typed?(text: string): T | undefined;
  /** Whether a failure of `choices` belongs to another step; it is thrown then. */
  isOthers?(error: unknown): boolean;
}

export interface ManyQuestion<T> extends Omit<ListQuestion<T>, 'choices'> {
  choices(token: vscode.CancellationToken): Promise<CheckedChoice<T>[]>;
  /** A button behind each choice that has something to open. */
  open?: { tooltip: string; fits(value: T): boolean };
  /** Whether there is more to show than `choices` has answered: a button of the question asks for it. */
  more?(): boolean;
  /** Whether nothing checked is no answer. */
  atLeastOne?: boolean;
}

export interface CheckedChoice<T> extends Choice<T> {
  checked: boolean;
}

/** What was done in a list of several: accepted, one of its items opened, or more asked for. */
export type Several<T> = { done: 'accept' | 'more'; checked: T[] } | { done: 'open'; checked: T[]; value: T };

export interface TextQuestion {
  about?: string;
  prompt: string;
  value?: string;
  /** Stands there to be gone on from. */
  start?: string;
  placeholder?: string;
  secret?: boolean;
  check?(text: string): Checked | Promise<Checked>;
}

export interface Questions {
  list<T>(question: ListQuestion<T>): Promise<T>;
  several<T>(question: ManyQuestion<T>): Promise<Several<T>>;
  text(question: TextQuestion): Promise<string>;
}

export type Ask = Step<Questions>;

/** Asks a wizard's questions under its title; false when the person left. */
export function runWizard(title: string, first: Ask): Promise<boolean> {
  return walk(first, (place) => questionsAt(title, place));
}

function questionsAt(title: string, place: Place): Questions {
  return {
    list: (question) => askList(title, place, question),
    several: (question) => askSeveral(title, place, question),
    text: (question) => askLine(title, place, question),
  };
}

type Shown<T> = vscode.QuickPickItem & { value?: T; again?: true };

async function askList<T>(title: string, place: Place, question: ListQuestion<T>): Promise<T> {
  const pick = vscode.window.createQuickPick<Shown<T>>();
  dress(pick, { title, place, about: question.about, placeholder: question.placeholder });
  return shown(pick, place, ({ resolve, reject }) => {
    const load = () =>
      fill(
        pick,
        question,
        (choices) => choices.flatMap((one) => withHeading<T | undefined>(one as Choice<T | undefined>)) as Shown<T>[],
        reject,
      );
    void load();
    return [
      pick.onDidChangeValue((text) => {
        const value = question.typed?.(text);
        if (value !== undefined && text.endsWith('/')) resolve(value);
      }),
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item?.again) return void load();
        const value = item ? item.value : question.typed?.(pick.value);
        if (value !== undefined) resolve(value);
      }),
    ];
  });
}

async function askSeveral<T>(title: string, place: Place, question: ManyQuestion<T>): Promise<Several<T>> {
  const pick = vscode.window.createQuickPick<Shown<T>>();
  dress(pick, { title, place, about: question.about, placeholder: question.placeholder });
  pick.canSelectMany = true;
  const moreButton = { iconPath: new vscode.ThemeIcon('ellipsis'), tooltip: 'Show more' };
  const openButton = question.open && { iconPath: new vscode.ThemeIcon('chevron-right'), tooltip: question.open.tooltip };
  const toItems = (choices: CheckedChoice<T>[]): Shown<T>[] =>
    choices.map(({ checked, ...choice }) => ({
      ...toItem(choice),
      picked: checked,
      ...(openButton && question.open?.fits(choice.value) ? { buttons: [openButton] } : {}),
    }));
  const checked = () => pick.selectedItems.flatMap(({ value }) => (value === undefined ? [] : [value]));
  return shown(pick, place, ({ resolve, reject }) => {
    const load = () =>
      fill(pick, question, (choices) => toItems(choices as CheckedChoice<T>[]), reject).then(() => {
        pick.selectedItems = pick.items.filter(({ picked }) => picked);
        if (question.more?.()) pick.buttons = [...pick.buttons, moreButton];
      });
    void load();
    return [
      pick.onDidChangeValue((text) => {
        const value = text.endsWith('/') ? question.typed?.(text) : undefined;
        if (value !== undefined) resolve({ done: 'open', checked: checked(), value });
      }),
      pick.onDidTriggerItemButton(({ item: { value } }) => {
        if (value !== undefined) resolve({ done: 'open', checked: checked(), value });
      }),
      pick.onDidTriggerButton((button) => {
        if (button === moreButton) resolve({ done: 'more', checked: checked() });
      }),
      pick.onDidAccept(() => {
        if (pick.items.some(({ again }) => again)) return void load();
        if (!pick.busy && !(question.atLeastOne && checked().length === 0)) resolve({ done: 'accept', checked: checked() });
      }),
    ];
  });
}

async function askLine(title: string, place: Place, question: TextQuestion): Promise<string> {
  const input = vscode.window.createInputBox();
  dress(input, { title, place, about: question.about, placeholder: question.placeholder });
  input.prompt = question.prompt;
  input.value = question.value ?? question.start ?? '';
  input.password = question.secret ?? false;
  if (question.start !== undefined) input.valueSelection = [question.start.length, question.start.length];
  let turn = 0;
  const check = async (): Promise<boolean> => {
    const mine = ++turn;
    const text = input.value;
    const said = await checkOf(question, text);
    if (mine !== turn) return false;
    input.validationMessage = toValidation(said);
    return typeof said !== 'string';
  };
  return shown(input, place, ({ resolve }) => [
    input.onDidChangeValue(() => void check()),
    input.onDidAccept(async () => {
      input.busy = true;
      const text = input.value.trim();
      const fits = await check();
      input.busy = false;
      if (fits) resolve(text);
    }),
  ]);
}

/** A check that cannot be made says why, and refuses nothing: the server has the last word. */
async function checkOf(question: TextQuestion, text: string): Promise<Checked> {
  try {
    return await question.check?.(text);
  } catch (error) {
    return { information: problemOf(error).message };
  }
}

function toValidation(said: Checked): string | vscode.InputBoxValidationMessage | undefined {
  return typeof said === 'object' ? { message: said.information, severity: vscode.InputBoxValidationSeverity.Info } : said;
}

/** Loads the choices; a failure stands in their place, with a way to try again. */
async function fill<T>(
  pick: vscode.QuickPick<Shown<T>>,
  question: Pick<ListQuestion<T>, 'isOthers' | 'choices' | 'placeholder'>,
  toItems: (choices: Row<T>[]) => Shown<T>[],
  reject: (error: unknown) => void,
): Promise<void> {
  const cancellation = new vscode.CancellationTokenSource();
  const hidden = pick.onDidHide(() => cancellation.cancel());
  const say = (words: string | undefined) => {
    pick.placeholder = words;
  };
  pick.busy = true;
  pick.items = [];
  try {
    pick.items = toItems(await question.choices(cancellation.token, say));
  } catch (error) {
    if (question.isOthers?.(error)) return reject(error);
    const { code, message, hint } = problemOf(error);
    if (code === 'cancelled') return;
    pick.items = [
      { label: `$(error) ${message}`, ...(hint ? { detail: hint } : {}), alwaysShow: true, again: true },
      { label: '$(refresh) Try Again', alwaysShow: true, again: true },
    ];
  } finally {
    hidden.dispose();
    pick.busy = false;
    say(question.placeholder);
  }
}

function dress(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  { title, place, about, placeholder }: { title: string; place: Place; about?: string | undefined; placeholder?: string | undefined },
): void {
  input.title = about === undefined ? title : `${title}: ${about}`;
  input.step = place.number;
  input.placeholder = placeholder;
  input.ignoreFocusOut = true;
  input.buttons = place.canGoBack ? [vscode.QuickInputButtons.Back] : [];
  if ('matchOnDetail' in input) {
    input.matchOnDetail = true;
    input.matchOnDescription = true;
  }
}

interface Answering<R> {
  resolve(value: R): void;
  reject(error: unknown): void;
}

/** Shows a question until it is answered; throws a Turn when the person goes back or away. */
function shown<R>(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  place: Place,
  listen: (answering: Answering<R>) => vscode.Disposable[],
): Promise<R> {
  return new Promise<R>((resolve, reject) => {
    const over = (settle: () => void) => {
      settle();
      // only then: hiding it means "away" while nothing is settled
      vscode.Disposable.from(...listening, input).dispose();
    };
    const listening = [
      ...listen({
        resolve: (value) =>
          over(() => {
            place.answered();
            resolve(value);
          }),
        reject: (error) => over(() => reject(error)),
      }),
      input.onDidTriggerButton((button) => {
        if (button === vscode.QuickInputButtons.Back) over(() => reject(new Turn('back')));
      }),
      input.onDidHide(() => over(() => reject(new Turn('away')))),
    ];
    input.show();
  });
}
