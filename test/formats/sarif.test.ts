/** Reports for code hosts: SARIF and the annotations of GitHub. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Annotation, toAnnotation } from '../../server/formats/githubAnnotations.ts';
import { type SarifResult, toSarif } from '../../server/formats/sarif.ts';

const result: SarifResult = {
  rule: 'unpinned',
  level: 'note',
  message: 'It moves.',
  file: 'a b/größe#1/valohai.yaml',
  region: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 9 },
  fingerprint: 'f00',
};

test('SARIF, whole', () => {
  const rules = [
    { id: 'other', level: 'error', about: 'Another.' } as const,
    { id: 'unpinned', level: 'note', about: 'An alias moves.', help: 'Pin it.' } as const,
  ];
  assert.deepEqual(toSarif({ version: '1.2.3', rules, results: [result] }), {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Datapin',
            version: '1.2.3',
            rules: [
              { id: 'other', shortDescription: { text: 'Another.' }, defaultConfiguration: { level: 'error' } },
              {
                id: 'unpinned',
                shortDescription: { text: 'An alias moves.' },
                help: { text: 'Pin it.' },
                defaultConfiguration: { level: 'note' },
              },
            ],
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The folder in which the check was run.' } } },
        results: [
          {
            ruleId: 'unpinned',
            ruleIndex: 1,
            level: 'note',
            message: { text: 'It moves.' },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'a%20b/gr%C3%B6%C3%9Fe%231/valohai.yaml', uriBaseId: '%SRCROOT%' },
                  region: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 9 },
                },
              },
            ],
            partialFingerprints: { 'datapin/v1': 'f00' },
          },
        ],
      },
    ],
  });
});

test('a file outside the folder of the check keeps its own URI', () => {
  const text = JSON.stringify(toSarif({ version: '1', rules: [], results: [{ ...result, file: 'file:///x/a.py' }] }));
  assert.ok(text.includes('"artifactLocation":{"uri":"file:///x/a.py"}'));
});

describe('GitHub', () => {
  const annotation: Annotation = {
    level: 'error',
    file: 'a.py',
    line: 1,
    column: 2,
    endLine: 1,
    endColumn: 5,
    title: 'code',
    message: 'No.',
  };
  const cases: [about: Partial<Annotation>, line: string][] = [
    [{}, '::error file=a.py,line=1,endLine=1,col=2,endColumn=5,title=code::No.\n'],
    [{ level: 'notice' }, '::notice file=a.py,line=1,endLine=1,col=2,endColumn=5,title=code::No.\n'],
    [{ endLine: 3 }, '::error file=a.py,line=1,endLine=3,title=code::No.\n'],
    [{ message: '100 %: a, b\r\nc' }, '::error file=a.py,line=1,endLine=1,col=2,endColumn=5,title=code::100 %25: a, b%0D%0Ac\n'],
    [{ file: 'a:b,c%d.py' }, '::error file=a%3Ab%2Cc%25d.py,line=1,endLine=1,col=2,endColumn=5,title=code::No.\n'],
  ];
  for (const [about, line] of cases) test(line, () => assert.equal(toAnnotation({ ...annotation, ...about }), line));
});
