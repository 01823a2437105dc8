/** Outputs and what their metadata asks for: which versions they become. `digits:v1` holds `0/a` and `1/a`, and is `stable`. */
import type { Tree } from './runWorld.ts';

export const jsonl = 'valohai.metadata.jsonl';
/** A sidecar that asks for versions. */
export const versions = (...entries: unknown[]) => JSON.stringify({ 'valohai.dataset-versions': entries });
/** One line of the lines file. */
export const line = (file: string, metadata: unknown) => `${JSON.stringify({ file, metadata })}\n`;
export const into = (...entries: unknown[]) => ({ 'valohai.dataset-versions': entries });

/** `made`: each version, with its paths. `says`: what the message must say; none means that there is no message. */
export interface OutputCase {
  title: string;
  outputs: Tree;
  made: Record<string, string[]>;
  says?: RegExp[];
}

/** Where files go that ask for nothing. */
export const anonymous = 'clean-up-outputs:v1';

export const outputCases: OutputCase[] = [
  { title: 'no output makes no version', outputs: {}, made: {} },
  { title: 'outputs that say nothing are one version', outputs: { a: '1', 'b/c': '2' }, made: { [anonymous]: ['a', 'b/c'] } },
  { title: 'an empty file is an output', outputs: { a: '' }, made: { [anonymous]: ['a'] } },
  {
    title: 'a sidecar names the version',
    outputs: { a: '1', 'a.metadata.json': versions('dataset://new/v7') },
    made: { 'new:v7': ['a'] },
  },
  {
    title: 'files that name one version are together, the others apart',
    outputs: {
      a: '1',
      b: '2',
      c: '3',
      'a.metadata.json': versions('dataset://new/v1'),
      'b.metadata.json': versions({ uri: 'dataset://new/v1' }),
    },
    made: { 'new:v1': ['a', 'b'], [anonymous]: ['c'] },
  },
  {
    title: 'one file may be in several versions',
    outputs: { a: '1', 'a.metadata.json': versions('dataset://x/v1', 'dataset://y/v1') },
    made: { 'x:v1': ['a'], 'y:v1': ['a'] },
  },
  {
    title: 'the lines file names versions',
    outputs: { 'd/a': '1', b: '2', [jsonl]: line('d/a', into('dataset://new/v1')) + line('b', into('dataset://new/v1')) },
    made: { 'new:v1': ['b', 'd/a'] },
  },
  {
    title: 'without a version, or its slash, it is the next one',
    outputs: { a: '1', b: '2', 'a.metadata.json': versions('dataset://digits/'), 'b.metadata.json': versions('dataset://new') },
    made: { 'digits:v2': ['a'], 'new:v1': ['b'] },
  },
  {
    title: 'a model',
    outputs: { m: '1', 'm.metadata.json': JSON.stringify({ 'valohai.model-versions': ['model://digits-model/'] }) },
    made: { 'digits-model:v1': ['m'] },
  },
  {
    title: 'a model with notes',
    outputs: {
      m: '1',
      'm.metadata.json': JSON.stringify({
        'valohai.model-versions': [{ model_uri: 'model://m/best', model_version_tags: ['x'], model_release_note: 'y' }],
      }),
    },
    made: { 'm:best': ['m'] },
  },
  {
    title: 'a dataset cannot take a model',
    outputs: { m: '1', 'm.metadata.json': JSON.stringify({ 'valohai.model-versions': ['model://digits/'] }) },
    made: { [anonymous]: ['m'] },
    says: [/^m: "model:\/\/digits\/" was not made: "digits" is a dataset\.$/],
  },
  {
    title: 'free properties and tags are no matter',
    outputs: { a: '1', 'a.metadata.json': '{"quality": 5, "valohai.tags": ["x"]}' },
    made: { [anonymous]: ['a'] },
  },
  {
    title: 'a version that is there with other bytes is not touched',
    outputs: { a: 'new', 'a.metadata.json': versions('dataset://digits/v1') },
    made: { [anonymous]: ['a'] },
    says: [/^a: digits:v1 is there already, with other bytes\. .* The outputs are in clean-up-outputs\.$/],
  },
  {
    title: 'nor is an alias taken for a version name',
    outputs: { a: 'new', 'a.metadata.json': versions('dataset://digits/stable') },
    made: { [anonymous]: ['a'] },
    says: [/^a: "digits:stable" is an alias of v1, .* The outputs are in clean-up-outputs\.$/],
  },
  {
    title: 'the same bytes are the version that is there',
    outputs: { '0/a': 'zero', '1/a': 'one', [jsonl]: line('0/a', into('dataset://digits/v1')) + line('1/a', into('dataset://digits/v1')) },
    made: { 'digits:v1': ['0/a', '1/a'] },
  },
  {
    title: 'the same bytes under a new name too, which is said',
    outputs: { '0/a': 'zero', '1/a': 'one', [jsonl]: line('0/a', into('dataset://digits/v9')) + line('1/a', into('dataset://digits/v9')) },
    made: { 'digits:v1': ['0/a', '1/a'] },
    says: [/"dataset:\/\/digits\/v9" was not made: digits:v1 has the same bytes\./],
  },
  {
    title: 'from a base, with its files',
    outputs: { b: '2', 'b.metadata.json': versions({ uri: 'dataset://digits/v2', from: 'dataset://digits/v1' }) },
    made: { 'digits:v2': ['0/a', '1/a', 'b'] },
  },
  {
    title: 'from an alias of a base',
    outputs: { b: '2', 'b.metadata.json': versions({ uri: 'dataset://other/v1', from: 'dataset://digits/stable' }) },
    made: { 'other:v1': ['0/a', '1/a', 'b'] },
  },
  {
    title: 'from the newest of itself',
    outputs: { b: '2', 'b.metadata.json': versions({ uri: 'dataset://digits/', from: 'dataset://digits/latest' }) },
    made: { 'digits:v2': ['0/a', '1/a', 'b'] },
  },
  {
    title: 'a new file takes the place of one of the base',
    outputs: { '0/a': 'new', '0/a.metadata.json': versions({ uri: 'dataset://digits/v2', from: 'dataset://digits/v1' }) },
    made: { 'digits:v2': ['0/a', '1/a'] },
  },
  {
    title: 'excluding a path of the base',
    outputs: { b: '2', 'b.metadata.json': versions({ uri: 'dataset://digits/v2', from: 'dataset://digits/v1', exclude: ['0/a'] }) },
    made: { 'digits:v2': ['1/a', 'b'] },
  },
  {
    title: 'excluding a name leaves out every file of that name',
    outputs: { b: '2', 'b.metadata.json': versions({ uri: 'dataset://digits/v2', from: 'dataset://digits/v1', exclude: ['a'] }) },
    made: { 'digits:v2': ['b'] },
  },
  {
    title: 'excluding what is not there is said',
    outputs: { b: '2', 'b.metadata.json': versions({ uri: 'dataset://digits/v2', from: 'dataset://digits/v1', exclude: ['x'] }) },
    made: { 'digits:v2': ['0/a', '1/a', 'b'] },
    says: [/^b: "exclude": digits:v1 has no file "x"\.$/],
  },
  {
    title: 'a fresh start takes nothing from the base',
    outputs: { b: '2', 'b.metadata.json': versions({ uri: 'dataset://digits/v2', from: 'dataset://digits/v1', start_fresh: true }) },
    made: { 'digits:v2': ['b'] },
  },
  {
    title: 'null is no base',
    outputs: { b: '2', 'b.metadata.json': versions({ uri: 'dataset://digits/v2', from: null, exclude: null, packaging: true }) },
    made: { 'digits:v2': ['b'] },
  },
  {
    title: 'what the files exclude adds up',
    outputs: {
      b: '2',
      c: '3',
      'b.metadata.json': versions({ uri: 'dataset://digits/v2', from: 'dataset://digits/v1', exclude: ['0/a'] }),
      'c.metadata.json': versions({ uri: 'dataset://digits/v2', exclude: ['1/a'] }),
    },
    made: { 'digits:v2': ['b', 'c'] },
  },
  {
    title: 'different bases contradict each other',
    outputs: {
      b: '2',
      c: '3',
      'b.metadata.json': versions({ uri: 'dataset://new/v2', from: 'dataset://digits/v1' }),
      'c.metadata.json': versions({ uri: 'dataset://new/v2', from: 'dataset://digits/stable' }),
    },
    made: { [anonymous]: ['b', 'c'] },
    says: [/"dataset:\/\/new\/v2" is to begin with different versions, dataset:\/\/digits\/v1 and dataset:\/\/digits\/stable/],
  },
  {
    title: 'a base that is not there',
    outputs: { b: '2', 'b.metadata.json': versions({ uri: 'dataset://digits/v2', from: 'dataset://digits/v8' }) },
    made: { [anonymous]: ['b'] },
    says: [/"from": "digits" has no version "v8"\. It is "dataset:\/\/digits\/v8", so "dataset:\/\/digits\/v2" was not made\./],
  },
  {
    title: 'a base that is no reference',
    outputs: { b: '2', 'b.metadata.json': versions({ uri: 'dataset://digits/v2', from: 'v1' }) },
    made: { [anonymous]: ['b'] },
    says: [/"from": "v1" names a dataset/],
  },
  {
    title: 'a version cannot begin with itself',
    outputs: { b: '2', 'b.metadata.json': versions({ uri: 'dataset://new/v1', from: 'dataset://new/v1' }) },
    made: { [anonymous]: ['b'] },
    says: [/"from" is the version itself/],
  },
  {
    title: 'an alias is moved to the new version',
    outputs: { b: '2', 'b.metadata.json': versions({ uri: 'dataset://digits/v2', targeting_aliases: ['stable', 'prod'] }) },
    made: { 'digits:v2': ['b'], 'digits:stable': ['b'], 'digits:prod': ['b'] },
  },
  {
    title: 'an alias that cannot be moved is said',
    outputs: { b: '2', 'b.metadata.json': versions({ uri: 'dataset://digits/v2', targeting_aliases: ['latest', 'v1', 'a b'] }) },
    made: { 'digits:v2': ['b'], 'digits:v1': ['0/a', '1/a'] },
    says: [/"targeting_aliases": "latest" is always/, /"digits:v1" is a version/, /"a b" cannot be an alias/],
  },
  {
    title: 'latest is no name for a version',
    outputs: { b: '2', 'b.metadata.json': versions('dataset://digits/latest') },
    made: { [anonymous]: ['b'] },
    says: [/"dataset:\/\/digits\/latest" cannot be made: "latest" is always the newest version\./],
  },
  ...[
    'dataset://',
    'dataset://a b/v1',
    'dataset://x/v/1',
    'digits:v3',
    'https://x/y',
    'dataset://x/{parameter:p}',
    `dataset://x@sha256:${'a'.repeat(64)}`,
  ].map(
    (uri): OutputCase => ({
      title: `${uri} is no version to make`,
      outputs: { b: '2', 'b.metadata.json': versions(uri) },
      made: { [anonymous]: ['b'] },
      says: [/^b: ".*" cannot be made[:.]/],
    }),
  ),
  {
    title: 'an entry that is nothing of the kind',
    outputs: { b: '2', 'b.metadata.json': versions(5, null, {}, { uri: 5 }) },
    made: { [anonymous]: ['b'] },
    says: [/^b: 5 is no version\. Write "dataset:\/\/name\/version"\./m, /null is no version/, /\{\} is no version/],
  },
  {
    title: 'an entry that is not in a list counts, and is said',
    outputs: { b: '2', 'b.metadata.json': '{"valohai.dataset-versions": "dataset://new/v1"}' },
    made: { 'new:v1': ['b'] },
    says: [/"valohai.dataset-versions" must be a list\./],
  },
];
