/** The machine a figure was measured on. */
import { cpus, release, totalmem, type } from 'node:os';

export interface Machine {
  cores: number;
  cpu: string;
  memory: string;
  system: string;
  node: string;
}

export function machine(): Machine {
  const all = cpus();
  return {
    cores: all.length,
    cpu: all[0]?.model.trim() ?? 'unknown',
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${release()}`,
    node: process.versions.node,
  };
}
