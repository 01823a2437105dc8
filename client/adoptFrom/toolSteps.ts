/** What of a labelling tool or a hub: a project that is chosen or typed, or its export file. A key is asked for when it is needed. */
import { listChoices, type WireChoice, type WireSource } from '../../server/protocol/requests.ts';
import type { Context } from '../context.ts';
import type { Choice } from '../editor.ts';
import { isAboutKey } from '../keys.ts';
import type { Ask } from '../questions.ts';
import { dialogStep } from './dialogStep.ts';
import { withKeyStep } from './keyStep.ts';
import { named } from './lastSteps.ts';
import { checkProject, projectLocation } from './typed.ts';

export function toolStep(context: Context, source: WireSource): Ask {
  if (!source.hasExports) return projectStep(context, source);
  return async (ask) => {
    const way = await ask.list<'project' | 'file'>({
      about: source.title,
      placeholder: 'What to adopt',
      choices: () => [
        { label: 'Project…', description: `asks ${source.title}`, icon: 'cloud', value: 'project' },
        { label: 'Export File…', description: 'that was downloaded to this machine', icon: 'file-zip', value: 'file' },
      ],
    });
    if (way === 'project') return projectStep(context, source);
    return dialogStep(context, { canSelectFiles: true, canSelectMany: true, title: `Adopt an export of ${source.title}` }, source);
  };
}

function projectStep(context: Context, source: WireSource): Ask {
  return source.hasChoices ? choiceStep(context, source) : typedStep(context, source);
}

function typedStep(context: Context, source: WireSource): Ask {
  const { start, what, placeholder } = source.typed ?? { start: `${source.scheme}://`, what: 'The project', placeholder: '' };
  return async (ask) => {
    const text = await ask.text({
      about: projectOf(source),
      prompt: `${what}.`,
      placeholder,
      check: (typed) => checkProject(what, start, typed),
    });
    return named({ context, locations: [projectLocation(start, text)], from: source.id });
  };
}

/** Projects, or what is in the one called `within`. */
function choiceStep(context: Context, source: WireSource, within?: WireChoice): Ask {
  return withKeyStep(context, async (ask) => {
    const secrets = await context.keys.values();
    const choice = await ask.list<WireChoice>({
      about: within?.title ?? projectOf(source),
      placeholder: within ? 'All of it, or a part' : 'A project',
      isOthers: isAboutKey,
      choices: async (token) => {
        const parent = within?.parent === undefined ? {} : { parent: within.parent };
        const { choices, more } = await context.server.send(listChoices, { source: source.id, ...parent, secrets }, token);
        return rows(choices, { within, more });
      },
    });
    if (choice.parent !== undefined && choice !== within) return choiceStep(context, source, choice);
    return named({ context, locations: [choice.location], from: source.id, called: (within ?? choice).title });
  });
}

/** Under what a project is asked for; after the question what to adopt it is another title. */
function projectOf({ title, hasExports }: WireSource): string {
  return hasExports ? `Project of ${title}` : title;
}

function rows(choices: readonly WireChoice[], { within, more }: { within: WireChoice | undefined; more: boolean }): Choice<WireChoice>[] {
  const all: Choice<WireChoice>[] = within
    ? [{ label: 'All of It', description: 'as it is now', icon: 'circle-large', value: within }]
    : [];
  const found = choices.map((choice, i) => ({
    label: choice.title,
    ...(choice.description === undefined ? {} : { description: choice.description }),
    ...(more && i === 0 ? { heading: `The first ${choices.length.toLocaleString('en')}` } : {}),
    value: choice,
  }));
  return [...all, ...found];
}
