// Lineage graphs for the tests of the page, made with the types of the wire.
import type { WireExecution, WireLineage, WireLineageEdge, WireLineageNode, WireVersion } from '../../server/protocol/wire.ts';

const hex = (seed: number) => Array.from({ length: 64 }, (_, i) => ((seed * 31 + i * 7 + ((seed * i) % 5)) % 16).toString(16)).join('');

export function version(ref: string, facts: Partial<WireVersion> = {}): WireLineageNode {
  const [dataset, name] = ref.split(':') as [string, string];
  const made: WireVersion = {
    ref,
    dataset,
    name,
    kind: 'dataset',
    hash: `sha256:${hex(ref.length)}`,
    identity: 'content',
    files: 1797,
    bytes: 1_234_567,
    createdAt: '2026-03-01T10:00:00.000Z',
    createdBy: 'ada',
    aliases: [],
    origin: 'adopted from file:///data/digits',
    integrity: 'unchecked',
    ...facts,
  };
  return { id: ref, type: 'version', version: made };
}

export function execution(id: string, facts: Partial<WireExecution> = {}): WireLineageNode {
  const [project, number] = id.split(':') as [string, string];
  const made: WireExecution = {
    id,
    project,
    number: Number(number),
    step: 'train',
    status: 'complete',
    createdAt: '2026-03-01T11:00:00.000Z',
    createdBy: 'ada',
    startedAt: '2026-03-01T11:00:05.000Z',
    endedAt: '2026-03-01T11:04:17.000Z',
    duration: 252,
    commit: '0f3c9a7d5b1e2846c0d9e8f7a6b5c4d3e2f10987',
    dirty: false,
    image: 'python:3.13',
    command: 'python train.py --epochs 5',
    parameters: { epochs: 5, learning_rate: 0.001 },
    inputs: [],
    outputs: [],
    exitCode: 0,
    metadata: { accuracy: 0.97654321, loss: 0.0812 },
    ...facts,
  };
  return { id, type: 'execution', execution: made };
}

export function edge(source: string, target: string, role: string): WireLineageEdge {
  return { source, target, role };
}

/** Digits: adopted, split, trained on and tested, with every kind, every sign and a run that goes on. */
export function digits(): WireLineage {
  const model = { kind: 'model', files: 3, bytes: 44_120_000, origin: 'made by digits:2' } as const;
  return {
    truncated: false,
    nodes: [
      version('digits:raw', { origin: 'adopted from s3://lab/digits', integrity: 'whole' }),
      version('digits:clean', { files: 1702, bytes: 1_180_300, origin: 'made by digits:1' }),
      version('digits:train', { files: 1362, bytes: 944_000, aliases: ['latest'], origin: 'derived from digits:clean' }),
      version('digits:test', { files: 340, bytes: 236_000, origin: 'derived from digits:clean' }),
      version('labels:2026-02', { files: 1, bytes: 88_000, identity: 'provider', origin: 'adopted from https://labels.example/export' }),
      version('augmentation-textures:v12', { files: 96, bytes: 310_500_000, integrity: 'broken' }),
      execution('digits:1', {
        step: 'clean',
        inputs: [
          { input: 'images', ref: 'digits:raw' },
          { input: 'labels', ref: 'labels:2026-02' },
        ],
        outputs: ['digits:clean'],
      }),
      execution('digits:2', {
        inputs: [
          { input: 'training-images', ref: 'digits:train' },
          { input: 'textures', ref: 'augmentation-textures:v12' },
        ],
        outputs: ['digit-net:v1'],
        dirty: true,
        cost: 1.42,
      }),
      execution('digits:3', {
        status: 'error',
        exitCode: 1,
        message: 'the command ended with 1',
        inputs: [{ input: 'training-images', ref: 'digits:train' }],
        parameters: { epochs: 50, learning_rate: 0.1, optimizer: 'sgd' },
        metadata: {},
      }),
      execution('digits:4', {
        status: 'started',
        endedAt: undefined,
        duration: undefined,
        exitCode: undefined,
        startedAt: new Date(Date.now() - 190_000).toISOString(),
        inputs: [{ input: 'training-images', ref: 'digits:train' }],
        metadata: {},
      }),
      execution('digits:5', {
        step: 'evaluate',
        inputs: [
          { input: 'model', ref: 'digit-net:v1' },
          { input: 'images', ref: 'digits:test' },
        ],
        outputs: ['report:v1'],
      }),
      execution('digits:6', {
        step: 'evaluate-on-the-customer-holdout',
        status: 'queued',
        startedAt: undefined,
        endedAt: undefined,
        duration: undefined,
        exitCode: undefined,
        inputs: [{ input: 'model', ref: 'digit-net:v1' }],
        metadata: {},
      }),
      version('digit-net:v1', { ...model, aliases: ['production'] }),
      version('report:v1', { files: 4, bytes: 12_400, origin: 'made by digits:5' }),
      version('faces:v1', { files: 13_233, bytes: 180_000_000, aliases: ['latest'] }),
    ],
    edges: [
      edge('digits:raw', 'digits:1', 'images'),
      edge('labels:2026-02', 'digits:1', 'labels'),
      edge('digits:1', 'digits:clean', 'output'),
      edge('digits:clean', 'digits:train', 'derive'),
      edge('digits:clean', 'digits:test', 'derive'),
      edge('digits:train', 'digits:2', 'training-images'),
      edge('augmentation-textures:v12', 'digits:2', 'textures'),
      edge('digits:train', 'digits:3', 'training-images'),
      edge('digits:train', 'digits:4', 'training-images'),
      edge('digits:2', 'digit-net:v1', 'output'),
      edge('digit-net:v1', 'digits:5', 'model'),
      edge('digits:test', 'digits:5', 'images'),
      edge('digit-net:v1', 'digits:6', 'model'),
      edge('digits:5', 'report:v1', 'output'),
    ],
  };
}

/** Many projects' worth: runs that take one or two versions that are not much older, and make one. The same on every call. */
export function many(count: number): WireLineage {
  const random = numbers(7);
  const nodes: WireLineageNode[] = [];
  const edges: WireLineageEdge[] = [];
  for (let i = 0; nodes.length + 2 <= count; i++) {
    const run = `lab:${i + 1}`;
    const made = `set-${i % 40}:v${i}`;
    nodes.push(execution(run), version(made));
    edges.push(edge(run, made, 'output'));
    const inputs = new Set(Array.from({ length: 1 + Math.floor(random() * 2) }, () => i - 1 - Math.floor(random() * 400)));
    for (const input of inputs) if (input >= 0) edges.push(edge(`set-${input % 40}:v${input}`, run, 'images'));
  }
  return { nodes, edges, truncated: false };
}

/** Numbers from 0 to 1 that are the same every time (a linear congruence). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** All that `digit-net:v1` came from and all that came from it, itself included. */
export const aroundTheModel = [
  'augmentation-textures:v12',
  'digit-net:v1',
  'digits:1',
  'digits:2',
  'digits:5',
  'digits:6',
  'digits:clean',
  'digits:raw',
  'digits:train',
  'labels:2026-02',
  'report:v1',
];
