/** What is found on a person's machine before any store is asked: settings and credentials. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createS3Connector } from '../../server/connectors/s3/connector.ts';
import { parseIni } from '../../server/connectors/s3/profile.ts';
import { resolveSettings, type S3Options, type S3Settings } from '../../server/connectors/s3/settings.ts';
import { awsMachine, keepsSecret } from './aws.ts';
import { assertRejects, listed } from './contract.ts';

const lab = 'http://lab:9000';

const settings: { title: string; options?: S3Options; variables?: Record<string, string>; config?: string; is: Partial<S3Settings> }[] = [
  { title: 'nothing', is: { endpoint: undefined, region: 'us-east-1', pathStyle: false, profile: undefined, caBundle: undefined } },
  { title: 'an endpoint', options: { endpoint: lab }, is: { endpoint: lab, region: 'us-east-1', pathStyle: true } },
  { title: 'an endpoint of every service', variables: { AWS_ENDPOINT_URL: lab }, is: { endpoint: lab, pathStyle: true } },
  {
    title: 'the endpoint of S3 before that of every service',
    variables: { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_S3: lab },
    is: { endpoint: lab },
  },
  {
    title: 'an empty variable is none',
    variables: { AWS_ENDPOINT_URL: '', AWS_REGION: '' },
    is: { endpoint: undefined, region: 'us-east-1' },
  },
  {
    title: 'what is given before what is set',
    options: { region: 'a', endpoint: lab },
    variables: { AWS_REGION: 'b', AWS_ENDPOINT_URL: 'http://b' },
    is: { region: 'a', endpoint: lab },
  },
  { title: 'AWS_REGION before AWS_DEFAULT_REGION', variables: { AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' }, is: { region: 'a' } },
  {
    title: 'AWS_DEFAULT_REGION before the profile',
    variables: { AWS_DEFAULT_REGION: 'b' },
    config: '[default]\nregion = c',
    is: { region: 'b' },
  },
  {
    title: 'the default profile',
    config: `[default]\nregion = c\nendpoint_url = ${lab}\nca_bundle = /x.pem`,
    is: { region: 'c', endpoint: lab, caBundle: '/x.pem' },
  },
  {
    title: 'a named profile',
    variables: { AWS_PROFILE: 'p' },
    config: `[default]\nregion = c\n[profile p]\nregion = d`,
    is: { region: 'd', profile: 'p' },
  },
  {
    title: 'a given profile',
    options: { profile: 'q' },
    variables: { AWS_PROFILE: 'p' },
    config: `[profile p]\n[profile q]\nregion = e`,
    is: { region: 'e', profile: 'q' },
  },
  {
    title: 'services of a profile',
    config: `[default]\nservices = s\nendpoint_url = http://all\n[services s]\nsso =\n  endpoint_url = http://sso\ns3 =\n  endpoint_url = ${lab}`,
    is: { endpoint: lab },
  },
  {
    title: 'configured endpoints ignored',
    variables: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true', AWS_ENDPOINT_URL: lab },
    is: { endpoint: undefined },
  },
  { title: 'path style by variable', variables: { AWS_S3_FORCE_PATH_STYLE: 'true' }, is: { endpoint: undefined, pathStyle: true } },
  {
    title: 'path style refused by variable',
    options: { endpoint: lab },
    variables: { AWS_S3_FORCE_PATH_STYLE: 'false' },
    is: { pathStyle: false },
  },
  { title: 'path style by profile', config: '[default]\ns3 =\n  addressing_style = path', is: { pathStyle: true } },
  {
    title: 'virtual style by profile',
    config: `[default]\nendpoint_url = ${lab}\ns3 =\n    addressing_style = virtual`,
    is: { endpoint: lab, pathStyle: false },
  },
  { title: 'path style refused', options: { endpoint: lab, pathStyle: false }, is: { pathStyle: false } },
];

describe('settings of S3', () => {
  for (const { title, options = {}, variables = {}, config, is } of settings) {
    test(title, async (t) => {
      awsMachine(t, { variables, ...(config ? { config } : {}) });
      const found = await resolveSettings(options, process.env);
      assert.deepEqual({ ...found, ...is }, found);
    });
  }

  test('AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE', async (t) => {
    const home = awsMachine(t);
    writeFileSync(join(home, 'c'), '[profile p]\nregion = x\n');
    writeFileSync(join(home, 's'), '[q]\nregion = y\n');
    Object.assign(process.env, { AWS_CONFIG_FILE: join(home, 'c'), AWS_SHARED_CREDENTIALS_FILE: join(home, 's') });
    assert.equal((await resolveSettings({ profile: 'p' }, process.env)).region, 'x');
    assert.equal((await resolveSettings({ profile: 'q' }, process.env)).region, 'y');
  });

  test('AWS files as people write them', () => {
    const text =
      '# c\r\n[default]\r\nregion=a ; why\n key = v#1 \n[ profile "two words" ]\nn = x = y\nempty =\n\n[bad\n= 1\nnothing\n[profile q]\ns3 =\n  a = 1\n\tb = 2\nc = 3\n';
    const sections = Object.fromEntries([...parseIni(text)].map(([name, section]) => [name, Object.fromEntries(section)]));
    assert.deepEqual(sections, {
      default: { region: 'a', key: 'v#1' },
      'profile two words': { n: 'x = y' },
      'profile q': { 's3.a': '1', 's3.b': '2', c: '3' },
    });
  });
});

const secret = 'do-not-show-this';
const expired = { Version: 1, AccessKeyId: 'AKIAIOSFODNN7EXPIRED', SecretAccessKey: secret, Expiration: '2020-01-01T00:00:00Z' };
/** Ends with the home folder of its test. */
const endless = 'while [ -d "$HOME/.aws" ]; do sleep 0.05; done';
const sso = 'sso_start_url = https://sso.invalid/start\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = r';

interface Case {
  title: string;
  code: string;
  says: RegExp;
  variables?: Record<string, string>;
  config?: string;
  options?: S3Options;
  prepare?(home: string): void;
}

const cases: Case[] = [
  {
    title: 'a profile that is nowhere',
    code: 's3.credentials',
    says: /^There is no AWS profile "nobody"/,
    variables: { AWS_PROFILE: 'nobody' },
  },
  {
    title: 'a profile without keys, and keys that it leaves aside',
    code: 's3.credentials',
    says: /^No usable/,
    config: '[profile bare]\nregion = x',
    options: { profile: 'bare' },
    variables: { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7ASIDE', AWS_SECRET_ACCESS_KEY: secret },
  },
  { title: 'half a key', code: 's3.credentials', says: /^No usable/, variables: { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7HALF' } },
  { title: 'the other half', code: 's3.credentials', says: /^No usable/, variables: { AWS_SECRET_ACCESS_KEY: secret } },
  { title: 'a session without a key', code: 's3.credentials', says: /^No usable/, variables: { AWS_SESSION_TOKEN: secret } },
  {
    title: 'half a key in the default profile',
    code: 's3.credentials',
    says: /^No usable/,
    config: `[default]\naws_secret_access_key = ${secret}`,
  },
  {
    title: 'a container whose keys are not to be had',
    code: 's3.credentials',
    says: /^No usable/,
    variables: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/keys' },
  },
  {
    title: 'a file that cannot be read',
    code: 's3.credentials',
    says: /cannot be read \(EISDIR\)/,
    prepare(home) {
      mkdirSync(join(home, '.aws', 'config'), { recursive: true });
    },
  },
  {
    // the SDK goes on to the next place to look, and does not keep why it left this one
    title: 'a program that gives expired credentials',
    code: 's3.credentials',
    says: /^No usable/,
    config: `[default]\ncredential_process = echo '${JSON.stringify(expired)}'`,
  },
  {
    title: 'a program that fails, and says a secret',
    code: 's3.credentials',
    says: /^No usable/,
    config: `[default]\ncredential_process = echo ${secret} >&2 && false ${secret}`,
  },
  {
    title: 'a program that never answers',
    code: 's3.credentials',
    says: /took too long/,
    config: `[default]\ncredential_process = ${endless}`,
    options: { credentialsTimeout: 50 },
  },
  { title: 'a single sign-on that never was', code: 's3.expired', says: /have expired/, config: `[default]\n${sso}` },
  {
    title: 'a single sign-on that has expired',
    code: 's3.expired',
    says: /have expired/,
    config: `[default]\n${sso}`,
    prepare(home) {
      const folder = join(home, '.aws', 'sso', 'cache');
      mkdirSync(folder, { recursive: true });
      const name = createHash('sha1').update('https://sso.invalid/start').digest('hex');
      writeFileSync(join(folder, `${name}.json`), JSON.stringify({ accessToken: secret, expiresAt: '2020-01-01T00:00:00Z' }));
    },
  },
];

// whoever has something to be recognised by is never taken for nobody: what is broken is said, and no store is asked
describe('credentials of S3', () => {
  for (const { title, code, says, variables = {}, config, options = {}, prepare } of cases) {
    test(title, { timeout: 30_000 }, async (t) => {
      const home = awsMachine(t, { variables, ...(config ? { config } : {}) });
      prepare?.(home);
      const error = await assertRejects(listed(createS3Connector(options), 's3://bucket/key'));
      assert.equal(error.code, code, error.message);
      assert.match(error.message, says);
      assert.ok(error.hint);
      keepsSecret(error, secret);
    });
  }

  test('who no longer wants credentials leaves at once', { timeout: 15_000 }, async (t) => {
    awsMachine(t, { config: `[default]\ncredential_process = ${endless}` });
    const leave = new AbortController();
    const list = listed(createS3Connector(), 's3://bucket/key', leave.signal);
    setImmediate(() => leave.abort());
    assert.equal((await assertRejects(list)).code, 'cancelled');
  });
});
