import { test } from 'node:test';

test('quick', () => undefined);
setInterval(() => undefined, 1000);
