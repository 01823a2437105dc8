/**
 * Where we say something else of a sample than the format's own lint, and why. `theirs` is the beginning of a message
 * without a counterpart here, `ours` a code and what it underlines without one there. No row may be left over.
 */
export interface Difference {
  file: string;
  theirs?: string;
  ours?: readonly string[];
  why: string;
}

/** Verdicts that differ because of the rows below: theirs, then ours. */
export const verdicts: Readonly<Record<string, readonly [theirs: Verdict, ours: Verdict]>> = {
  'edge/deployment-not-schema-validated.yaml': ['crash', 'errors'],
  'edge/duplicate-input-names-NOT-flagged-upstream.yaml': ['clean', 'warnings'],
  'edge/duplicate-mapping-keys-accepted-by-pyyaml.yaml': ['clean', 'warnings'],
  'edge/duration-bare-number-string-CRASH.yaml': ['crash', 'errors'],
  'edge/duration-nonsense-CRASH.yaml': ['crash', 'errors'],
  'edge/duration-unknown-suffix-CRASH.yaml': ['crash', 'errors'],
  'edge/edge-cycle-NOT-flagged-upstream.yaml': ['clean', 'errors'],
  'edge/edge-unknown-input-and-parameter-NOT-flagged-upstream.yaml': ['clean', 'errors'],
  'edge/flag-multiple-CRASH.yaml': ['crash', 'errors'],
  'edge/input-uris-all-accepted-upstream.yaml': ['clean', 'warnings'],
  'edge/pipeline-param-on-missing-step-CRASH.yaml': ['crash', 'errors'],
  'edge/pipeline-param-target-and-targets-CRASH.yaml': ['crash', 'errors'],
  'edge/pipeline-param-two-part-target-CRASH.yaml': ['crash', 'errors'],
  'edge/task-bad-type-CRASH.yaml': ['crash', 'errors'],
  'edge/task-missing-step-NOT-flagged-upstream.yaml': ['clean', 'errors'],
  'edge/two-keys-in-one-item.yaml': ['clean', 'warnings'],
  'valohai-yaml/examples/pipeline-example.yaml': ['clean', 'errors'],
  'valohai-yaml/tests/warning_examples/nonsensical-task-bits.yaml': ['warnings', 'errors'],
};

export type Verdict = 'clean' | 'warnings' | 'errors' | 'crash';

const crash = 'a mistake in the file stops their lint; here it is told';
const unchecked = 'their lint does not look at this; the run would fail';

export const differences: readonly Difference[] = [
  {
    file: 'edge/action-require-approval-warns-upstream.yaml',
    theirs: `"then" value ['require-approval'] is not well-known`,
    why: 'it is documented, and people use it',
  },
  {
    file: 'edge/deployment-not-schema-validated.yaml',
    theirs: "TypeError: Deployment.__init__() got an unexpected keyword argument 'nme'",
    ours: ['unknown-key nme', 'missing-key nme'],
    why: crash,
  },
  { file: 'edge/duplicate-input-names-NOT-flagged-upstream.yaml', ours: ['duplicate-name i'], why: 'the first of the two is never read' },
  { file: 'edge/duplicate-mapping-keys-accepted-by-pyyaml.yaml', ours: ['duplicate-key image'], why: 'the first of the two is never read' },
  {
    file: 'edge/duration-bare-number-string-CRASH.yaml',
    theirs: 'IndexError: string index out of range',
    ours: ['invalid-duration 300'],
    why: crash,
  },
  {
    file: 'edge/duration-nonsense-CRASH.yaml',
    theirs: "ValueError: Could not parse positive duration from 'soon'",
    ours: ['invalid-duration soon'],
    why: crash,
  },
  {
    file: 'edge/duration-unknown-suffix-CRASH.yaml',
    theirs: "ValueError: Unknown duration suffix in '5 parsecs'",
    ours: ['invalid-duration 5 parsecs'],
    why: crash,
  },
  { file: 'edge/edge-cycle-NOT-flagged-upstream.yaml', ours: ['edge-cycle [b.output.x, a.input.i]'], why: unchecked },
  {
    file: 'edge/edge-unknown-input-and-parameter-NOT-flagged-upstream.yaml',
    ours: ['unknown-input nope', 'unknown-parameter nope', 'unknown-parameter nope2'],
    why: unchecked,
  },
  {
    file: 'edge/endpoints-invalid.yaml',
    ours: ['duplicate-name ab', 'duplicate-name ab'],
    why: 'their lint stops at what the schema says; names are compared all the same here',
  },
  {
    file: 'edge/flag-multiple-CRASH.yaml',
    theirs: "ValueError: Flag parameters can't be multiple",
    ours: ['conflicting-keys multiple'],
    why: crash,
  },
  {
    file: 'edge/input-uris-all-accepted-upstream.yaml',
    ours: ['unknown-placeholder name'],
    why: 'their lint does not look into the locations of inputs; what is misspelt is passed on as it is written',
  },
  {
    file: 'edge/node-name-with-dot.yaml',
    theirs: 'Pipeline p edge source node a does not exist',
    ours: ['unknown-node a.b'],
    why: 'the node is there, and no edge can name it: that is what is told, once',
  },
  {
    file: 'edge/node-name-with-dot.yaml',
    theirs: 'Pipeline p source type b (between a and c) not valid',
    why: 'a consequence of the dot in the name',
  },
  {
    file: 'edge/param-pass-as-and-duplicates.yaml',
    ours: ['duplicate-name a', 'no-effect pass-true-as'],
    why: 'of two parameters with one name theirs sees the last only',
  },
  {
    file: 'edge/params-defaults.yaml',
    ours: ['unknown-placeholder nope', 'unknown-placeholder nope'],
    why: 'their lint does not look at commands; what is misspelt is passed on as it is written',
  },
  { file: 'edge/params-defaults.yaml', ours: ['parameter-default 0'], why: 'theirs skips every default that Python calls false' },
  {
    file: 'edge/pipeline-param-on-missing-step-CRASH.yaml',
    theirs: "KeyError: 'missing'",
    ours: ['unknown-step missing'],
    why: crash,
  },
  {
    file: 'edge/pipeline-param-target-and-targets-CRASH.yaml',
    theirs: 'TypeError: Pipeline parameter cannot have both: target and targets',
    ours: ['conflicting-keys targets'],
    why: crash,
  },
  {
    file: 'edge/pipeline-param-targets-mixed.yaml',
    theirs: 'Pipeline "p" parameter "z" target "a.input.i": the parameter "i" does not exist in step "s".',
    why: 'one mistake is told once: "input" stands where "parameter" belongs',
  },
  {
    file: 'edge/pipeline-param-two-part-target-CRASH.yaml',
    theirs: 'ValueError: not enough values to unpack (expected 3, got 2)',
    ours: ['malformed-edge a.p'],
    why: crash,
  },
  {
    file: 'edge/task-bad-type-CRASH.yaml',
    theirs: "ValueError: 'quantum' is not a valid TaskType",
    ours: ['invalid-value quantum', 'unknown-step nope'],
    why: crash,
  },
  { file: 'edge/task-missing-step-NOT-flagged-upstream.yaml', ours: ['unknown-step nope'], why: unchecked },
  {
    file: 'edge/task-node-step-and-task.yaml',
    ours: ['unknown-task t'],
    why: 'their lint stops at what the schema says; names are looked up all the same here',
  },
  { file: 'edge/two-keys-in-one-item.yaml', ours: ['unknown-item pipeline'], why: 'the second of the two is silently not read' },
  {
    file: 'valohai-yaml/examples/pipeline-example.yaml',
    ours: [...Array<string>(4).fill('unknown-parameter aspect-ratio'), ...Array<string>(3).fill('unknown-parameter learning_rate')],
    why: 'the steps of the example have no parameters at all, and its edges name some',
  },
  {
    file: 'valohai-yaml/tests/error_examples/invalid-YAML-indentation.yaml',
    theirs: 'Indentation Error at line 3',
    ours: ['yaml-syntax outdented'],
    why: 'the line above the one that their parser names is where the indentation goes wrong',
  },
  {
    file: 'valohai-yaml/tests/warning_examples/nonsensical-task-bits.yaml',
    ours: ['unknown-step run training'],
    why: unchecked,
  },
];
