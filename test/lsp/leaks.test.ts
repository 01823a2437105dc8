/** What two inputs have in common is found out behind the editor's back, and told when it is known. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { openApp } from '../../server/app.ts';
import { aFile, draft } from '../core/fixture.ts';
import { withInputs } from '../support/languageDocument.ts';
import { until } from '../support/poll.ts';
import { tempFolder } from '../support/temp.ts';
import { startClient } from './client.ts';

test('diagnostics do not wait for it, and come again with it', async (t) => {
  const home = join(tempFolder(t), 'home');
  const app = openApp({ home });
  app.registry.versions.add(draft('a:v1', [aFile('1.png'), aFile('2.png')]));
  app.registry.versions.add(draft('b:v1', [aFile('x/2.png', { sha256: aFile('2.png').sha256 })]));
  app.registry.versions.add(draft('c:v1', [aFile('9.png')]));
  await app.close();
  const client = await startClient(t, { home });
  const uri = 'file:///p/valohai.yaml';
  const leaks = async () => (await client.diagnostics(uri)).filter(({ code }) => code === 'split-leak').map(({ message }) => message);
  client.show(uri, withInputs('- name: train\n  default: a:v1\n- name: test\n  default: b:v1'));
  const message = 'train and test share 1 file, e.g. 2.png (= x/2.png).';
  await until(async () => (await leaks()).length > 0, { what: 'the leak to be told of' });
  assert.deepEqual(await leaks(), [message, message]);
  client.show(uri, withInputs('- name: train\n  default: a:v1\n- name: test\n  default: c:v1'));
  assert.deepEqual(await leaks(), []);
  client.show(uri, withInputs('- name: train\n  default: a:v1\n- name: test\n  default: b:v1'));
  assert.deepEqual(await leaks(), [message, message], 'known by now, so told at once');
});
