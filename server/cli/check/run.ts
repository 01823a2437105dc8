/** What `datapin check` does. It needs the language service, which other commands do not wait for. */
import { setImmediate as turn } from 'node:timers/promises';
import { asDatapinError, DatapinError, systemCode, throwIfCancelled } from '../../core/errors.ts';
import type { LanguageContext } from '../../language/project.ts';
import { createProjectFolder, type ProjectFolder } from '../../projectFolder.ts';
import type { Answer, CliContext } from '../command.ts';
import { findCatalog } from './catalog.ts';
import { fixFile } from './fix.ts';
import type { Format } from './formatNames.ts';
import { jsonOf, lineOf, type Summary, sarifOf, summaryLine } from './formats.ts';
import { type Reported, reportFile } from './report.ts';
import { parseSeverities } from './severities.ts';
import { languageOf, readTarget } from './sources.ts';
import { findTargets, type Target } from './targets.ts';

export async function runCheck(context: CliContext, paths: string[], options: Record<string, unknown>): Promise<Answer> {
  const format = formatOf(options, context.json);
  const severities = parseSeverities((options.severity as string[] | undefined) ?? []);
  const project = createProjectFolder({ anySize: true });
  const all = await findTargets(project, paths, context);
  throwIfCancelled(context.signal);
  if (project.truncated()) context.say('There are more files than are looked at: name the folders that count.');
  const targets = all.filter(({ path }) => languageOf(path));
  for (const { path, shown } of all) if (!languageOf(path)) context.say(`${shown}: files of this kind are not checked.`);
  const { catalog, registry } = findCatalog(context);
  const check: Check = { context, project, language: { catalog, project, now: new Date(), severities }, failures: [] };
  const fixed = options.fix === true ? await fixAll(check, targets) : 0;
  const findings: Reported[] = [];
  for await (const reported of reportAll(check, targets)) {
    for (const one of reported) findings.push(one);
    await context.write(reported.map((one) => lineOf[format]?.(one) ?? '').join(''));
  }
  // what could not be read may hold anything, so the check is no answer
  for (const failure of check.failures.slice(1)) context.say(`error: ${failure.message}`);
  if (check.failures[0]) throw check.failures[0];
  return answer(findings, {
    format,
    strict: options.strict === true,
    summary: summaryOf(findings, { files: targets.length, fixed, registry }),
  });
}

interface Check {
  context: CliContext;
  project: ProjectFolder;
  language: LanguageContext;
  /** Files that could not be read. */
  failures: DatapinError[];
}

function formatOf({ format }: Record<string, unknown>, json: boolean): Format {
  if (json && format !== 'text' && format !== 'json') {
    throw new DatapinError('usage', `--json and --format ${format} exclude each other.`, { hint: 'Give one of the two.' });
  }
  return json ? 'json' : (format as Format);
}

/** Every file is fixed before any is reported: one may be judged by another. */
async function fixAll({ context, project, language }: Check, targets: readonly Target[]): Promise<number> {
  let fixed = 0;
  for (const target of targets) {
    await turn();
    throwIfCancelled(context.signal);
    // a fix may make room for another that overlapped it
    for (let made = 1, round = 0; made > 0 && round < rounds; round++) {
      const file = tried([], () => readTarget(project, target));
      made = file ? fixFile(target.path, file, language) : 0;
      fixed += made;
      if (made > 0) project.changed(target.path);
    }
  }
  return fixed;
}

const rounds = 5;

async function* reportAll({ context, project, language, failures }: Check, targets: readonly Target[]): AsyncGenerator<Reported[]> {
  for (const target of targets) {
    await turn();
    throwIfCancelled(context.signal);
    const file = tried(failures, () => readTarget(project, target));
    if (file) yield reportFile(target.shown, file, language);
  }
}

/** What the system refuses is written down, so that the rest can be checked; what is gone by now needs no check. */
function tried<T>(failures: DatapinError[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    const known = asDatapinError(error);
    if (known.code !== 'disk.denied' && known.code !== 'file.too-large') throw error;
    failures.push(known);
    return undefined;
  }
}

function summaryOf(findings: readonly Reported[], about: Pick<Summary, 'files' | 'fixed' | 'registry'>): Summary {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return { ...about, counts, fixable: findings.filter(({ fixable, severity }) => fixable && severity !== 'hint').length };
}

function answer(findings: readonly Reported[], { format, strict, summary }: { format: Format; strict: boolean; summary: Summary }): Answer {
  const { counts } = summary;
  const exitCode = counts.error > 0 || (strict && counts.warning > 0) ? 1 : 0;
  const json = jsonOf(findings, summary);
  const document = format === 'sarif' ? sarifOf(findings) : format === 'json' ? json : undefined;
  return { json, text: document ? `${JSON.stringify(document, null, 2)}\n` : summaryLine(summary), exitCode };
}
