/** Where the bundled command line begins: what must be settled before its modules are compiled. */
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

// Adopting a million files makes much garbage; left to itself V8 lets it grow to hundreds of megabytes, and is no faster.
// What was compiled under other flags is not taken from the cache, so they are set first.
for (const flag of ['--max-semi-space-size=8', '--semi-space-growth-factor=1']) setFlagsFromString(flag);
enableCompileCache();
await import('./main.ts');
