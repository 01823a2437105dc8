/** How loudly things are told: the setting, what it may hold, and who else speaks of YAML. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { levels, rules } from '../../server/language/rules.ts';
import { until } from '../support/poll.ts';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';
import { startClient, type TestClient } from './client.ts';
import { codes, codesIn, pullWorkspace, uriIn } from './workspace.ts';

const script = 'file:///p/a.py';
const pipeline = 'file:///p/valohai.yaml';

test('package.json offers every rule, as the table of rules has it', () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'));
  const { properties, additionalProperties, scope } = manifest.contributes.configuration.properties['datapin.diagnostics.severity'];
  const wanted = Object.entries(rules).map(([code, { severity, about }]) => [
    code,
    { type: 'string', enum: levels, default: severity, description: about },
  ]);
  assert.deepEqual(properties, Object.fromEntries(wanted), 'a rule that only one of them knows cannot be set, or has no effect');
  assert.deepEqual([additionalProperties, scope], [false, 'resource']);
});

describe('the severity of an unknown dataset', () => {
  const cases: [sent: unknown, told: number | undefined][] = [
    [undefined, 1],
    [{}, 1],
    [{ severity: null }, 1],
    [{ severity: 'off' }, 1],
    [{ severity: [] }, 1],
    [{ severity: { 'unknown-dataset': 'warning' } }, 2],
    [{ severity: { 'unknown-dataset': 'information' } }, 3],
    [{ severity: { 'unknown-dataset': 'hint' } }, 4],
    [{ severity: { 'unknown-dataset': 'off' } }, undefined],
    [{ severity: { 'unknown-dataset': 'loud' } }, 1],
    [{ severity: { 'unknown-dataset': 3 } }, 1],
    [{ severity: { 'unknown-dataset': null, unpinned: 'off' } }, 1],
    [{ severity: { 'no-such-rule': 'off', constructor: 'off', 'unknown-dataset': 'error' } }, 1],
  ];
  const settings: Record<string, unknown> = {};
  for (const [sent, told] of cases) {
    test(JSON.stringify(sent) ?? 'not set', async (t) => {
      settings['datapin.diagnostics'] = sent;
      const client = await startClient(t, { home: tempFolder(t), settings });
      client.show(script, 'dataset("a:v1")\n');
      assert.equal((await client.diagnostics(script))[0]?.severity, told);
    });
  }
});

test('a change of the setting is told, and counts at once', async (t) => {
  const settings = { 'datapin.diagnostics': { severity: {} } };
  const client = await startClient(t, { home: tempFolder(t), settings });
  client.show(script, 'dataset("a:v1")\n');
  const before = await client.pull(script);
  settings['datapin.diagnostics'] = { severity: { 'unknown-dataset': 'off' } };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await until(() => client.refreshes() > 0, { what: 'the client to be asked to pull again' });
  const after = await client.pull(script, before.resultId);
  assert.deepEqual(after.kind === 'full' && after.items, []);
});

test('a folder has settings of its own', async (t) => {
  const folder = writeFiles(tempFolder(t), { 'a/x.py': 'dataset("a:v1")\n', 'b/x.py': 'fetch("a:v1")\n', 'c/x.py': 'dataset("a:v1")\n' });
  const quiet = { 'datapin.diagnostics': { severity: { 'unknown-dataset': 'off' } } };
  const named = { 'datapin.python': { referenceFunctions: ['fetch'] } };
  const client = await startClient(t, {
    home: tempFolder(t),
    folders: ['', 'a', 'b'].map((name) => uriIn(folder, name)),
    settingsOf: (scope) => (scope === uriIn(folder, 'a') ? quiet : scope === uriIn(folder, 'b') ? named : {}),
  });
  const told = { 'a/x.py': [], 'b/x.py': ['unknown-dataset'], 'c/x.py': ['unknown-dataset'] };
  assert.deepEqual(codesIn(folder, await pullWorkspace(client)), told);
  for (const [name, expected] of Object.entries(told)) {
    client.show(uriIn(folder, name), name.startsWith('b') ? 'fetch("a:v1")\n' : 'dataset("a:v1")\n');
    assert.deepEqual(codes(await client.diagnostics(uriIn(folder, name))), expected, name);
  }
});

describe('where another extension owns YAML', () => {
  const doubled = '- step:\n    name: a\n    name: b\n    image: c\n    command: d\n    colour: red\n';
  const broken = '- step:\n    name: [\n';
  const cases: [yamlElsewhere: unknown, severity: Record<string, string>, doubled: string[], broken: boolean][] = [
    [undefined, {}, ['duplicate-key', 'unknown-key'], true],
    [false, {}, ['duplicate-key', 'unknown-key'], true],
    ['yes', {}, ['duplicate-key', 'unknown-key'], true],
    [true, {}, ['unknown-key'], false],
    [true, { 'yaml-syntax': 'hint', 'duplicate-key': 'hint' }, ['duplicate-key', 'unknown-key'], true],
  ];
  for (const [yamlElsewhere, severity, codesOfDoubled, isBroken] of cases) {
    test(`${yamlElsewhere} ${JSON.stringify(severity)}`, async (t) => {
      const settings = { 'datapin.diagnostics': { severity } };
      const client = await startClient(t, { home: tempFolder(t), settings, about: { yamlElsewhere } });
      assert.deepEqual((await shown(client, doubled)).sort(), codesOfDoubled);
      assert.equal((await shown(client, broken)).includes('yaml-syntax'), isBroken);
    });
  }
});

async function shown(client: TestClient, text: string): Promise<unknown[]> {
  client.show(pipeline, text);
  return codes(await client.diagnostics(pipeline));
}
