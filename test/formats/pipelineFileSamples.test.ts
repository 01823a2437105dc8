/** Real pipeline files are read as upstream reads them: what its program says of each stands beside them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { itemsOf } from '../../server/formats/pipelineFile/file.ts';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import type { Item, ItemKind, NodeItem, PipelineItem, Socket } from '../../server/formats/pipelineFile/types.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'pipeline-files');

interface Lint {
  parse: string;
  steps?: string[];
  tasks?: string[];
  endpoints?: string[];
  deployments?: string[];
  /** Names of their nodes. */
  pipelines?: Record<string, string[]>;
}

type Texts<Key extends string> = Partial<Record<Key, string>>;

interface Pipeline {
  nodes: ({
    name: string;
    type: string;
    template?: { step?: string };
    actions?: { when: string[]; if: string[]; then: string[] }[];
  } & Texts<'deployment'> & {
      endpoints?: string[];
    })[];
  edges: Texts<'source_node' | 'source_type' | 'source_key' | 'target_node' | 'target_type' | 'target_key'>[];
  parameters: Record<string, { config: { targets: string[]; default?: unknown } }>;
}

describe('names of everything in a file', () => {
  for (const [file, expected] of entries<Lint>('lint.json').filter(([, { parse }]) => parse === 'ok')) {
    test(file, () => {
      const { file: parsed, problems } = parsePipelineFile(read(file));
      assert.deepEqual(
        problems.filter(({ code }) => code === 'yaml-syntax'),
        [],
      );
      const names = (kind: ItemKind) => unique([...itemsOf(parsed, kind)].map(({ item }) => (item as Item).name?.text ?? ''));
      assert.deepEqual(names('step'), unique(expected.steps));
      assert.deepEqual(names('task'), unique(expected.tasks));
      assert.deepEqual(names('endpoint'), unique(expected.endpoints));
      assert.deepEqual(names('deployment'), unique(expected.deployments));
      assert.deepEqual(names('pipeline'), unique(Object.keys(expected.pipelines ?? {})));
      for (const [name, nodes] of Object.entries(expected.pipelines ?? {}))
        assert.deepEqual(
          parsed.pipelines.get(name)?.item.nodes.map((node) => node.name?.text),
          nodes,
        );
    });
  }
});

describe('nodes, edges and parameters of a pipeline', () => {
  for (const [key, expected] of entries<Pipeline>('pipelines.json').filter(([, { nodes }]) => nodes)) {
    test(key, () => {
      const [file = '', name = ''] = key.split('::');
      const { item } = parsePipelineFile(read(file)).file.pipelines.get(name)!;
      assert.deepEqual(
        edgesOf(item),
        sorted(
          expected.edges.map(({ source_node, source_type, source_key, ...end }) =>
            [source_node, source_type, source_key, end.target_node, end.target_type, end.target_key].join(' '),
          ),
        ),
      );
      assert.deepEqual(
        Object.fromEntries(item.parameters.map((parameter) => [parameter.name?.text, parameter.targets.map(({ text }) => text)])),
        Object.fromEntries(Object.entries(expected.parameters).map(([parameter, { config }]) => [parameter, config.targets])),
      );
      assert.deepEqual(
        item.nodes.map(nodeFacts),
        expected.nodes.map((node) => ({
          name: node.name,
          type: node.type,
          deployment: node.deployment,
          endpoints: node.endpoints ?? [],
          actions: node.actions ?? [],
        })),
      );
    });
  }
});

function edgesOf({ edges }: PipelineItem): string[] {
  const words = (socket: Socket | undefined) => [socket?.node, socket?.type, socket?.key].map((at) => at?.text).join(' ');
  return sorted(edges.map(({ source, target }) => `${words(source)} ${words(target)}`));
}

function nodeFacts({ name, type, deployment, endpoints, actions }: NodeItem) {
  const texts = (list: { text: string }[]) => list.map(({ text }) => text);
  return {
    name: name?.text,
    type: type?.text,
    deployment: deployment?.text,
    endpoints: texts(endpoints),
    actions: actions.map((action) => ({
      when: texts(action.when)
        .map((word) => word.toLowerCase())
        .sort(),
      if: texts(action.if),
      // biome-ignore lint/suspicious/noThenProperty: the format's own word
      then: texts(action.then),
    })),
  };
}

function entries<T>(name: string): [string, T][] {
  return Object.entries(JSON.parse(read(join('expected', name))) as Record<string, T>);
}

function read(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

function unique(names: string[] = []): string[] {
  return sorted([...new Set(names)]);
}

function sorted(texts: string[]): string[] {
  return texts.toSorted();
}
