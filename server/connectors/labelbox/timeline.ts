/** Labels of a video: an object through all of its frames is one label. */
import type { Label } from '../../core/labels.ts';
import { type Fields, objectOf, objectsOf } from '../../kit/values.ts';
import { attributesOf, nameOf, tagsOf } from './answers.ts';
import { bare } from './shape.ts';

/** Objects and answers of single frames; answers of the whole are told by `classifications`. */
export function tracksOf(timeline: Fields): Label[] {
  const tracks = new Map<string, { class: string; frames: Record<string, unknown> }>();
  const said: Label[] = [];
  for (const [frame, value] of Object.entries(objectOf(timeline.frames) ?? {})) {
    const { objects, classifications } = objectOf(value) ?? {};
    for (const [id, object] of entriesOf(objects)) {
      const track = tracks.get(id) ?? { class: nameOf(object), frames: {} };
      tracks.set(id, track);
      const answers = attributesOf(object.classifications);
      track.frames[frame] = { ...(bare(object) as object), ...(Object.keys(answers).length > 0 ? { answers } : {}) };
    }
    for (const label of tagsOf(objectsOf(classifications)))
      said.push({ ...label, attributes: { ...label.attributes, frame: Number(frame) } });
  }
  const moving = [...tracks.values()].map(
    (track): Label => ({ class: track.class, shape: { type: 'other', kind: 'video', value: { frames: track.frames } } }),
  );
  return [...moving, ...said];
}

/** Objects of a frame by their feature, which is the same in all frames. */
function entriesOf(objects: unknown): [id: string, object: Fields][] {
  if (Array.isArray(objects)) return objectsOf(objects).map((object) => [String(object.feature_id ?? ''), object]);
  return Object.entries(objectOf(objects) ?? {}).flatMap(([id, object]): [string, Fields][] => {
    const fields = objectOf(object);
    return fields ? [[id, fields]] : [];
  });
}
