import { test } from 'node:test';

test('first', () => undefined);
test('leaves', () => process.exit(0));
