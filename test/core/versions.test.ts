/** Naming versions, finding them again, and moving aliases. */
import assert from 'node:assert/strict';
import nodeTest, { describe, test } from 'node:test';
import type { ErrorCode } from '../../server/core/errors.ts';
import { parseReference } from '../../server/core/ref.ts';
import { openRegistry, type Registry } from '../../server/core/registry/registry.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import { aFile, draft, refusal } from './fixture.ts';

describe('a version is found by any spelling', () => {
  const registry = fresh(nodeTest);
  const add = (as: string, bytes: string) => registry.versions.add(draft(as, [aFile(bytes)])).version;
  const first = add('digits', '1');
  const second = add('digits', '2');
  add('digits:release-2024.1', '3');
  // No two real hashes ever begin alike for long, so these are made up.
  const shared = 'abcdef012345';
  const twins = [`${shared}${'0'.repeat(52)}`, `${shared}${'1'.repeat(52)}`];
  for (const hash of twins) registry.versions.add({ ...draft('twins', [aFile(hash)]), hash });
  registry.datasets.setAlias('digits', 'production', 'v1');
  registry.datasets.setAlias('digits', 'candidate', 'release-2024.1');

  const found: [written: string, is: string][] = [
    ['digits:v1', 'digits:v1'],
    ['digits:v2', 'digits:v2'],
    ['digits:latest', 'digits:release-2024.1'],
    ['digits:production', 'digits:v1'],
    ['digits:release-2024.1', 'digits:release-2024.1'],
    ['dataset://digits/v1', 'digits:v1'],
    ['model://digits/production', 'digits:v1'],
    [`digits@sha256:${first.hash}`, 'digits:v1'],
    [`digits@sha256:${first.hash.toUpperCase()}`, 'digits:v1'],
    [`digits@sha256:${second.hash.slice(0, 12)}`, 'digits:v2'],
    [`digits:v1@sha256:${first.hash}`, 'digits:v1'],
    [`digits:production@sha256:${first.hash.slice(0, 20)}`, 'digits:v1'],
    [`dataset://digits/v2@sha256:${second.hash}`, 'digits:v2'],
    [`twins@sha256:${twins[0]}`, 'twins:v1'],
    [`twins@sha256:${twins[1]!.slice(0, 13)}`, 'twins:v2'],
  ];
  for (const [written, is] of found) {
    test(written, () => {
      const version = registry.versions.resolve(parseReference(written).ref!);
      assert.equal(`${version.dataset}:${version.name}`, is);
    });
  }

  const refused: [written: string, code: ErrorCode, about: RegExp][] = [
    ['digist:v1', 'ref.unknown-dataset', /Did you mean "digits"\?/],
    ['quite-another:v1', 'ref.unknown-dataset', /datapin adopt … --as quite-another/],
    ['Digits:v1', 'ref.unknown-dataset', /Did you mean "digits"\?/],
    ['digits:v3', 'ref.unknown-version', /Did you mean digits:v2\?/],
    ['digits:V1', 'ref.unknown-version', /Did you mean digits:v1\?/],
    ['digits:prodction', 'ref.unknown-version', /Did you mean digits:production\?/],
    ['digits:lastest', 'ref.unknown-version', /Did you mean digits:latest\?/],
    ['digits:something-else', 'ref.unknown-version', /The newest is digits:release-2024\.1\./],
    [`digits@sha256:${'0'.repeat(64)}`, 'ref.unknown-version', /The newest is/],
    [`digits:v1@sha256:${second.hash}`, 'ref.digest-mismatch', new RegExp(first.hash)],
    [`digits:latest@sha256:${first.hash.slice(0, 12)}`, 'ref.digest-mismatch', /another hash/],
    [`twins@sha256:${shared}`, 'ref.ambiguous-digest', /more digits/],
  ];
  for (const [written, code, about] of refused) {
    test(`refused: ${written}`, () => assert.throws(() => registry.versions.resolve(parseReference(written).ref!), refusal(code, about)));
  }
});

describe('a version is named', () => {
  /** What is added one after another -> what it is called, or why not; `*` are bytes that were there before. */
  const stories: [what: string, steps: [as: string, bytes: string, answer: string][]][] = [
    [
      'by the next free number',
      [
        ['d', '1', 'v1'],
        ['d', '2', 'v2'],
        ['d', '3', 'v3'],
      ],
    ],
    [
      'as it is asked',
      [
        ['d:first', '1', 'first'],
        ['d', '2', 'v2'],
        ['d:2024.05', '3', '2024.05'],
      ],
    ],
    [
      'past a number that is taken',
      [
        ['d:v2', '1', 'v2'],
        ['d', '2', 'v3'],
        ['d', '3', 'v4'],
      ],
    ],
    [
      'as the version of the same bytes',
      [
        ['d', '1', 'v1'],
        ['d', '1', 'v1 again'],
        ['d:other', '1', 'v1 again'],
        ['d', '2', 'v2'],
      ],
    ],
    [
      'in each dataset from one',
      [
        ['d', '1', 'v1'],
        ['e', '1', 'v1'],
        ['e', '2', 'v2'],
      ],
    ],
    [
      'never as another was',
      [
        ['d', '1', 'v1'],
        ['d:v1', '2', 'version.exists'],
        ['d', '2', 'v2'],
      ],
    ],
    [
      'past an alias, which takes no number',
      [
        ['d', '1', 'v1'],
        ['alias', 'prod', ''],
        ['d', '2', 'v2'],
        ['alias', 'v3', ''],
        ['d', '3', 'v4'],
      ],
    ],
    [
      'never as an alias is',
      [
        ['d', '1', 'v1'],
        ['alias', 'prod', ''],
        ['d:prod', '2', 'alias.taken'],
        ['d', '2', 'v2'],
      ],
    ],
    ['never as the newest is', [['d:latest', '1', 'alias.reserved']]],
  ];
  for (const [what, steps] of stories) {
    test(what, (t) => {
      const registry = fresh(t);
      const step = (as: string, bytes: string) => {
        if (as === 'alias') return registry.datasets.setAlias('d', bytes, 'v1') ?? '';
        const { version, existed } = registry.versions.add(draft(as, [aFile(bytes)]));
        return existed ? `${version.name} again` : version.name;
      };
      for (const [as, bytes, answer] of steps) {
        if (!isCode(answer)) {
          assert.equal(step(as, bytes), answer);
          continue;
        }
        const before = registry.datasets.list();
        assert.throws(() => step(as, bytes), refusal(answer));
        assert.deepEqual(registry.datasets.list(), before, 'a refusal leaves nothing behind');
      }
    });
  }

  test('the name a refusal proposes is free', (t) => {
    const registry = fresh(t);
    registry.versions.add(draft('d', [aFile('1')]));
    registry.versions.add(draft('d:v3', [aFile('2')]));
    assert.throws(() => registry.versions.add(draft('d:v1', [aFile('3')])), refusal('version.exists', /Adopt it as d:v4\./));
    assert.equal(registry.versions.add(draft('d:v4', [aFile('3')])).version.name, 'v4');
  });

  for (const name of ['', '.hidden', '-x', 'a b', 'a/b', 'ä', 'x'.repeat(129)]) {
    test(`no name: "${name.slice(0, 10)}"`, (t) => {
      const registry = fresh(t);
      const files = [aFile('1')];
      assert.throws(() => registry.versions.add({ ...draft('d', files), name }), refusal('name.invalid'));
      assert.throws(() => registry.versions.add({ ...draft('d', files), dataset: name }), refusal('name.invalid'));
      assert.deepEqual(registry.datasets.list(), []);
    });
  }
});

describe('a version is kept whole', () => {
  test('with what it is and where it came from', (t) => {
    const registry = fresh(t, '2024-05-06T07:08:09.000Z');
    const asked = { ...draft('m:best', [aFile('b', { size: 3 }), aFile('a', { size: 4 })]), kind: 'model' as const };
    registry.versions.add(asked);
    registry.datasets.setAlias('m', 'z', 'best');
    registry.datasets.setAlias('m', 'a', 'best');
    const { hash, origin } = asked;
    const facts = { dataset: 'm', name: 'best', kind: 'model', hash, identity: 'content', files: 2, bytes: 7, origin };
    const when = { createdAt: '2024-05-06T07:08:09.000Z', createdBy: 'tester' };
    assert.deepEqual(registry.versions.find('m', 'best'), {
      ...facts,
      ...when,
      aliases: ['a', 'z'],
      integrity: undefined,
      deprecated: undefined,
    });
    assert.deepEqual(registry.datasets.find('m'), { name: 'm', kind: 'model', createdAt: when.createdAt, versions: 1, latest: 'best' });
  });

  test('under provider identity as soon as one file has no hash', (t) => {
    const registry = fresh(t);
    const add = (as: string, ...files: Parameters<typeof aFile>[]) =>
      registry.versions.add(
        draft(
          as,
          files.map((args) => aFile(...args)),
        ),
      ).version;
    const provider = add('d', ['a'], ['b', { sha256: undefined, etag: 'e', versionId: 'v', evidence: 'version-id' }]);
    assert.equal(provider.identity, 'provider');
    assert.equal(add('e', ['a'], ['b']).identity, 'content');
    const other = add('d', ['a'], ['b', { sha256: undefined, etag: 'e', versionId: 'w', evidence: 'version-id' }]);
    assert.notEqual(other.hash, provider.hash);
  });

  test('newest first in its dataset, oldest first among all', (t) => {
    const registry = fresh(t);
    ['b', 'a', 'b', 'b:x'].forEach((as, i) => {
      registry.versions.add(draft(as, [aFile(String(i))]));
    });
    assert.deepEqual(
      registry.versions.list('b').map(({ name }) => name),
      ['x', 'v2', 'v1'],
    );
    assert.deepEqual(
      registry.versions.all().map(({ dataset, name }) => `${dataset}:${name}`),
      ['b:v1', 'a:v1', 'b:v2', 'b:x'],
    );
    assert.deepEqual(
      registry.datasets.list().map(({ name, latest }) => `${name}:${latest}`),
      ['a:v1', 'b:x'],
    );
  });
});

describe('aliases', () => {
  test('move, and every move is kept', (t) => {
    const registry = fresh(t);
    for (const bytes of ['1', '2', '3']) registry.versions.add(draft('d', [aFile(bytes)]));
    const moves: [alias: string, version: string][] = [
      ['prod', 'v1'],
      ['prod', 'v2'],
      ['prod', 'v2'],
      ['test', 'v3'],
      ['prod', 'v1'],
    ];
    for (const [alias, version] of moves) registry.datasets.setAlias('d', alias, version);
    assert.deepEqual(
      registry.datasets.aliasMoves('d').map(({ alias, from, to, movedBy }) => [alias, from, to, movedBy]),
      [
        ['prod', undefined, 'v1', 'tester'],
        ['prod', 'v1', 'v2', 'tester'],
        ['test', undefined, 'v3', 'tester'],
        ['prod', 'v2', 'v1', 'tester'],
      ],
    );
    assert.deepEqual(registry.versions.find('d', 'v1')?.aliases, ['prod']);
    assert.deepEqual(registry.versions.find('d', 'v2')?.aliases, []);
    assert.equal(registry.versions.find('d', 'prod'), undefined, 'find takes names only');
  });

  const refused: [what: string, args: [string, string, string], code: ErrorCode, about: RegExp][] = [
    ['of a dataset that is not there', ['e', 'prod', 'v1'], 'ref.unknown-dataset', /Did you mean "d"/],
    ['for a version that is not there', ['d', 'prod', 'v2'], 'ref.unknown-version', /Did you mean d:v1/],
    ['called as a version', ['d', 'v1', 'v1'], 'alias.taken', /another alias/],
    ['called latest', ['d', 'latest', 'v1'], 'alias.reserved', /another alias/],
    ['with a name that is none', ['d', 'a b', 'v1'], 'name.invalid', /made of/],
    ['for another alias', ['d', 'prod', 'latest'], 'ref.unknown-version', /./],
  ];
  for (const [what, args, code, about] of refused) {
    test(`refused: ${what}`, (t) => {
      const registry = fresh(t);
      registry.versions.add(draft('d', [aFile('1')]));
      assert.throws(() => registry.datasets.setAlias(...args), refusal(code, about));
      assert.deepEqual(registry.datasets.aliasMoves('d'), []);
    });
  }
});

function isCode(answer: string): answer is ErrorCode {
  return /^(version|alias)\./.test(answer);
}

function fresh(owner: Owner, now?: string): Registry {
  const time = now === undefined ? {} : { now: () => new Date(now) };
  const registry = openRegistry(`${tempFolder(owner, 'versions')}/registry.db`, { user: 'tester', ...time });
  owner.after(() => registry.close());
  return registry;
}
