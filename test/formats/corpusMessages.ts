/** What each message of the format's own lint asks of ours: a code, the words it points at, and where. */
import type { PipelineCode } from '../../server/formats/pipelineFile/types.ts';

export interface Expectation {
  codes: readonly PipelineCode[];
  /** What is underlined; of several one. */
  at?: readonly string[] | undefined;
  /** Where in the data: `0.step.inputs`. */
  path?: string | undefined;
  /** Words of the message. */
  says?: string | undefined;
  /** One-based line. */
  line?: number;
  /** What a schema says of a whole object at once, ours say one by one. */
  several?: boolean;
  /** Says no more than another message that is there as well. */
  repeats?: boolean;
}

type Translate = (...groups: string[]) => Expectation;

/** The first pattern that fits translates. */
const patterns: readonly [pattern: RegExp, translate: Translate][] = [
  [/^(?:Oneof|Anyof) validation .* \(([^()]*)\)$/s, (path) => ({ codes: shapeCodes, path, several: true })],
  [/^Type validation on step\.type: None /, () => ({ codes: ['wrong-type'], says: 'deeper' })],
  [/^Type validation .* \(([^()]*)\)$/s, (path) => ({ codes: ['wrong-type'], path })],
  [/^Required validation .*: '(.+)' is a required property \((.*)\)$/, (key, path) => ({ codes: ['missing-key'], path, says: `"${key}"` })],
  [/^Additionalproperties validation .*\('(.+)' was unexpected\) \((.*)\)$/, (key, path) => ({ codes: ['unknown-key'], path, at: [key] })],
  [/^(?:Pattern|Enum|Maxlength|Minimum|Maximum) validation .* \(([^()]*)\)$/s, (path) => ({ codes: ['invalid-value'], path })],
  [/^File contains valid YAML but there might be an indentation error/, () => ({ codes: ['wrong-type'], says: 'deeper', repeats: true })],
  [/^Indentation Error at line (\d+)/, (line) => ({ codes: ['yaml-syntax'], line: Number(line), several: true })],
  [/^Malformed edge shorthand \['(.*)'\]$/, (text) => ({ codes: ['malformed-edge'], at: [`[${text}]`] })],
  [/^(?:Source|Target) specifier '(.*)' must have 3 parts/, (text) => ({ codes: ['malformed-edge'], at: [text] })],
  [/^Duplicate \w+ name: (.*)\.$/, (name) => ({ codes: ['duplicate-name'], at: [name] })],
  [/^No parser for \{'(.*?)'/, (key) => ({ codes: ['unknown-item'], at: [key] })],
  [/^Pipeline .* has \d+ nodes with the same name of (.*)$/, (name) => ({ codes: ['duplicate-name'], at: [name] })],
  [
    /^Pipeline (.*) edge (?:source|target) node (.*) does not exist$/,
    (p, name) => ({ codes: ['unknown-node'], at: [name], says: `"${p}"` }),
  ],
  [/^Pipeline .* (?:source|target) type (.*) \(between .*\) not valid$/, (type) => ({ codes: ['wrong-edge'], at: [type] })],
  [/^Pipeline ".*" node "(.*)" step ".*": missing "environment"/, (node) => ({ codes: ['missing-environment'], says: `"${node}"` })],
  [
    /^Pipeline ".*" node ".*" step "(.*)": input (.*) does not exist/,
    (s, name) => ({ codes: ['unknown-input'], at: [name], says: `"${s}"` }),
  ],
  [
    /^Pipeline ".*" node ".*" step "(.*)": parameter (.*) does not exist/,
    (s, name) => ({ codes: ['unknown-parameter'], at: [name], says: `"${s}"` }),
  ],
  [/^Pipeline ".*" node ".*" step "(.*)" does not exist$/, (name) => ({ codes: ['unknown-step'], at: [name] })],
  [/^Pipeline ".*" node ".*" task "(.*)" does not exist$/, (name) => ({ codes: ['unknown-task'], at: [name] })],
  [/^"(?:when|then)" value [{[](.*)[}\]] is not well-known/, (words) => ({ codes: ['unknown-action'], at: quotedIn(words) })],
  [/^Pipeline ".*" parameter "(.*)": no targets\.$/, (name) => ({ codes: ['no-target'], at: [name] })],
  [/^Pipeline ".*" parameter ".*" target ".*": socket type "(.*)" is not supported\.$/, (type) => ({ codes: ['wrong-edge'], at: [type] })],
  [
    /^Pipeline "(.*)" parameter ".*" target ".*": the node "(.*)" does/,
    (p, name) => ({ codes: ['unknown-node'], at: [name], says: `"${p}"` }),
  ],
  [
    /^Pipeline ".*" parameter ".*" target ".*": the parameter "(.*)" does not exist in step "(.*)"\.$/,
    (name, s) => ({ codes: ['unknown-parameter'], at: [name], says: `"${s}"` }),
  ],
  [/^Step .*, parameter .*: `(.*?)` has no effect/, (key) => ({ codes: ['no-effect'], at: [key] })],
  [/^Step .*, parameter (.*): default /, (name) => ({ codes: ['parameter-default'], says: `"${name}"` })],
  [/`stop-condition` is not a valid expression/, () => ({ codes: ['invalid-expression'] })],
  [/^Step "(.*)", missing "environment"/, (name) => ({ codes: ['missing-environment'], says: `"${name}"` })],
  [/^Parameter sets only make sense/, () => ({ codes: ['no-effect'], at: ['parameter-sets'] })],
  [/^(\w+) only makes sense for Bayesian/, (key) => ({ codes: ['no-effect'], at: [key.replaceAll('_', '-')] })],
  [/^Deployment "(.*)" has no defaults\.target/, (name) => ({ codes: ['no-target'], at: [name] })],
];

/** Nothing for a message that no pattern knows, such as that of a crash. */
export function expectationOf(message: string): Expectation | undefined {
  for (const [pattern, translate] of patterns) {
    const match = pattern.exec(message);
    if (match) return translate(...match.slice(1));
  }
  return undefined;
}

const shapeCodes: readonly PipelineCode[] = [
  'wrong-type',
  'missing-key',
  'unknown-key',
  'invalid-value',
  'conflicting-keys',
  'malformed-edge',
];

function quotedIn(text: string): string[] {
  return [...text.matchAll(/'([^']*)'/g)].map((match) => match[1]!);
}
