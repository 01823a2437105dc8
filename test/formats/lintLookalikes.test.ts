/** What is said of placeholders that are written as other tools write them. */
import { checkRows } from './lintRows.ts';

checkRows('placeholders of other tools', [
  ['a parameter', command('c ⟦{parameters.rate}⟧'), 'unknown-placeholder -> {parameter-value:rate}'],
  ['a parameter, in one word', command('c --x=⟦{parameter.rate}⟧'), 'unknown-placeholder -> {parameter-value:rate}'],
  ['the plural', command('c ⟦{parameters:rate}⟧'), 'unknown-placeholder -> {parameter-value:rate}'],
  ['the plural of a value', command('c ⟦{parameters-value:rate}⟧'), 'unknown-placeholder -> {parameter-value:rate}'],
  ['in short', command('c ⟦{param:rate}⟧'), 'unknown-placeholder -> {parameter-value:rate}'],
  [
    'in brackets',
    command('c ⟦{parameter[rate]}⟧ ⟦{parameter-value[rate]}⟧'),
    ...Array<string>(2).fill('unknown-placeholder -> {parameter-value:rate}'),
  ],
  ['in parentheses', command('c ⟦{parameter(rate)}⟧'), 'unknown-placeholder -> {parameter-value:rate}'],
  ['an input', command('c ⟦{inputs.model}⟧'), 'unknown-placeholder'],
  ['an input with a colon', command('c ⟦{input:model}⟧'), 'unknown-placeholder'],
  ['two of them', command('c ⟦{inputs.model}⟧ ⟦{inputs.model}⟧'), 'unknown-placeholder', 'unknown-placeholder'],
  [
    'in a block',
    command('|\n      set -e\n      c --model ⟦{inputs.model}⟧ \\\n        --rate ⟦{parameters.rate}⟧'),
    'unknown-placeholder',
    'unknown-placeholder -> {parameter-value:rate}',
  ],
  ['in a list', command('[c, "d ⟦{inputs.model}⟧"]'), 'unknown-placeholder'],
  ['with escapes: all of it', command('"⟦c \\x7binputs.model}⟧"'), 'unknown-placeholder'],
  ['names that the step does not have', command('c {inputs.other} {parameters.other} {param:x} {inputs.length}')],
  ['the real ones', command('c {parameters} {params} {parameter:rate} {parameter-value:rate} {source-path}')],
  ['braces of the shell', command("awk '{print $1}' {a,b} $\x7bmodel} $\x7bVH_INPUTS_DIR}/model")],
]);

/** A step with an input `model` and a parameter `rate`. */
function command(value: string): string {
  const quotes = /^[|["]/.test(value) ? value : `>-\n      ${value}`;
  return `- step:\n    name: s\n    image: i\n    inputs: [{name: model}]\n    parameters: [{name: rate}]\n    command: ${quotes}\n`;
}
