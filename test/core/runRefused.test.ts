/** What keeps a run from being started, before anything is recorded. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { DatapinError } from '../../server/core/errors.ts';
import type { RunRequest } from '../../server/core/runs/start.ts';
import { images, inputOf, runWorld, stepOf } from './runWorld.ts';

describe('refused before anything is recorded', () => {
  const input = (about: object) => ({ inputs: [inputOf('images', about)] });
  const refusals: [title: string, step: object, request: Partial<RunRequest>, code: string, message: RegExp, hint: RegExp][] = [
    [
      'a version that is not there',
      input({ default: ['dataset://digits/v9'] }),
      {},
      'input.unresolved',
      /"images" cannot be resolved: dataset:\/\/digits\/v9\. "digits" has no version "v9"/,
      /digits:v1/,
    ],
    [
      'a dataset that is not there',
      input({ default: ['digit:v1'] }),
      {},
      'input.unresolved',
      /There is no dataset "digit"/,
      /Did you mean "?digits"?/,
    ],
    ['another hash', input({ default: [`digits:v1@sha256:${'0'.repeat(64)}`] }), {}, 'input.unresolved', /has another hash/, /sha256:/],
    ['a dataset without a version', input({ default: ['digits'] }), {}, 'input.unresolved', /which version/, /digits:latest/],
    [
      'a bucket',
      input({ default: ['s3://user:secret@bucket/key?X-Amz-Signature=secret'] }),
      {},
      'input.unresolved',
      /s3:\/\/bucket\/key\. It is a place, not a version/,
      /datapin adopt s3:\/\/bucket\/key --as <name>/,
    ],
    [
      'a web page',
      input({ default: ['https://example.org/x.zip#f'] }),
      {},
      'input.unresolved',
      /place/,
      /adopt https:\/\/example\.org\/x\.zip --as/,
    ],
    ['a datum', input({ default: ['datum://0123'] }), {}, 'input.unresolved', /place/, /Adopt it first/],
    ['a path', input({ default: ['./data/*.csv'] }), {}, 'input.unresolved', /place/, /datapin adopt \.\/data/],
    [
      'a reference with a part that nothing fills in',
      input({ default: ['dataset://{parameter:name}/v1'] }),
      {},
      'input.unresolved',
      /no parameter/,
      /-i/,
    ],
    ['no value', input({}), {}, 'step.input', /"images" of the step "s" has no value/, /-i images=/],
    ['a value that is taken away', input({ default: ['digits:v1'] }), { inputs: { images: [] } }, 'step.input', /has no value/, /-i/],
    [
      'an input that the step does not have',
      input({ default: ['digits:v1'] }),
      { inputs: { image: ['digits:v1'] } },
      'step.input',
      /no input "image"/,
      /Did you mean images\?/,
    ],
    [
      'two files of one name',
      input({ default: ['digits:v1'] }),
      {},
      'step.input',
      /Two files of the input "images" would be a\.png: digits:v1 0\/a\.png and digits:v1 1\/a\.png/,
      /keep-directories: full/,
    ],
    [
      'two versions with one path',
      input({ default: ['digits:v1', 'others:v1'], keepDirectories: 'full' }),
      {},
      'step.input',
      /would be 0\/a\.png: digits:v1 0\/a\.png and others:v1 0\/a\.png/,
      /one version/,
    ],
    [
      'an input that is no folder name',
      { inputs: [inputOf('../x', { default: ['digits:v1'] })] },
      {},
      'step.input',
      /"\.\.\/x" cannot name an input/,
      /Rename/,
    ],
    ['a parameter that is none', {}, { parameters: { x: 1 } }, 'step.parameter', /no parameter "x"/, /none/],
    ['an environment that is none', {}, { environment: 'moon' }, 'engine.unknown', /"moon"/, /local/],
  ];
  for (const [title, about, request, code, message, hint] of refusals) {
    test(title, async (t) => {
      const world = runWorld(t);
      await world.adopt('digits:v1', images);
      await world.adopt('others:v1', { '0/a.png': 'other' });
      await assert.rejects(world.start(stepOf('s', 'touch started', about), request), (error: DatapinError) => {
        assert.equal(error.code, code);
        assert.match(error.message, message);
        assert.match(error.hint ?? '', hint);
        assert.doesNotMatch(`${error.message} ${error.hint}`, /secret/);
        return true;
      });
      assert.deepEqual(world.app.registry.executions.list(), []);
      assert.deepEqual(
        readdirSync(world.home).filter((name) => name === 'runs'),
        [],
      );
      assert.deepEqual(readdirSync(world.project), []);
    });
  }

  test('a price that is none', async (t) => {
    process.env.DATAPIN_PRICE_PER_HOUR = 'cheap';
    t.after(() => delete process.env.DATAPIN_PRICE_PER_HOUR);
    await assert.rejects(runWorld(t).start(stepOf('s', 'true')), { code: 'usage', message: /DATAPIN_PRICE_PER_HOUR is "cheap"/ });
  });
});
