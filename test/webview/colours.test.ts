// The page has the theme's colours only, so that it is right in every theme, high contrast included.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../webview/', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|css)$/.test(name));

/** Names of colours in CSS, without those that are ordinary words of the code (`tan` and `linen` would be no loss). */
const names =
  'aqua|azure|beige|black|blue|brown|chocolate|coral|crimson|cyan|fuchsia|gold|gray|green|grey|indigo|ivory|khaki|lavender|lime|magenta|maroon|navy|olive|orange|orchid|pink|plum|purple|red|salmon|sienna|silver|tomato|turquoise|violet|wheat|white|yellow|(?:dark|light|medium|deep|pale|hot)[a-z]*(?:blue|green|gr[ae]y|red|pink|orange|violet|cyan|purple|khaki|salmon|turquoise|goldenrod)';
const functions = /\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(/;
const hex = /#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b/i;
const inCss = new RegExp(`:[^;{]*(?<![-\\w])(?:${names})(?![-\\w])`, 'i');
const inScript = new RegExp(`['"\`](?:${names})['"\`]`, 'i');

/** The first colour of its own that a line has. */
function ownColour(line: string, style: boolean): string | undefined {
  const text = line.replaceAll(/\/\*.*?\*\//g, '');
  return (hex.exec(text) ?? functions.exec(text) ?? (style ? inCss : inScript).exec(text))?.[0];
}

test('the page has no colour of its own', () => {
  const found = files.flatMap((name) =>
    readFileSync(folder + name, 'utf8')
      .split('\n')
      .map((line, i) => ({ at: `${name}:${i + 1}`, colour: ownColour(line, name.endsWith('.css')) }))
      .filter(({ colour }) => colour !== undefined),
  );
  assert.ok(files.length > 20);
  assert.deepEqual(found, [], 'use a --vscode-* variable in place of these');
});

test('the check sees colours', () => {
  for (const line of [
    'color: #fff;',
    'fill: #1e1e1e80;',
    'border: 1px solid red;',
    'color: rgb(0 0 0);',
    'color: LightGrey;',
    '--line: hsl(1 2% 3%);',
  ])
    assert.notEqual(ownColour(line, true), undefined, line);
  for (const line of ["node.attr('fill', 'red')", 'style("stroke", "#abc")', 'fill: `white`'])
    assert.notEqual(ownColour(line, false), undefined, line);
  for (const line of [
    'color: var(--vscode-charts-red);',
    'fill: none;',
    'stroke: transparent;',
    'white-space: pre-wrap;',
    '#app {',
    'a: color-mix(in srgb, var(--a) 5%, transparent);',
  ])
    assert.equal(ownColour(line, true), undefined, line);
});

test('every variable is the theme’s, or set by the page', () => {
  const styles = files
    .filter((name) => name.endsWith('.css'))
    .map((name) => readFileSync(folder + name, 'utf8'))
    .join('\n');
  const set = new Set([...styles.matchAll(/(--[\w-]+)\s*:/g)].map((match) => match[1]!));
  const used = [...styles.matchAll(/var\((--[\w-]+)/g)].map((match) => match[1]!);
  assert.ok(used.length > 50);
  assert.deepEqual(
    used.filter((variable) => !variable.startsWith('--vscode-') && !set.has(variable)),
    [],
  );
});

test('one file knows the toolkit', () => {
  const knowing = files.filter((name) => /webview-ui-toolkit|vscode-button/.test(readFileSync(folder + name, 'utf8')));
  assert.deepEqual(knowing, ['lineage/controls.ts']);
});
