/** The AWS settings of this process, for as long as a test lasts. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { inspect } from 'node:util';
import { tempFolder } from '../support/temp.ts';

/**
 * A machine with these AWS variables and files and no others: an empty home, and an instance metadata service that is
 * named but not there. Answers the home folder.
 */
export function awsMachine(
  t: TestContext,
  settings: { variables?: Record<string, string>; config?: string; credentials?: string } = {},
): string {
  const home = tempFolder(t, 'aws');
  const before = { ...process.env };
  t.after(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  });
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  const nowhere = 'http://127.0.0.1:9';
  Object.assign(process.env, { HOME: home, USERPROFILE: home, AWS_EC2_METADATA_SERVICE_ENDPOINT: nowhere, ...settings.variables });
  for (const name of ['config', 'credentials'] as const) {
    if (settings[name] === undefined) continue;
    mkdirSync(join(home, '.aws'), { recursive: true });
    writeFileSync(join(home, '.aws', name), settings[name]);
  }
  return home;
}

/** Fails when a secret can be seen anywhere in an error, its cause and its hidden properties included. */
export function keepsSecret(error: unknown, ...secrets: string[]): void {
  const shown = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
  for (const secret of secrets) assert.ok(!shown.includes(secret), 'an error shows a secret');
  assert.doesNotMatch(shown, /Signature=|Credential=|x-amz-security-token/i);
}
