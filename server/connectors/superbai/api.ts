/** The requests that are made of Superb AI Label. */
import { DatapinError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { noSuchThing, pageRepeated, saidNo } from '../../kit/toolAnswers.ts';
import { type Fields, numberOf, objectOf, objectsOf, textOf } from '../../kit/values.ts';
import { type Asking, askGraphql } from './graphql.ts';

export interface Project {
  id: string;
  name: string;
  labels: number | undefined;
  /** Classes and categories, as JSON or as a text of it. */
  labelInterface: unknown;
}

export interface Export {
  id: string;
  name: string;
  state: string;
  madeAt: string | undefined;
  /** Labels in its file. */
  labels: number | undefined;
  /** A signed link to the zip, once it is made. */
  link: string | undefined;
}

/** A label is an image with what was said of it. */
export interface LabelRow {
  id: string;
  dataset: string;
  dataKey: string;
  status: string;
  /** Signed links, good for a while. */
  image: string | undefined;
  info: string | undefined;
  /** As it came. */
  whole: Fields;
}

export interface SuperbApi {
  projects(): AsyncGenerator<Project>;
  /** By id or name. Throws `source.project`. */
  project(idOrName: string): Promise<Project>;
  /** Newest first. */
  exports(project: string): Promise<Export[]>;
  /** All labels; what is none comes as it is. Throws `source.answer` when pages repeat. */
  labels(project: string): AsyncGenerator<LabelRow | { broken: unknown }, { count: number | undefined }>;
  /** Throws `source.project`. */
  label(project: string, id: string): Promise<LabelRow>;
}

const pageSize = 10;
const projectFields =
  'id name labelInterface workapp settings labelCount isPublic createdAt lastUpdatedAt progress submittedLabelCount inProgressLabelCount skippedLabelCount';
const labelFields =
  'id projectId tags status stats labelType workapp reviewRound lastReviewAction dataId dataset dataKey dataUrl result infoReadPresignedUrl createdAt lastUpdatedAt';
const exportFields =
  'id name state downloadUrl createdAt fileSize downloadLabelCount labelCount filter seqNo processingProgress processingEndAt';

export function createSuperbApi(context: Asking, pause = 1_000): SuperbApi {
  const ask = (path: string, query: string, variables: Record<string, unknown> | null, about: string) =>
    askGraphql(context, { path, query, variables, about }, pause);
  const byName = (name: string) =>
    ask('/v3/graphql', `query ($name:String) {project(name:$name){${projectFields}}}`, { name }, `project ${name}`);
  const byId = (id: string) => ask('/v3/graphql', `query ($id:String) {project(id:$id){${projectFields}}}`, { id }, `project ${id}`);

  async function* projects(): AsyncGenerator<Project> {
    const page = (number: number) =>
      ask('/v3/graphql', `query  {projects(page:${number},pageSize:${pageSize}){count, edges{${projectFields}}}}`, null, 'projects');
    for await (const edge of edgesOf('projects', page)) {
      const project = toProject(edge);
      if (project) yield project;
    }
  }

  return {
    projects,
    async project(idOrName) {
      const answer = await (isId(idOrName) ? byId(idOrName) : byName(idOrName)).catch((error: unknown) => {
        if (error instanceof DatapinError && error.code === 'source.project') return undefined;
        throw error;
      });
      const project = toProject(answer?.project);
      if (project) return project;
      const names: string[] = [];
      for await (const { name } of projects()) names.push(name);
      const near = nearest(idOrName, names);
      if (!near) throw noSuchThing('Superb AI', `project ${idOrName}`);
      throw new DatapinError('source.project', `Superb AI has no project ${idOrName}.`, { hint: `Did you mean "${near}"?` });
    },
    async exports(project) {
      const page = (number: number) => {
        const query = `query ($projectId:String!) {exports(projectId:$projectId,page:${number},pageSize:${pageSize}){count, edges{${exportFields}}}}`;
        return ask('/v2/graphql', query, { projectId: project }, `exports of project ${project}`);
      };
      const all: Export[] = [];
      for await (const edge of edgesOf('exports', page)) all.push(...toExport(edge));
      return all.sort((a, b) => ((a.madeAt ?? '') < (b.madeAt ?? '') ? 1 : -1));
    },
    async *labels(project) {
      const page = (number: number) => {
        const query = `query ($projectId:String!) {labels(projectId:$projectId,page:${number},pageSize:${pageSize}){count, edges{${labelFields}}}}`;
        return ask('/v2/graphql', query, { projectId: project }, `labels of project ${project}`);
      };
      const edges = edgesOf('labels', page);
      for (let next = await edges.next(); ; next = await edges.next()) {
        if (next.done) return next.value;
        yield toLabel(next.value) ?? { broken: next.value };
      }
    },
    async label(project, id) {
      const query = `query ($id:String,$projectId:String!) {labels(id:$id,projectId:$projectId,page:1,pageSize:1){count, edges{${labelFields}}}}`;
      const answer = await ask('/v2/graphql', query, { id, projectId: project }, `label ${id}`);
      const label = toLabel(objectsOf(objectOf(answer.labels)?.edges)[0]);
      if (label) return label;
      throw noSuchThing('Superb AI', `label ${id}`);
    },
  };
}

/** All pages of a list. Returns how many there should have been. */
async function* edgesOf(name: string, page: (number: number) => Promise<Fields>): AsyncGenerator<unknown, { count: number | undefined }> {
  const seen = new Set<unknown>();
  let total = 0;
  for (let number = 1; ; number++) {
    const list = objectOf((await page(number))[name]);
    if (!list || !Array.isArray(list.edges)) throw saidNo('Superb AI', name, 'there is no list');
    const { edges } = list;
    const ids = edges.map((edge) => objectOf(edge)?.id).filter((id) => id !== undefined);
    if (ids.length > 0 && ids.every((id) => seen.has(id)))
      throw pageRepeated('Superb AI', `page ${number} of the ${name}`, 'make an export in Superb AI');
    for (const id of ids) seen.add(id);
    yield* edges;
    total += edges.length;
    const count = numberOf(list.count);
    if (edges.length === 0 || (count === undefined ? edges.length < pageSize : total >= count)) return { count };
  }
}

function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

function toProject(value: unknown): Project | undefined {
  const fields = objectOf(value);
  const id = textOf(fields?.id);
  if (!fields || !id) return undefined;
  return { id, name: textOf(fields.name) ?? id, labels: numberOf(fields.labelCount), labelInterface: fields.labelInterface };
}

function toExport(value: unknown): Export[] {
  const fields = objectOf(value);
  const id = textOf(fields?.id);
  if (!fields || !id) return [];
  return [
    {
      id,
      name: textOf(fields.name) ?? id,
      state: textOf(fields.state) ?? '',
      madeAt: textOf(fields.createdAt),
      labels: numberOf(fields.downloadLabelCount),
      link: textOf(fields.downloadUrl),
    },
  ];
}

function toLabel(value: unknown): LabelRow | undefined {
  const fields = objectOf(value);
  const [id, dataKey] = [textOf(fields?.id), textOf(fields?.dataKey)];
  if (!fields || !id || !dataKey) return undefined;
  return {
    id,
    dataKey,
    dataset: textOf(fields.dataset) ?? '',
    status: textOf(fields.status) ?? '',
    image: textOf(fields.dataUrl),
    info: textOf(fields.infoReadPresignedUrl),
    whole: fields,
  };
}
