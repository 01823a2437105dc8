/** What is to be said of references. Without a catalog (the registry cannot be read) only their writing is judged. */
import { nearest } from '../../core/nearest.ts';
import type { Reference, ReferenceProblem, Span } from '../../core/ref.ts';
import { count } from '../../protocol/words.ts';
import type { Catalog, CatalogDataset } from '../catalog.ts';
import { changeTo, type Finding, type Fix } from '../finding.ts';
import { rules } from '../rules.ts';
import { type FoundReference, isWritten, spanIn } from './found.ts';
import { aliasesOf, type LookUp, latest, lookUp } from './lookUp.ts';

/** `isOurs` is asked only when something is wrong with a URI that nothing expects: in a file that is not, it is another tool's. */
export function judgeReferences(references: readonly FoundReference[], catalog: Catalog | undefined, isOurs: () => boolean): Finding[] {
  const suggest = suggester();
  let ours: boolean | undefined;
  return references.flatMap((found) => {
    const findings = judge(found, catalog, suggest);
    if (found.expectation === 'mention' && findings.some(isDoubt)) {
      ours ??= isOurs();
      if (!ours) return [];
    }
    return isWritten(found) ? findings : findings.map(({ fixes, ...finding }) => finding);
  });
}

/** Nothing of it is known, and it is near to nothing that is. */
function isDoubt({ code, fixes }: Finding): boolean {
  return code === 'malformed-reference' || code === 'wide-name' || (code === 'unknown-dataset' && !fixes?.length);
}

function judge(found: FoundReference, catalog: Catalog | undefined, suggest: Suggest): Finding[] {
  const { ref, problem } = found.parsed;
  if (problem) return judgeProblem(found, problem);
  // what a run will make is not there yet
  return !catalog || found.expectation === 'output' ? [] : judgeReference({ found, ref }, catalog, suggest);
}

type Suggest = (name: string, among: Iterable<string>) => string | undefined;

/** Looking for a near name costs a walk through all names, so a document gets only so many. */
const suggestionLimit = 12;

function suggester(): Suggest {
  let asked = 0;
  return (name, among) => (asked++ < suggestionLimit ? nearest(name, among) : undefined);
}

function judgeProblem(found: FoundReference, problem: ReferenceProblem): Finding[] {
  const span = spanIn(found, problem.span);
  if (problem.code === 'dynamic' || (found.expectation === 'mention' && isPattern(found.text))) return [];
  if (problem.code === 'wide-name') return [{ code: 'wide-name', message: problem.message, span }];
  // in running text and code, the beginning of a URI is what other parts are put behind
  const isBeginning = problem.code === 'no-version' || found.text.endsWith('/');
  if (isBeginning && found.expectation !== 'input') return [];
  const isBlank = found.text.slice(problem.span.start, problem.span.end).trim() === '' && problem.span.end > problem.span.start;
  const blanks: Fix[] = isBlank ? [{ title: 'Remove the blanks', span, text: '', safe: true }] : [];
  const fixes = found.meant === undefined ? blanks : [changeTo(found.meant, found.range)];
  return [weighed(found, { code: 'malformed-reference', message: problem.message, span, fixes })];
}

/** Signs of regular expressions and globs, which no name has in any tool. */
function isPattern(text: string): boolean {
  return /[()[\]^<>|\\*?+$]/.test(text);
}

interface Written {
  found: FoundReference;
  ref: Reference;
}

function judgeReference(written: Written, catalog: Catalog, suggest: Suggest): Finding[] {
  const { found, ref } = written;
  const result = lookUp(ref, catalog);
  if (result.state === 'unknown-dataset') {
    const suggestion = suggest(ref.name, catalog.names());
    const message = `There is no dataset "${ref.name}".${didYouMean(suggestion)}`;
    const span = spanIn(found, ref.spans.name);
    return [weighed(found, { code: 'unknown-dataset', message, span, fixes: fixTo(suggestion, span) })];
  }
  const { dataset } = result;
  const findings: Finding[] = [];
  if (ref.kind === 'model' && dataset.kind !== 'model') {
    const message = `"${ref.name}" is a dataset, not a model.`;
    findings.push({ code: 'not-a-model', message, span: spanIn(found, ref.spans.name) });
  }
  if (result.state === 'unknown-version') findings.push(weighed(found, unknownVersion(written, dataset, suggest)));
  if (result.state === 'digest-mismatch') {
    const message = `${dataset.name}:${ref.version} has another hash: it begins with ${result.version.hash.slice(0, 12)}.`;
    const span = spanIn(found, ref.spans.digest!);
    const fixes = fixTo(result.version.hash.slice(0, ref.digest?.length), span);
    findings.push(weighed(found, { code: 'digest-mismatch', message, span, fixes }));
  }
  if (result.state === 'found') findings.push(...judgeVersion(written, result));
  return findings;
}

function unknownVersion({ found, ref }: Written, dataset: CatalogDataset, suggest: Suggest): Finding {
  const code = 'unknown-version';
  if (ref.version === undefined) {
    return { code, message: `No version of "${ref.name}" has a hash that begins so.`, span: spanIn(found, ref.spans.digest!) };
  }
  const span = spanIn(found, ref.spans.version!);
  if (dataset.versions.length === 0) return { code, message: `"${ref.name}" has no version yet.`, span };
  const names = [...dataset.versions.map(({ name }) => name), ...aliasesOf(dataset).map(({ alias }) => alias), latest];
  const suggestion = suggest(ref.version, names);
  const newest = suggestion ? '' : ` The newest is ${dataset.versions[0]!.name}.`;
  const message = `"${ref.name}" has no version "${ref.version}".${didYouMean(suggestion)}${newest}`;
  return { code, message, span, fixes: fixTo(suggestion, span) };
}

/** A version that is there may still not be the one to build on. */
function judgeVersion({ found, ref }: Written, { dataset, version }: LookUp & { state: 'found' }): Finding[] {
  const whole = found.range;
  const name = `${dataset.name}:${version.name}`;
  const findings: Finding[] = [];
  if (version.integrity === 'broken') {
    findings.push({ code: 'broken-version', message: `${name} is broken: bytes were changed or lost since it was adopted.`, span: whole });
  }
  if (version.deprecated) {
    const { why, use } = version.deprecated;
    const message = `${name} is deprecated: ${why.replace(/[.\s]*$/, '')}.${use ? ` Use ${use}.` : ''}`;
    const successor = use && successorFix(found, ref, use);
    findings.push({ code: 'deprecated-version', message, span: whole, tag: 'deprecated', fixes: successor ? [successor] : [] });
  }
  const span = ref.spans.version && spanIn(found, ref.spans.version);
  if (!span || ref.digest !== undefined) return findings;
  if (ref.version !== version.name) {
    const fixes = [{ title: `Pin to ${version.name}`, span, text: version.name, safe: false }];
    const message = `"${ref.version}" moves; pin it. It is ${version.name} now.`;
    if (found.expectation === 'input') findings.push({ code: 'unpinned', message, span, fixes });
    return findings;
  }
  const behind = dataset.versions.indexOf(version);
  const newest = dataset.versions[0]!;
  // that it is deprecated says more, and often what to use
  if (behind > 0 && !newest.deprecated && !version.deprecated) {
    const fixes = [{ title: `Upgrade to ${newest.name}`, span, text: newest.name, safe: false }];
    const message = `${newest.name} is newer: ${count(behind, 'version')} since ${version.name}.`;
    findings.push({ code: 'newer-version', message, span, fixes });
  }
  return findings;
}

/** The successor in the spelling of what it replaces. */
function successorFix(found: FoundReference, ref: Reference, use: string): Fix {
  const [name = '', version = ''] = use.split(':');
  const text = ref.spelling === 'uri' ? `${ref.kind ?? 'dataset'}://${name}/${version}` : use;
  return { title: `Use ${use}`, span: found.range, text, safe: false };
}

/** A step cannot run without its inputs; elsewhere a URI may also be talked about. */
function weighed({ expectation }: FoundReference, finding: Finding): Finding {
  const { elsewhere } = rules[finding.code];
  return expectation === 'input' || !elsewhere ? finding : { ...finding, severity: elsewhere };
}

function fixTo(suggestion: string | undefined, span: Span): Fix[] {
  return suggestion ? [changeTo(suggestion, span)] : [];
}

function didYouMean(suggestion: string | undefined): string {
  return suggestion ? ` Did you mean "${suggestion}"?` : '';
}
