/** Whether something is a COCO set. */
import { DatapinError } from '../../core/errors.ts';
import type { Match, SourceContext, Subject } from '../../core/source.ts';
import { looksLikeCoco } from '../../formats/labels/coco.ts';
import { counted, filesIn, foldersIn } from '../../kit/layouts/looking.ts';

export async function probeCoco(subject: Subject, context: SourceContext): Promise<Match | undefined> {
  if (subject.kind === 'folder') return probeFolder(subject);
  if (/\.zip$/i.test(subject.name)) return probeZip(subject, context);
  if (!/\.json$/i.test(subject.name) || !looksLikeCoco(new TextDecoder().decode(await subject.head()))) return undefined;
  return { certainty: 'sure', why: 'it begins as a COCO file does, with lists of images and categories' };
}

/** Files whose names say what they are. */
const telling = /(?:^|\/)(?:_annotations\.coco|(?:instances|person_keypoints|captions|panoptic|stuff|image_info|labels)_\w+)\.json$/;
/** A look into more files would take long. */
const looks = 8;

async function probeFolder(subject: Subject): Promise<Match | undefined> {
  const splits = (await foldersIn(subject)).filter((name) => /^(?:train|valid?|test)\w*$/.test(name));
  const jsons = (await filesIn(subject, ['', 'annotations', ...splits])).filter((path) => path.endsWith('.json'));
  jsons.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  for (const path of jsons.slice(0, looks)) {
    const text = await subject.text(path);
    if (text === undefined) {
      // too large to look into here
      if (telling.test(path)) return { certainty: 'sure', why: `${path} is called as annotation files of COCO are` };
    } else if (looksLikeCoco(text)) return { certainty: 'sure', why: `${path} ${whatItNames(text)}` };
  }
  return undefined;
}

function rank(path: string): number {
  if (/(?:^|\/)instances_/.test(path)) return 0;
  return telling.test(path) ? 1 : 2;
}

function whatItNames(text: string): string {
  const { images, categories } = parsed(text);
  if (!Array.isArray(images)) return 'begins as a COCO file does';
  const classes = Array.isArray(categories) && categories.length > 0 ? ` and ${counted(categories.length, 'class', 'classes')}` : '';
  return `names ${counted(images.length, 'image')}${classes}`;
}

/** Nothing of a text that is broken: that is said when it is read. */
function parsed(text: string): { images?: unknown; categories?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** Its directory is looked at when it is at hand soon, or when its name says that it may be worth it. */
async function probeZip({ name, location, size }: Subject, context: SourceContext): Promise<Match | undefined> {
  if (size > 1 << 28 && !/coco|(?:train|val|test|unlabeled)\w*20\d\d\.zip$/i.test(name)) return undefined;
  try {
    let seen = 0;
    for await (const item of context.list(`zip+${location}`)) {
      const path = 'path' in item ? item.path : '';
      if (telling.test(path)) return { certainty: 'sure', why: `there is ${path} in it` };
      if (/(?:^|\/)COCO_(?:train|val|test)20\d\d_\d{12}\.jpg$/.test(path))
        return { certainty: 'sure', why: `its images are called as COCO's: ${path}` };
      if (++seen > 5000) return undefined;
    }
  } catch (error) {
    if (!(error instanceof DatapinError) || error.code === 'cancelled') throw error;
  }
  return undefined;
}
