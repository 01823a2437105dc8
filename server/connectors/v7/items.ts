/** An item of V7 as items of a version: each of its files where it lies, and what was said of it. */
import { DatapinError } from '../../core/errors.ts';
import type { SourceItem } from '../../core/source.ts';
import type { LabelledImage } from '../../kit/labelling.ts';
import { labelsOf } from './annotation.ts';
import { type DarwinFile, type DarwinItem, type DarwinSlot, slotsOf } from './item.ts';
import type { Places } from './places.ts';

export interface ItemOptions {
  places: Places;
  toItems(image: LabelledImage): SourceItem[];
}

/** Only what was completed is in a release: no annotations mean that somebody has looked and found nothing. */
export async function* itemsOf(item: DarwinItem, at: string, { places, toItems }: ItemOptions): AsyncGenerator<SourceItem> {
  const several = item.slots.reduce((count, { files }) => count + files.length, 0) > 1;
  yield* homeless(item, at);
  let record: unknown = item.whole;
  for (const slot of item.slots) {
    for (const [i, file] of slot.files.entries()) {
      const place = await places.of(item, file);
      if (!place) continue;
      const alone = slot.files.length === 1;
      yield* toItems({
        name: several ? nameInItem(item, slot, file) : nameOf(item, file),
        id: file.upload?.id ?? item.id,
        at,
        ...place,
        width: alone ? slot.width : undefined,
        height: alone ? slot.height : undefined,
        // a series of scans is labelled as a whole
        labels: i === 0 ? labelsOf(item, slot) : undefined,
        record,
      });
      record = undefined;
    }
  }
}

function nameInItem(item: DarwinItem, slot: DarwinSlot, file: DarwinFile): string {
  return [item.folder, item.name, slot.name, file.name].filter(Boolean).join('/');
}

/** Items may be called without the ending that their file has. */
function nameOf({ folder, name }: DarwinItem, file: DarwinFile): string {
  const ending = /\.[^./]+$/;
  const whole = ending.test(name) ? name : name + (ending.exec(file.name)?.[0] ?? '');
  return [folder, whole].filter(Boolean).join('/');
}

/** Annotations of slots that the item does not have. */
function homeless(item: DarwinItem, at: string): SourceItem[] {
  const known = new Set(item.slots.map(({ name }) => name));
  const unknown = new Set(item.annotations.flatMap((one) => slotsOf(one, item.slots)).filter((name) => !known.has(name)));
  return [...unknown].map((name) => ({
    problem: new DatapinError('source.malformed', `There are annotations of a slot "${name}", which ${item.name} does not have.`, {
      hint: 'Make the release again.',
    }),
    at,
  }));
}
