/** Projects, their numbered executions, and who may still change one. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Execution, type ExecutionStatus, finalStatuses } from '../../server/core/execution.ts';
import { parseExecutionReference } from '../../server/core/ref.ts';
import { openRegistry, type Registry } from '../../server/core/registry/registry.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import { anExecution, refusal } from './fixture.ts';

describe('projects', () => {
  test('folders of one name get names of their own, and keep them', (t) => {
    const registry = fresh(t);
    const name = (root: string) => registry.executions.ensureProject(root, 'digits').name;
    assert.deepEqual(['/a/digits', '/b/digits', '/a/digits', '/c/digits', '/b/digits'].map(name), [
      'digits',
      'digits-2',
      'digits',
      'digits-3',
      'digits-2',
    ]);
    assert.deepEqual(
      registry.executions.projects().map(({ name, root }) => `${name} ${root}`),
      ['digits /a/digits', 'digits-2 /b/digits', 'digits-3 /c/digits'],
    );
  });

  test('a name that a suffix made is not given twice', (t) => {
    const registry = fresh(t);
    const name = (root: string, wanted: string) => registry.executions.ensureProject(root, wanted).name;
    assert.equal(name('/1', 'x-2'), 'x-2');
    assert.equal(name('/2', 'x'), 'x');
    assert.equal(name('/3', 'x'), 'x-3');
  });
});

describe('the project of a folder', () => {
  const cases: [folder: string, root: string | undefined][] = [
    ['/a', '/a'],
    ['/a/', '/a'],
    ['/a/deep/er', '/a'],
    ['/a/b', '/a/b'],
    ['/a/b/c', '/a/b'],
    ['/a/bc', '/a'],
    ['/ab', undefined],
    ['/', undefined],
  ];
  for (const [folder, root] of cases) {
    test(`${folder} is of ${root ?? 'none'}`, (t) => {
      const { executions } = fresh(t);
      for (const one of ['/a', '/a/b']) executions.ensureProject(one, 'x');
      assert.equal(executions.projectAt(folder)?.root, root);
    });
  }
});

describe('a list of executions', () => {
  const steps: [project: string, step: string][] = [
    ['a', 'train'],
    ['b', 'train'],
    ['a', 'test'],
    ['a', 'train'],
    ['b', 'test'],
    ['a', 'train'],
  ];
  const cases: [query: Parameters<Registry['executions']['list']>[0], ids: string][] = [
    [undefined, 'a:4 b:2 a:3 a:2 b:1 a:1'],
    [{ limit: 2 }, 'a:4 b:2'],
    [{ project: 'a' }, 'a:4 a:3 a:2 a:1'],
    [{ project: 'a', before: 3 }, 'a:2 a:1'],
    [{ step: 'train' }, 'a:4 a:3 b:1 a:1'],
    [{ step: 'train', limit: 3 }, 'a:4 a:3 b:1'],
    [{ project: 'a', step: 'train' }, 'a:4 a:3 a:1'],
    [{ project: 'a', step: 'train', before: 4, limit: 1 }, 'a:3'],
    [{ project: 'b', step: 'test' }, 'b:2'],
    [{ project: 'c' }, ''],
    [{ step: 'tra' }, ''],
  ];
  for (const [query, ids] of cases) {
    test(`of ${JSON.stringify(query) ?? 'everything'} is ${ids || 'empty'}, newest first`, (t) => {
      const { executions } = fresh(t);
      for (const [project, step] of steps) {
        executions.add(executions.ensureProject(`/${project}`, project), { ...anExecution(), step }, () => '/run');
      }
      assert.equal(
        executions
          .list(query)
          .map(({ project, number }) => `${project}:${number}`)
          .join(' '),
        ids,
      );
    });
  }
});

describe('executions', () => {
  test('are numbered in their project, and kept as they were drafted', (t) => {
    const registry = fresh(t);
    const [a, b] = ['a', 'b'].map((name) => registry.executions.ensureProject(`/${name}`, name));
    const added = [a, b, a, a].map((project) => registry.executions.add(project!, anExecution(), (number) => `/runs/${number}`));
    assert.deepEqual(
      added.map(({ project, number, folder }) => `${project}:${number} ${folder}`),
      ['a:1 /runs/1', 'b:1 /runs/1', 'a:2 /runs/2', 'a:3 /runs/3'],
    );
    const facts = {
      project: 'a',
      number: 2,
      status: 'created',
      folder: '/runs/2',
      createdAt: '2024-05-06T07:08:09.000Z',
      createdBy: 'tester',
    };
    assert.deepEqual(registry.executions.get({ project: 'a', number: 2 }), plain({ ...anExecution(), ...facts }));
  });

  const known: [written: string, number: number | undefined][] = [
    ['a:1', 1],
    ['a:#3', 3],
    ['a:latest', 3],
    ['a:4', undefined],
    ['b:latest', undefined],
    ['A:1', undefined],
  ];
  for (const [written, number] of known) {
    test(`${written} is ${number ?? 'unknown'}`, (t) => {
      const registry = fresh(t);
      const project = registry.executions.ensureProject('/a', 'a');
      for (let i = 0; i < 3; i++) registry.executions.add(project, anExecution(), String);
      const ref = parseExecutionReference(written)!;
      assert.equal(registry.executions.find(ref)?.number, number);
      if (number === undefined) assert.throws(() => registry.executions.get(ref), refusal('execution.unknown'));
      else assert.equal(registry.executions.get(ref).number, number);
    });
  }

  test('are listed newest first, by project, page by page', (t) => {
    const registry = fresh(t);
    for (const name of ['a', 'b', 'a', 'b', 'a'])
      registry.executions.add(registry.executions.ensureProject(`/${name}`, name), anExecution(), String);
    const list = (...args: Parameters<Registry['executions']['list']>) =>
      registry.executions.list(...args).map(({ project, number }) => `${project}:${number}`);
    assert.deepEqual(list(), ['a:3', 'b:2', 'a:2', 'b:1', 'a:1']);
    assert.deepEqual(list({ project: 'a' }), ['a:3', 'a:2', 'a:1']);
    assert.deepEqual(list({ project: 'a', limit: 2 }), ['a:3', 'a:2']);
    assert.deepEqual(list({ project: 'a', before: 2 }), ['a:1']);
    assert.deepEqual(list({ project: 'c' }), []);
  });
});

describe('the first to end an execution wins', () => {
  const all: ExecutionStatus[] = ['created', 'queued', 'started', 'stopping', ...finalStatuses];
  for (const from of all) {
    test(`from ${from}`, (t) => {
      const registry = fresh(t);
      const project = registry.executions.ensureProject('/a', 'a');
      for (const to of all) {
        const ref = registry.executions.add(project, anExecution(), String);
        registry.executions.update(ref, { status: from, message: 'first' });
        const answer = registry.executions.update(ref, { status: to, message: 'second', exitCode: 1 });
        const stands = finalStatuses.includes(from) ? [from, 'first', undefined] : [to, 'second', 1];
        assert.deepEqual([answer.status, answer.message, answer.exitCode], stands, to);
        assert.deepEqual(registry.executions.get(ref), plain(answer));
        const open = registry.executions.unfinished().some(({ number }) => number === ref.number);
        assert.equal(open, !finalStatuses.includes(answer.status), to);
      }
    });
  }

  test('and nobody changes what it is', (t) => {
    const registry = fresh(t);
    const made = registry.executions.add(registry.executions.ensureProject('/a', 'a'), anExecution(), String);
    const change: Partial<Execution> = { project: 'b', number: 7, createdAt: 'never', createdBy: 'nobody', handle: 'h' };
    assert.deepEqual(plain(registry.executions.update(made, change)), plain({ ...made, handle: 'h' }));
    assert.throws(() => registry.executions.update({ project: 'a', number: 2 }, {}), refusal('execution.unknown'));
  });
});

/** As a registry keeps it: JSON knows no `undefined`. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function fresh(owner: Owner): Registry {
  const registry = openRegistry(`${tempFolder(owner, 'executions')}/registry.db`, {
    user: 'tester',
    now: () => new Date('2024-05-06T07:08:09.000Z'),
  });
  owner.after(() => registry.close());
  return registry;
}
