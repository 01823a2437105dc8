/** What SuperAnnotate says of one item, in today's form and in those of earlier years. */
import { toolWords } from '../../kit/toolAnswers.ts';
import { type Fields, listOf, numberOf, objectOf, objectsOf, textOf } from '../../kit/values.ts';
import { idOf, namesIn } from './asking.ts';

export interface SaDocument {
  /** Undefined where only the name of its file tells. */
  name: string | undefined;
  id: string | undefined;
  /** Of the project. */
  project: string | undefined;
  /** Undefined where it is not told. */
  folder: string | undefined;
  /** Pixels. */
  width: number | undefined;
  height: number | undefined;
  /** `Completed`, `InProgress`, … */
  status: string;
  /** Address of what was attached. */
  url: string | undefined;
  instances: readonly Fields[];
  /** Of the item as a whole. */
  tags: readonly string[];
  /** What was written about a document. */
  text: string | undefined;
  /** Answers of a form, by its fields. */
  data: Fields | undefined;
  /** As it came. */
  whole: unknown;
}

/** What is wrong with it, in words, when it is none. */
export function toDocument(whole: unknown): SaDocument | string {
  if (Array.isArray(whole)) return ofList(whole);
  const fields = objectOf(whole);
  if (!fields) return 'It is no JSON object.';
  const { error, errors } = fields;
  if (error || errors) return `SuperAnnotate has an error in its place: ${toolWords(fields) ?? 'unnamed'}.`;
  const metadata = objectOf(fields.metadata);
  if (!metadata) return 'It has no metadata, and is no annotation of SuperAnnotate.';
  const data = objectOf(fields.data);
  const instances = fields.instances ?? (data ? [] : undefined);
  if (!Array.isArray(instances)) return 'It has no list of instances.';
  const broken = instances.findIndex((instance) => !objectOf(instance));
  if (broken >= 0) return `Its instance ${broken + 1} is no object.`;
  return {
    ...known(metadata),
    instances: objectsOf(instances),
    tags: namesIn(fields.tags),
    text: textOf(fields.freeText),
    data,
    whole,
  };
}

/** Before 2021 an item was a list: its metadata, tags and comments among the instances. */
function ofList(whole: readonly unknown[]): SaDocument | string {
  const broken = whole.findIndex((member) => !objectOf(member));
  if (broken >= 0) return `Its instance ${broken + 1} is no object.`;
  const members = objectsOf(whole);
  const metadata = members.find(({ type, name }) => type === 'meta' && name === 'imageAttributes') ?? {};
  const isTag = ({ type, name, className }: Fields) => type === 'tag' && className === undefined && typeof name === 'string';
  return {
    ...known({ ...metadata, name: undefined }),
    instances: members.filter((member) => member.type !== 'meta' && member.type !== 'comment' && !isTag(member)),
    tags: namesIn(members.filter(isTag)),
    text: undefined,
    data: undefined,
    whole,
  };
}

function known(metadata: Fields) {
  const { name, id, item_id, projectId, project_id, folder_name, width, height, status, url } = metadata;
  return {
    name: textOf(name)?.trim(),
    id: idOf({ id: id ?? item_id }),
    project: idOf({ id: projectId ?? project_id }),
    folder: typeof folder_name === 'string' ? folder_name.trim() : undefined,
    width: numberOf(width),
    height: numberOf(height),
    status: typeof status === 'string' ? status : '',
    url: textOf(listOf(url)[0] ?? url),
  };
}
