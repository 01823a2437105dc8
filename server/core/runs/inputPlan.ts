/** Where the files of an input will lie. */
import type { DatasetFile, Version } from '../dataset.ts';
import { DatapinError } from '../errors.ts';
import type { StepInput } from '../pipeline.ts';
import type { Placement } from '../placing.ts';
import type { Registry } from '../registry/registry.ts';
import type { ResolvedInput } from './resolveInputs.ts';

export interface InputPlan {
  input: StepInput;
  sources: { written: string; version: Version; placements: Placement[] }[];
}

/**
 * Names every file of an input, relative to the input's folder. Without `keep-directories` that is its bare name; two
 * files of one name are refused (`step.input`) rather than one of them lost. `suffix` keeps what a glob matched; a
 * version is matched as a whole, so that is its whole path, as with `full`.
 */
export function planInput(registry: Registry, { input, sources }: ResolvedInput): InputPlan {
  const taken = new Map<string, { path: string; sha256: string | undefined; ref: string }>();
  const rename = renaming(input, sources);
  const planned = sources.map(({ written, version }) => {
    const ref = `${version.dataset}:${version.name}`;
    const placements: Placement[] = [];
    for (const file of registry.versions.files(version)) {
      const as = rename(file);
      const other = taken.get(as);
      if (other && other.path === file.path && other.sha256 !== undefined && other.sha256 === file.sha256) continue;
      if (other) throw collision(input, as, [`${other.ref} ${other.path}`, `${ref} ${file.path}`]);
      taken.set(as, { path: file.path, sha256: file.sha256, ref });
      placements.push({ file, as });
    }
    return { written, version, placements };
  });
  return { input, sources: planned };
}

function renaming(input: StepInput, sources: ResolvedInput['sources']): (file: DatasetFile) => string {
  const single = sources.length === 1 && sources[0]?.version.files === 1;
  if (input.filename && single) {
    const { filename } = input;
    return () => filename;
  }
  return (file) => (input.keepDirectories === 'none' ? file.path.slice(file.path.lastIndexOf('/') + 1) : file.path);
}

function collision(input: StepInput, name: string, files: [string, string]): DatapinError {
  const hint =
    input.keepDirectories === 'none'
      ? `Write "keep-directories: full" at the input "${input.name}".`
      : 'Give the input one version, or a version that was derived from both.';
  return new DatapinError('step.input', `Two files of the input "${input.name}" would be ${name}: ${files.join(' and ')}.`, { hint });
}
