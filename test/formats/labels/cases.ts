/** How tables of labels are checked: a format, files, and the lines that are read of them, annotations first. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LabelFormat } from '../../../server/core/labels.ts';
import { inShort, readAll, textFiles } from '../../support/labelledFiles.ts';

export type Case = readonly [what: string, files: Readonly<Record<string, unknown>>, lines: readonly string[]];

export function checkCases(format: LabelFormat, cases: readonly Case[]): void {
  for (const [what, files, lines] of cases) {
    test(`${format.title}: ${what}`, async () => {
      const { annotations, problems } = await readAll(format, textFiles(files));
      assert.deepEqual([...annotations.map(inShort), ...problems], lines);
    });
  }
}

/** Files that a format must not take for its own. */
export function checkOthers(
  format: LabelFormat,
  cases: readonly (readonly [what: string, files: Readonly<Record<string, unknown>>])[],
): void {
  for (const [what, files] of cases) {
    test(`not ${format.title}: ${what}`, async () => assert.equal(await format.detect(textFiles(files)), undefined));
  }
}
