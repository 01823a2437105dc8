/** URIs of inputs whose scheme or slashes are misspelt: one finding each, and the text that was meant. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toldFindings } from '../../server/language/diagnostics.ts';
import { withInputs } from '../support/languageDocument.ts';
import { openProject } from '../support/languageProject.ts';

const references = 'malformed-reference: Write dataset://name/version.';
const models = 'malformed-reference: Write model://name/version.';
const slashes = 'malformed-location: After "s3:" come two slashes.';

/** What stands there, what is said, and what the fix makes of it; in Python locations are not judged. */
const rows: [text: string, said?: string, meant?: string][] = [
  ['datset://digits/v3', references, 'dataset://digits/v3'],
  ['Dataset://digits/v3', references, 'dataset://digits/v3'],
  ['datasets:/digits/v3', references, 'dataset://digits/v3'],
  ['dataset//digits/v3', references, 'dataset://digits/v3'],
  ['dataset:/digits/v3', references, 'dataset://digits/v3'],
  ['dataset:digits/v3', references, 'dataset://digits/v3'],
  ['modle://churn/v2', models, 'model://churn/v2'],
  ['model//churn/v2', models, 'model://churn/v2'],
  ['s3:/bucket/x', slashes, 's3://bucket/x'],
  ['s3:bucket', slashes, 's3://bucket'],
  ['htp://x/y', 'malformed-location: There is no scheme "htp". Did you mean "http"?', 'http://x/y'],
  ['gcloud://bucket/x'],
  ['hf://datasets/a'],
  ['file:/data/a'],
  ['dataset://digits/v3'],
  ['digits:v3'],
  ['file:v3', 'unknown-dataset: There is no dataset "file".'],
];

describe('misspelt schemes', () => {
  for (const [text, said, meant] of rows) {
    const expected = said ? [[said, meant]] : [];
    test(text, () => assert.deepEqual(told('valohai.yaml', withInputs(`- name: a\n  default: ${text}`)), expected));
    const inPython = said?.startsWith('malformed-location') ? [] : expected;
    test(`Python: ${text}`, () => assert.deepEqual(told('a.py', `dataset("${text}")\n`), inPython));
  }

  test('text put together when the program runs is not judged', () =>
    assert.deepEqual(told('a.py', 'name = input()\ndataset(f"datset://{name}/v1")\n'), []));

  test('nor is other text', () => assert.deepEqual(told('a.toml', 'a = "datset://digits/v3"\nb = "dataset//digits/v3"\n'), []));
});

function told(name: string, text: string): [said: string, meant: string | undefined][] {
  const project = openProject({ [name]: text });
  return toldFindings(project.named(name), project.context)
    .filter(({ code }) => code !== 'unused-input')
    .map(({ code, message, fixes = [] }) => [`${code}: ${message}`, fixes[0]?.text]);
}
