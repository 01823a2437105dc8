/** S3 on the command line, over HTTP to a real store: adopting, verifying, running on what lies there. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as suite from 'node:test';
import { after, before, describe, test } from 'node:test';
import type { S3Client } from '@aws-sdk/client-s3';
import { runCli } from '../support/cli.ts';
import { type Rgw, startRgw, withoutRgw } from '../support/rgw.ts';
import { makeBucket, putObjects, s3Client } from '../support/s3.ts';
import { tempFolder } from '../support/temp.ts';

const shellLine = "find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum -- | sha256sum";
const objects = { 'a/1.png': 'one', 'a/2 %+?#.png': 'two', 'é/3.png': '' };

describe('S3', { skip: withoutRgw() }, () => {
  const root = tempFolder(suite, 'cli-s3');
  let rgw: Rgw;
  let client: S3Client;
  let env: Record<string, string | undefined>;
  const datapin = (...args: string[]) => runCli(args, { cwd: root, env });

  before(async () => {
    rgw = await startRgw();
    client = s3Client(rgw.endpoint, rgw);
    for (const [bucket, versioned] of [
      ['plain', false],
      ['kept', true],
    ] as const) {
      await makeBucket(client, bucket, { versioned });
      const prefixed = Object.entries(objects).map(([key, body]) => [`images/${key}`, body]);
      await putObjects(client, bucket, { ...Object.fromEntries(prefixed), 'images-2/x': 'not this' });
    }
    env = {
      HOME: root,
      DATAPIN_HOME: join(root, 'home'),
      AWS_ENDPOINT_URL: rgw.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: rgw.accessKeyId,
      AWS_SECRET_ACCESS_KEY: rgw.secretAccessKey,
      AWS_PROFILE: undefined,
      AWS_CA_BUNDLE: undefined,
    };
  });
  after(async () => {
    client?.destroy();
    await rgw?.stop();
  });

  test('a prefix has the hash of the same files in a folder, and nothing beside it comes along', async () => {
    const folder = join(root, 'folder');
    for (const [path, body] of Object.entries(objects)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), body);
    }
    const wanted = `sha256:${execFileSync('sh', ['-c', shellLine], { cwd: folder, encoding: 'utf8' }).slice(0, 64)}`;
    for (const location of ['s3://plain/images/', 's3://plain/images', 's3://kept/images/']) {
      const result = await datapin('adopt', location, '--as', new URL(location).host, '--json');
      assert.equal(result.code, 0, result.stderr);
      assert.equal(result.json().hash, wanted);
    }
    const files = (await datapin('files', 'kept:v1', '--json')).json<{ versionId?: string; etag: string }[]>();
    assert.ok(files.every(({ versionId, etag }) => versionId && etag));
  });

  test('the word of the store stands in for the bytes when asked to, and it shows', async () => {
    const adopted = (await datapin('adopt', 's3://plain/images/', '--as', 'quick', '--hash', 'provider', '--json')).json();
    assert.equal(adopted.identity, 'provider');
    assert.match((await datapin('show', 'quick:v1')).stdout, /identity: +provider/);
    assert.match((await datapin('manifest', 'quick:v1')).stdout, /^\\?provider:[0-9a-f]{32}::3 {2}a\/1\.png$/m);
    const verified = await datapin('verify', 'quick:v1', '--full');
    assert.equal(verified.code, 0);
    assert.match(verified.stdout, /3 known only by the word of their store/);
    assert.equal((await datapin('show', 'quick:v1', '--json')).json().integrity, null);
  });

  test('a step reads what lies in the store', async () => {
    writeFileSync(
      join(root, 'valohai.yaml'),
      '- step: {name: copy, image: x, command: "cp -rL $VH_INPUTS_DIR/images/. $VH_OUTPUTS_DIR", inputs: [{name: images, default: "kept:v1", keep-directories: full}]}\n',
    );
    const ran = await datapin('run', 'copy', '--watch', '--json');
    assert.equal(ran.code, 0, ran.stderr);
    const [output] = ran.json<{ outputs: string[] }>().outputs;
    const hashOf = async (ref: string) => (await datapin('show', ref, '--json')).json().hash;
    assert.equal(await hashOf(output!), await hashOf('kept:v1'));
  });

  test('an object that was overwritten breaks a version, unless the bucket kept the old one', async () => {
    for (const bucket of ['plain', 'kept']) await putObjects(client, bucket, { 'images/a/1.png': 'ONE' });
    const plain = await datapin('verify', 'plain:v1', '--json');
    assert.equal(plain.code, 1);
    assert.deepEqual(
      plain.json<{ broken: { path: string }[] }>().broken.map(({ path }) => path),
      ['a/1.png'],
    );
    assert.equal((await datapin('verify', 'kept:v1', '--full')).code, 0);
    const again = (await datapin('adopt', 's3://plain/images/', '--as', 'plain', '--json')).json();
    assert.deepEqual([again.ref, again.existed], ['plain:v2', false]);
  });

  test('what is refused is told with a code and a hint, and never with a secret', async () => {
    const cases: [location: string, change: Record<string, string | undefined>, code: string][] = [
      ['s3://nowhere/x/', {}, 's3.bucket'],
      ['s3://plain/nothing/', {}, 's3.key'],
      ['s3://', {}, 's3.location'],
      ['s3://plain/images/', { AWS_SECRET_ACCESS_KEY: 'canary-secret' }, 's3.credentials'],
      ['s3://plain/images/', { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, 's3.network'],
    ];
    for (const [location, change, code] of cases) {
      const {
        code: exit,
        stderr,
        stdout,
      } = await runCli(['adopt', location, '--as', 'refused', '--json'], { cwd: root, env: { ...env, ...change } });
      assert.equal(exit, code === 's3.location' ? 2 : 3, stderr);
      assert.match(stderr, new RegExp(`\\[${code.replace('.', '\\.')}\\]\nhint: `));
      assert.doesNotMatch(stderr + stdout, new RegExp(`canary-secret|${rgw.secretAccessKey}`));
    }
    assert.equal((await datapin('list', 'refused')).code, 1);
  });

  test('neither key nor secret is in anything that was kept', () => {
    const kept = readdirSync(join(root, 'home'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.ok(kept.length > 5);
    for (const entry of kept) {
      const bytes = readFileSync(join(entry.parentPath, entry.name)).toString('latin1');
      assert.ok(!bytes.includes(rgw.secretAccessKey) && !bytes.includes(rgw.accessKeyId), entry.name);
    }
  });
});
