/** Deriving as a wizard: what to do, how exactly, under which name, and a look at what would come of it. */
import { derive, type WireDerivation } from '../../server/protocol/requests.ts';
import type { WireVersion } from '../../server/protocol/wire.ts';
import { withKeyStep } from '../adoptFrom/keyStep.ts';
import { targetQuestion } from '../adopting/target.ts';
import type { Context } from '../context.ts';
import { isAboutKey } from '../keys.ts';
import type { Ask } from '../questions.ts';
import { deriveNow, type Made } from './derive.ts';
import { dryRows } from './rows.ts';
import {
  checkFolder,
  checkList,
  checkParts,
  checkSample,
  checkSeed,
  exclusions,
  listIn,
  readParts,
  readSample,
  type Way,
  ways,
} from './ways.ts';

/** What is known of the new version but its name. */
type Recipe = Pick<WireDerivation, 'inputs' | 'steps' | 'split' | 'conflicts'>;

export function deriveStep(context: Context, version: WireVersion): Ask {
  const made = (way: Way, recipe: Partial<Recipe>): Ask =>
    nameStep(context, { inputs: [{ ref: version.ref }], steps: [], conflicts: 'refuse', ...recipe }, proposal(version, way));
  return async (ask) => {
    const way = await ask.list<Way>({
      placeholder: 'What the new version holds',
      choices: () => ways.map((one) => ({ label: one.title, description: one.detail, icon: one.icon, value: one })),
    });
    return detailsOf(context, { version, way, made });
  };
}

interface Details {
  version: WireVersion;
  way: Way;
  made(way: Way, recipe: Partial<Recipe>): Ask;
}

function detailsOf(context: Context, details: Details): Ask {
  const { way, made } = details;
  switch (way.id) {
    case 'labelled':
      return made(way, { steps: [{ do: 'labelled' }] });
    case 'classes':
      return classesStep(context, details);
    case 'sample':
      return sampleStep(details);
    case 'split':
      return splitStep(details);
    case 'prefix':
      return folderStep(details);
    case 'include':
    case 'exclude':
      return patternStep(details);
  }
}

function patternStep({ way, made }: Details): Ask {
  return async (ask) => {
    const text = await ask.text({
      about: way.title.replace('…', ''),
      prompt: way.id === 'include' ? 'Patterns of paths, with blanks between.' : 'Patterns, paths or file names, with blanks between.',
      placeholder: way.id === 'include' ? 'train/** *.json' : '**/blurred/** 0001.png',
      check: checkList,
    });
    return made(way, { steps: way.id === 'include' ? [{ do: 'include', globs: listIn(text) }] : exclusions(text) });
  };
}

function sampleStep({ way, made }: Details): Ask {
  return async (ask) => {
    const text = await ask.text({
      about: 'Sample',
      prompt: 'How many images, or how large a part of them.',
      placeholder: '100 or 10%',
      check: checkSample,
    });
    const images = readSample(text)!;
    return seedStep((seed) => made(way, { steps: [{ do: 'sample', images, seed }] }));
  };
}

function splitStep({ way, made }: Details): Ask {
  return async (ask) => {
    const text = await ask.text({
      about: 'Split',
      prompt: 'Names and parts. Each becomes a dataset of its own.',
      value: 'train=80%, val=20%',
      check: checkParts,
    });
    const parts = readParts(text)!;
    return async (again) => {
      const by = await again.list<'class' | 'folder' | 'none'>({
        about: 'Shares',
        placeholder: 'What each part has its share of',
        choices: () => [
          { label: 'Each Class', description: 'as the labels say', icon: 'symbol-class', value: 'class' },
          { label: 'Each Folder', icon: 'folder', value: 'folder' },
          { label: 'Chance Alone', icon: 'question', value: 'none' },
        ],
      });
      return seedStep((seed) => made(way, { split: { parts, by, seed } }));
    };
  };
}

function seedStep(next: (seed: number) => Ask): Ask {
  return async (ask) => {
    const seed = await ask.text({ about: 'Seed', prompt: 'The same seed makes the same choice again.', value: '1', check: checkSeed });
    return next(Number(seed));
  };
}

function folderStep({ version, way, made }: Details): Ask {
  return async (ask) => {
    const folder = await ask.text({ about: 'Folder', prompt: 'Where the files are put.', placeholder: 'train', check: checkFolder });
    return made(way, { inputs: [{ ref: version.ref, prefix: folder.replace(/\/+$/, '') }] });
  };
}

/** The classes that there are, which a dry run counts. */
function classesStep(context: Context, { version, way, made }: Details): Ask {
  return withKeyStep(context, async (ask) => {
    const { checked } = await ask.several<string>({
      about: 'Classes',
      placeholder: 'Check the classes to keep',
      atLeastOne: true,
      isOthers: isAboutKey,
      choices: async (token) => {
        const all: WireDerivation = {
          inputs: [{ ref: version.ref }],
          steps: [{ do: 'labelled' }],
          conflicts: 'refuse',
          as: version.dataset,
          dryRun: true,
        };
        const [found] = await context.server.send(derive, { ...all, secrets: await context.keys.values() }, token);
        const classes = Object.entries(found?.classes ?? {});
        return classes.map(([name, images]) => ({
          label: name,
          description: `${images.toLocaleString('en')} images`,
          value: name,
          checked: false,
        }));
      },
    });
    return made(way, { steps: [{ do: 'classes', names: checked }] });
  });
}

function nameStep(context: Context, recipe: Recipe, proposed: string): Ask {
  return async (ask) => {
    const parts = recipe.split?.parts.map(({ name }) => `-${name}`).join(', ');
    const about = parts === undefined ? undefined : `Each part's name is put behind: ${parts}.`;
    const as = await ask.text({ ...(await targetQuestion(context.server, { proposed, about })), about: 'Name' });
    return summaryStep(context, { ...recipe, as }, 'Derived');
  };
}

/** Tells what would come of it, and makes it when the person says so. */
export function summaryStep(context: Context, request: WireDerivation, made: Made): Ask {
  return withKeyStep(context, async (ask) => {
    const decided = await ask.list<WireDerivation>({
      about: request.as,
      placeholder: 'Nothing was made yet, and nothing is copied',
      isOthers: isAboutKey,
      choices: (token, say) => dryRows(context, { request, made }, { token, say }),
    });
    // the wizard is over: what follows has its own notifications
    void context.attempt(() => deriveNow(context, decided, made));
    return undefined;
  });
}

function proposal({ dataset }: WireVersion, { suffix }: Way): string {
  return suffix === '' ? dataset : `${dataset}-${suffix}`;
}
