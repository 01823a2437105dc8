/** What is asked of Labelbox, under the names that its own kit uses. */
import type { Place } from './location.ts';

/** Things on one page of a list. */
export const pageSize = 100;

export function listQuery(kind: Place['kind'], skip: number): string {
  const [name, list, count] = kind === 'project' ? ['GetProjects', 'projects', 'dataRowCount'] : ['GetDatasets', 'datasets', 'rowCount'];
  return `query ${name}PyApi($param_0: Boolean!){${list}(where: {deleted: $param_0} skip: ${skip} first: ${pageSize}){id name rows: ${count} updatedAt}}`;
}

export function oneQuery(kind: Place['kind']): string {
  const name = kind === 'project' ? 'GetProject' : 'GetDataset';
  return `query ${name}PyApi($param_0: ID!){${kind}(where: {id: $param_0}){id name}}`;
}

export const rowQuery = 'query GetDataRowPyApi($param_0: ID!){dataRow(where: {id: $param_0}){id rowData}}';

export const userQuery = 'query GetUserPyApi{user{id}}';

export const taskQuery =
  'query GetUserCreatedTasksPyApi($param_0: ID!, $param_1: ID!){user(where: {id: $param_1}){createdTasks(where: {id: $param_0} skip: 0 first: 100){id status completionPercentage result errors}}}';

export const headerQuery =
  'query GetExportMetadataHeaderPyApi($where: WhereUniqueIdInput, $streamType: TaskStreamType!){task(where: $where){exportMetadataHeader(streamType: $streamType){totalSize totalLines}}}';

export const chunkQuery =
  'query GetExportFileFromOffsetPyApi($where: WhereUniqueIdInput, $streamType: TaskStreamType!, $offset: UInt64!){task(where: $where){exportFileFromOffset(streamType: $streamType, offset: $offset){offsets {start end} lines {start end} file}}}';

export function exportQuery(kind: Place['kind']): string {
  const name = exportName(kind);
  return `mutation ${name}PyApi($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!){${name}(input: $input){taskId isStreamable}}`;
}

export function exportName(kind: Place['kind']): string {
  return kind === 'project' ? 'exportDataRowsInProject' : 'exportDataRowsInCatalog';
}

/** Everything of all data rows, but for embeddings, which are most of the bytes, and how long people took. */
export function exportInput({ kind, id }: Place): Record<string, unknown> {
  const params = {
    mediaTypeOverride: null,
    includeAttachments: true,
    includeEmbeddings: false,
    includeMetadata: true,
    includeDataRowDetails: true,
    includeProjectDetails: true,
    includePerformanceDetails: false,
    includeLabelDetails: true,
    includeInterpolatedFrames: false,
  };
  const common = { taskName: null, isStreamableReady: true, streamable: true };
  if (kind === 'project') return { ...common, filters: { projectId: id, searchQuery: { scope: null, query: [] } }, params };
  const query = [{ ids: [id], operator: 'is', type: 'dataset' }];
  const all = { includePredictions: false, projectIds: null, modelRunIds: null, allProjects: true, allModelRuns: false };
  return { ...common, filters: { searchQuery: { scope: null, query } }, params: { ...params, ...all } };
}
