/** The write lock of a registry in the hands of another process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Owner } from './temp.ts';

const library = import.meta.resolve('better-sqlite3');

/** Takes the lock, makes the file when it is not there, and holds it until it is released or its holder is over. */
const program = `
import { readSync } from 'node:fs';
import SqliteDatabase from ${JSON.stringify(library)};
const db = new SqliteDatabase(process.argv[1], { timeout: 60_000 });
const byte = Buffer.alloc(1);
process.stdout.write('open');
readSync(0, byte);
db.exec('BEGIN IMMEDIATE');
process.stdout.write('locked');
readSync(0, byte);
db.exec('ROLLBACK');
db.close();
`;

/** `before` is done when the other process is ready, right before it takes the lock. */
export async function holdLock(owner: Owner, home: string, before?: () => void): Promise<{ release(): Promise<void> }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, join(home, 'registry.db')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  owner.after(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  await once(child.stdout, 'data');
  before?.();
  child.stdin.write('.');
  await once(child.stdout, 'data');
  return {
    async release() {
      child.stdin.write('.');
      await exited;
    },
  };
}
