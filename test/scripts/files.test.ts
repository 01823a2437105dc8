import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { findTests } from '../../scripts/test/files.ts';
import { tempFolder } from '../support/temp.ts';

const sources: Record<string, string> = {
  'test/editor/a.test.ts': "import {\n  open,\n} from './gestures.ts';",
  'test/editor/gestures.ts': "import { test } from 'node:test';\nimport type { Server } from '../../workbench/server.ts';",
  'test/other/b.test.ts': '',
  'test/core/c.test.ts': '',
  'test/connectors/deep/d.test.ts': "import { startRgw } from '../../support/rgw.ts';",
  'test/support/rgw.ts': "import { again } from '../connectors/deep/d.test.ts';",
  'test/core/helper.ts': "import { startRgw } from '../support/rgw.ts';",
};

test('test files are found in their order, with what they need', (t) => {
  const root = tempFolder(t);
  for (const [path, source] of Object.entries(sources)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), source);
  }
  assert.deepEqual(
    findTests(root, []).map(({ path, alone, packages }) => [path, alone, packages[0]]),
    [
      ['test/core/c.test.ts', false, undefined],
      ['test/connectors/deep/d.test.ts', false, 'radosgw'],
      ['test/other/b.test.ts', false, undefined],
      ['test/editor/a.test.ts', true, 'chromium'],
    ],
  );
  assert.deepEqual(
    findTests(root, ['deep', '/b.']).map(({ path }) => path),
    ['test/connectors/deep/d.test.ts', 'test/other/b.test.ts'],
  );
});
