/** What the command line says of a version that is checked, in this process. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import * as suite from 'node:test';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { verifyCommand } from '../../server/cli/commands/verify.ts';
import { adopt } from '../../server/core/adoption.ts';
import { testWorld } from '../core/fixture.ts';
import { runCommand } from './inProcess.ts';

const { app, data } = testWorld(suite);

test('many files are told with separators, whole and broken', async () => {
  const names = Array.from({ length: 1001 }, (_, i) => [`${i}.txt`, 'x']);
  const location = data('many', Object.fromEntries(names));
  await adopt(app, { locations: [location], as: 'many', from: 'files' });
  const last = async () => (await runCommand(verifyCommand, 'many:v1 --quick', { app })).text.trimEnd().split('\n').at(-1);
  assert.equal(await last(), 'many:v1 is whole: 1,001 files checked, 0 broken');
  rmSync(fileURLToPath(location), { recursive: true });
  assert.equal(await last(), 'many:v1 is broken: 1,001 files checked, 1,001 broken');
});
