/** `npm start`: a real VS Code with Datapin in it, on a sample workspace. `-- --check` proves it without a person. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ownTarget, packageExtension } from '../package/vsix.ts';
import { makeSample } from '../sample/workspace.ts';
import { check } from './check.ts';
import { findDesktop, openDesktop } from './desktop.ts';
import { serve } from './serve.ts';

const root = join(import.meta.dirname, '..', '..');
const say = (line: string) => console.log(line);

const signal = interruption();
try {
  await main();
} catch (error) {
  if (!signal.aborted) console.error((error as Error).message);
  process.exitCode = signal.aborted ? 130 : 1;
}
// the channel to the launcher would keep this process alive
if (process.connected) process.disconnect();

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, browser: { type: 'boolean' } } });
  const home = join(root, '.sample');
  const vsix = join(home, 'datapin.vsix');
  const target = ownTarget();
  if (!target) throw new Error(`Datapin is not made for ${process.platform}-${process.arch}.`);
  say('Building …');
  packageExtension(target, vsix);
  if (values.check) return check({ vsix, say, signal });

  const workspace = join(home, 'handwriting');
  if (makeSample(workspace)) say(`Made the sample workspace ${workspace}`);
  const tour = { workspace, registry: join(home, 'registry'), editor: join(home, 'editor'), vsix, say, signal };
  mkdirSync(tour.registry, { recursive: true });
  const desktop = values.browser ? undefined : findDesktop(process.env);
  await (desktop ? openDesktop(desktop, tour) : serve(tour));
}

function interruption(): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(event, abort);
  process.on('disconnect', abort); // the launcher is gone
  return controller.signal;
}
