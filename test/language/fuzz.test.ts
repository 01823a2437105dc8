/** Damaged texts: no exception, no answer outside the text, nothing that hangs, and reading on after an edit is as good as reading anew. */
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { test } from 'node:test';
import { newDocumentCache } from '../../server/language/document.ts';
import { damaged } from '../support/damage.ts';
import { withInputs } from '../support/languageDocument.ts';
import { pipelineSamples } from '../support/pipelineSamples.ts';
import { seeded } from '../support/random.ts';
import { exercise } from './exercise.ts';

const mutations = 20_000;
/** Edits to one text, each read with what was kept of the one before. */
const edits = 4;
/** Milliseconds that reading one damaged text and all answers may take: this is about hanging, not about speed. */
const limit = 1000;

const samples: [name: string, text: string][] = [
  ['valohai.yaml', withInputs('- name: a\n  default: [digits:v1, "dataset://digits/v2"]\n- {name: b, default: digits:latest}')],
  [
    'valohai.yaml',
    '- step: &a {name: a, image: b, command: c}\n- step:\n    <<: *a\n    name: d\n    command: |\n      run dataset://digits/v1\n',
  ],
  [
    'valohai.yaml',
    '- pipeline:\n    name: p\n    nodes:\n      - {name: a, type: execution, step: s}\n    edges:\n      - [a.output.x, a.input.y]\n      - source: a.parameter.z\n        target: a.parameter.z\n',
  ],
  [
    'a.py',
    'import valohai as v\ninputs: dict = {"a": f"x{y}", "b": ["digits:v1"]}\nv.prepare(step="a", default_inputs=inputs)\n"""doc"""\nx = dataset(r"digits:v9") + \'\'\'dataset://digits/v1\'\'\'\nv.inputs("a").path("b")\n',
  ],
];

test(`${mutations.toLocaleString('en')} damaged texts`, { timeout: 300_000 }, () => {
  const random = seeded(20_261_122);
  const texts = [...samples, ...pipelineSamples()].filter(([, text]) => text.length < 20_000);
  let slowest = { took: 0, what: '' };
  for (let round = 0; round < mutations / edits; round++) {
    const [name, original] = random.pick(texts);
    const cache = newDocumentCache();
    let text = original;
    for (let edit = 0; edit < edits; edit++) {
      text = damaged(text, random);
      const offset = random.below(text.length + 1);
      const what = `round ${round}, edit ${edit}, ${name}, offset ${offset}`;
      try {
        const began = performance.now();
        const answers = exercise(name, text, { cache, offset });
        const took = performance.now() - began;
        if (took > slowest.took) slowest = { took, what };
        assert.deepEqual(answers, exercise(name, text, { cache: newDocumentCache(), offset }));
      } catch (cause) {
        throw new Error(`${what}:\n${text}`, { cause });
      }
    }
  }
  assert.ok(slowest.took < limit, `${slowest.what} took ${Math.round(slowest.took)} ms`);
});
