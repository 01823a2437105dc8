/** The comparison with recorded requests: what it lets pass, and what it does not. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { graphqlShape } from '../support/graphqlShape.ts';
import { assertSameRequests, keysOf, type Sent, shapeOf, type Trace } from '../support/replay.ts';

const query = 'query GetP($param_0: ID!){project(where: {id: $param_0}){id tasks(skip: 0 first: 100){id}}}';
const context = Buffer.from('{"team_id":"1"}').toString('base64');
const graphql = {
  method: 'POST',
  path: '/graphql',
  headers: { Authorization: 'Bearer KEY' },
  body: { query, variables: { param_0: 'p' } },
};
const rest = {
  method: 'POST',
  path: '/items?team=1&page%5Bsize%5D=5',
  headers: { 'x-sa-entity-context': context },
  body: { query: { limit: 1 } },
};
const trace: Trace[] = [graphql, rest].map((request) => ({ request, response: { status: 200, headers: {}, body: null } }));

const sent = (change: Partial<Sent> = {}): Sent => ({
  method: 'POST',
  path: '/graphql',
  query: new URLSearchParams(),
  headers: { authorization: 'Bearer other', 'user-agent': 'x' },
  body: JSON.stringify({ query, variables: { param_0: 'q' } }),
  ...change,
});
const item = (change: Partial<Sent> = {}) =>
  sent({
    path: '/items',
    query: new URLSearchParams('page%5Bsize%5D=9&team=2'),
    headers: { 'x-sa-entity-context': Buffer.from('{ "team_id": 7 }').toString('base64') },
    body: '{"query":{"limit":2}}',
    ...change,
  });
const asks = (text: string, variables: object = { param_0: 'q' }) => sent({ body: JSON.stringify({ query: text, variables }) });

const same: [title: string, ours: Sent][] = [
  ['other values', sent()],
  ['other fields', asks(query.replace('{id tasks', '{name tasks'))],
  ['other white space', asks(query.replaceAll('{', ' {\n  ').replace(' first', ', first'))],
  ['other numbers', asks(query.replace('100', '50'))],
  ['JSON, query in another order', item()],
];
const different: [title: string, ours: Sent][] = [
  ['another operation', asks(query.replace('GetP', 'GetQ'))],
  ['another argument', asks(query.replace('skip', 'page'))],
  ['a missing argument', asks(query.replace('(skip: 0 first: 100)', ''))],
  ['another type', asks(query.replace('ID!', 'String!'))],
  ['another variable', asks(query, { id: 1 })],
  ['another path', sent({ path: '/v2/graphql' })],
  ['another method', sent({ method: 'GET' })],
  ['no sign-in', sent({ headers: {} })],
  ['another kind of sign-in', sent({ headers: { authorization: 'Basic x' } })],
  ['a query too many', item({ query: new URLSearchParams('page%5Bsize%5D=9&team=2&x=1') })],
  ['a query too few', item({ query: new URLSearchParams('team=2') })],
  ['another context', item({ headers: { 'x-sa-entity-context': Buffer.from('{"project_id":1}').toString('base64') } })],
  ['another key', item({ body: '{"query":{"limit":2,"offset":1}}' })],
];

describe('requests are compared', () => {
  for (const [title, ours] of same) test(`same: ${title}`, () => assert.equal(assertSameRequests([ours], trace).length, 1));
  for (const [title, ours] of different) test(`not the same: ${title}`, () => assert.throws(() => assertSameRequests([ours], trace)));

  test('which operations were met', () => {
    assert.deepEqual(assertSameRequests([item(), sent(), sent()], trace), ['POST /items', 'query GetP']);
  });
  test('what is ours alone is left out', () => {
    const image = sent({ method: 'GET', path: '/image' });
    assert.deepEqual(assertSameRequests([image], trace, { ours: ({ path }) => path === '/image' }), []);
  });
  test('ids in paths can be made the same', () => {
    const normalise: NonNullable<Parameters<typeof assertSameRequests>[2]>['normalise'] = (shape) => ({ ...shape, path: '/any' });
    assert.deepEqual(assertSameRequests([item({ path: '/things' })], trace, { normalise }), ['POST /any']);
  });
});

test('keys of JSON', () => {
  assert.deepEqual(keysOf({ a: { b: [{ c: 1 }, { c: 2, d: null }] }, e: [] }), ['a', 'a.b', 'a.b[].c', 'a.b[].d', 'e']);
});

test('a body that is no JSON has no keys', () => assert.deepEqual(shapeOf(item({ body: 'x' })).keys, []));

const documents: [document: string, operation: string, passed: string[]][] = [
  ['query  {projects(page:1,pageSize:10){count, edges{id}}}', 'query projects', ['projects(page:0 pageSize:0)']],
  ['query ($id:String!) {project(id:$id){id}}', 'query project', ['project(id:$id)', 'variables($id:String!)']],
  ['{ me { id } }', 'query me', []],
  ['mutation M{go{id}}', 'mutation M', []],
  ['query Q { # why (not)\n a(b: "x y", c: [1, 2]) { d } }', 'query Q', ['a(b:"" c:[0 0])']],
];
describe('shapes of GraphQL', () => {
  for (const [document, operation, passed] of documents) {
    test(document, () => assert.deepEqual(graphqlShape(document), { operation, arguments: passed }));
  }
});
