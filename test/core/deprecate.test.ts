/** A version that should no longer be used: why, and what instead. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { ErrorCode } from '../../server/core/errors.ts';
import { openRegistry } from '../../server/core/registry/registry.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import { aFile, draft, refusal } from './fixture.ts';

/** One after another: what, why, what instead; without a reason it is taken back. */
type Change = [ref: string, why?: string, use?: string];

describe('a deprecated version', () => {
  const kept: [label: string, changes: Change[], expected: Record<string, string>][] = [
    ['says why', [['a:v1', 'wrong labels']], { 'a:v1': 'wrong labels' }],
    ['says what to use instead', [['a:v1', 'wrong labels', 'a:v2']], { 'a:v1': 'wrong labels -> a:v2' }],
    ['may be followed by one of another dataset', [['a:v1', 'old', 'b:v1']], { 'a:v1': 'old -> b:v1' }],
    ['keeps its reason on one line', [['a:v1', '  wrong\n\t labels ']], { 'a:v1': 'wrong labels' }],
    [
      'is told anew',
      [
        ['a:v1', 'x', 'a:v2'],
        ['a:v1', 'y'],
      ],
      { 'a:v1': 'y' },
    ],
    ['is taken back', [['a:v1', 'x'], ['a:v2', 'y'], ['a:v1']], { 'a:v2': 'y' }],
    ['is taken back twice', [['a:v1', 'x'], ['a:v1'], ['a:v1']], {}],
    [
      'may be followed by a deprecated one',
      [
        ['a:v1', 'x', 'a:v2'],
        ['a:v2', 'y', 'a:v3'],
      ],
      { 'a:v1': 'x -> a:v2', 'a:v2': 'y -> a:v3' },
    ],
    ['may turn round once the other is free', [['a:v1', 'x', 'a:v2'], ['a:v1'], ['a:v2', 'y', 'a:v1']], { 'a:v2': 'y -> a:v1' }],
  ];
  for (const [label, changes, expected] of kept) {
    test(label, (t) => {
      const { apply, told } = world(t);
      for (const change of changes) apply(change);
      assert.deepEqual(told(), expected);
    });
  }

  const refused: [label: string, before: Change[], change: Change, code: ErrorCode][] = [
    ['itself', [], ['a:v1', 'x', 'a:v1'], 'deprecate.successor'],
    ['one that it follows', [['a:v2', 'x', 'a:v1']], ['a:v1', 'x', 'a:v2'], 'deprecate.successor'],
    [
      'one that it follows from afar',
      [
        ['a:v2', 'x', 'a:v3'],
        ['a:v3', 'x', 'a:v1'],
      ],
      ['a:v1', 'x', 'a:v2'],
      'deprecate.successor',
    ],
    ['a version that is not there', [], ['a:v1', 'x', 'a:v9'], 'ref.unknown-version'],
    ['a dataset that is not there', [], ['a:v1', 'x', 'c:v1'], 'ref.unknown-version'],
  ];
  for (const [label, before, change, code] of refused) {
    test(`is not followed by ${label}`, (t) => {
      const { apply, told } = world(t);
      for (const one of before) apply(one);
      const standing = told();
      assert.throws(() => apply(change), refusal(code));
      assert.deepEqual(told(), standing);
    });
  }

  test('has a reason, and is there', (t) => {
    const { apply } = world(t);
    assert.throws(() => apply(['a:v1', ' \n']), refusal('usage'));
    assert.throws(() => apply(['a:v9', 'x']), refusal('ref.unknown-version'));
    assert.throws(() => apply(['a:v9']), refusal('ref.unknown-version'));
  });

  test('says who said it and when, and is found as before', (t) => {
    const { apply, registry } = world(t);
    apply(['a:v3', 'x', 'a:v2']);
    const { deprecated, ...rest } = registry.versions.resolve({ name: 'a', version: 'latest', digest: undefined });
    assert.deepEqual(deprecated, { why: 'x', use: 'a:v2', at: '2024-05-06T07:08:09.000Z', by: 'tester' });
    assert.equal(rest.name, 'v3');
    assert.equal(registry.versions.add(draft('a', [aFile('3')])).version.deprecated?.why, 'x');
  });
});

function world(owner: Owner) {
  const path = join(tempFolder(owner, 'deprecate'), 'registry.db');
  const registry = openRegistry(path, { user: 'tester', now: () => new Date('2024-05-06T07:08:09Z') });
  owner.after(() => registry.close());
  for (const name of ['1', '2', '3']) registry.versions.add(draft('a', [aFile(name)]));
  registry.versions.add(draft('b', [aFile('1')]));
  return {
    registry,
    apply([ref, why, use]: Change) {
      registry.versions.deprecate(named(ref), why === undefined ? undefined : { why, use: use === undefined ? undefined : named(use) });
    },
    /** Reason and successor of each deprecated version. */
    told: () =>
      Object.fromEntries(
        registry.versions.all().flatMap(({ dataset, name, deprecated }) => {
          const words = [deprecated?.why, deprecated?.use].filter((word) => word !== undefined).join(' -> ');
          return deprecated ? [[`${dataset}:${name}`, words]] : [];
        }),
      ),
  };
}

function named(ref: string): { dataset: string; name: string } {
  const [dataset = '', name = ''] = ref.split(':');
  return { dataset, name };
}
