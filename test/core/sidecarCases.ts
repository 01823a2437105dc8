/** Carriers of metadata that are wrong in some way, or written in another one. */
import { anonymous, into, jsonl, line, type OutputCase, versions } from './outputCases.ts';

export const sidecarCases: OutputCase[] = [
  {
    title: 'slips in keys are said',
    outputs: {
      a: '1',
      b: '2',
      'a.metadata.json': '{"dataset-versions": ["dataset://new/v1"], "valohai.tags": "x", "valohai.alias": ["y"]}',
      'b.metadata.json': versions({ uri: 'dataset://new/v1', exlude: ['x'] }),
    },
    made: { [anonymous]: ['a'], 'new:v1': ['b'] },
    says: [
      /"dataset-versions" does nothing\. Write "valohai\.dataset-versions"\./,
      /"valohai\.tags" must be a list/,
      /"valohai\.alias" names a single file/,
      /"exlude" does nothing\. Did you mean "exclude"\?/,
    ],
  },
  {
    title: 'a sidecar without its output',
    outputs: { a: '1', 'gone.metadata.json': versions('dataset://new/v1') },
    made: { [anonymous]: ['a'] },
    says: [/^gone\.metadata\.json: The output that it belongs to was not written\.$/],
  },
  {
    title: 'a sidecar of a folder',
    outputs: { 'train/a': '1', 'train.metadata.json': versions('dataset://new/v1') },
    made: { [anonymous]: ['train/a'] },
    says: [/^train\.metadata\.json: It stands beside a folder/],
  },
  {
    title: 'a sidecar of a sidecar',
    outputs: { a: '1', 'a.metadata.json': '{}', 'a.metadata.json.metadata.json': '{}' },
    made: { [anonymous]: ['a'] },
    says: [/^a\.metadata\.json\.metadata\.json: The output/],
  },
  ...['', '{', '[]', '"x"', 'null'].map(
    (text): OutputCase => ({
      title: `a sidecar that is ${JSON.stringify(text)}`,
      outputs: { a: '1', 'a.metadata.json': text },
      made: { [anonymous]: ['a'] },
      says: [/^a\.metadata\.json: It is no JSON object\.$/],
    }),
  ),
  {
    title: 'a sidecar with a byte order mark, NaN and huge numbers',
    outputs: {
      a: '1',
      'a.metadata.json': `\ufeff{"loss": NaN, "n": 123456789012345678901234567890, "valohai.dataset-versions": ["dataset://new/v1"]}`,
    },
    made: { 'new:v1': ['a'] },
  },
  {
    title: 'a bad line keeps the others',
    outputs: {
      a: '1',
      b: '2',
      [jsonl]: `${line('a', into('dataset://new/v1'))}{broken\n[]\n{"file": 1, "metadata": {}}\n\n${line('b', into('dataset://new/v1'))}`,
    },
    made: { 'new:v1': ['a', 'b'] },
    says: [/^valohai\.metadata\.jsonl, line 2: It is no JSON object with "file" and "metadata"\. The same is true of 2 more\.$/],
  },
  {
    title: 'lines of another system, without a last end',
    outputs: {
      a: '1',
      b: '2',
      [jsonl]: `\ufeff${line('a', into('dataset://new/v1')).trim()}\r\n${line('b', into('dataset://new/v1')).trim()}`,
    },
    made: { 'new:v1': ['a', 'b'] },
  },
  {
    title: 'a line separator inside a text ends no line',
    outputs: { a: '1', [jsonl]: `{"file": "a", "metadata": {"x": "\u2028\u0085", "valohai.dataset-versions": ["dataset://new/v1"]}}\n` },
    made: { 'new:v1': ['a'] },
  },
  {
    title: 'an output that was not written',
    outputs: { a: '1', [jsonl]: line('gone', into('dataset://new/v1')) + line('a', into('dataset://new/v1')) },
    made: { 'new:v1': ['a'] },
    says: [/line 1: The output "gone" was not written\./],
  },
  {
    title: 'only lines, and no output at all',
    outputs: { [jsonl]: line('gone', into({ uri: 'dataset://digits/v2', from: 'dataset://digits/v1', exclude: ['a'] })) },
    made: {},
    says: [/line 1: The output "gone" was not written\./],
  },
  {
    title: 'a file that is named twice: the last line counts',
    outputs: { a: '1', [jsonl]: line('a', into('dataset://old/v1')) + line('./a', into('dataset://new/v1')) },
    made: { 'new:v1': ['a'] },
    says: [/line 2: "a" was named before; this line counts\./],
  },
  {
    title: 'other ways to write a path',
    outputs: {
      a: '1',
      b: '2',
      'c/d': '3',
      [jsonl]:
        line('./a', into('dataset://new/v1')) +
        line('/valohai/outputs/b', into('dataset://new/v1')) +
        line('x/../c//d', into('dataset://new/v1')),
    },
    made: { 'new:v1': ['a', 'b', 'c/d'] },
  },
  {
    title: 'a path that leads out',
    outputs: {
      a: '1',
      [jsonl]: line('../config/execution.json', into('dataset://new/v1')) + line('/etc/passwd', into('dataset://new/v1')),
    },
    made: { [anonymous]: ['a'] },
    says: [/line 1: "\.\.\/config\/execution\.json" lies outside the outputs/, /line 2: "\/etc\/passwd" lies outside/],
  },
  {
    title: 'a sidecar and a line: what they say adds up, and the line wins',
    outputs: { a: '1', 'a.metadata.json': versions('dataset://x/v1'), [jsonl]: line('a', { ...into('dataset://y/v1'), free: 1 }) },
    made: { 'x:v1': ['a'], 'y:v1': ['a'] },
  },
  {
    title: 'a lines file in a folder is an output',
    outputs: { [`d/${jsonl}`]: line('a', into('dataset://new/v1')) },
    made: { [anonymous]: [`d/${jsonl}`] },
  },
  {
    title: 'names of every object do no harm',
    outputs: { constructor: '1', toString: '2', [jsonl]: line('constructor', into('dataset://__proto__/constructor')) },
    made: { '__proto__:constructor': ['constructor'], [anonymous]: ['toString'] },
  },
];
