/** Every action that is offered in real pipeline files: none breaks the file, each helps. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { remedies } from '../../server/language/actions/table.ts';
import { codeActions } from '../../server/language/codeActions.ts';
import { type ToldFinding, toldFindings } from '../../server/language/diagnostics.ts';
import { openProject } from '../support/languageProject.ts';
import { pipelineSamples } from '../support/pipelineSamples.ts';

test('actions over the corpus', () => {
  let made = 0;
  for (const [sample, text] of pipelineSamples()) {
    const name = sample.endsWith('.py') ? 'a.py' : 'valohai.yaml';
    const project = openProject({ [name]: text });
    const file = project.named(name);
    const told = toldFindings(file, project.context);
    for (const finding of told) {
      if (finding.fixes?.length) assert.ok(remedies[finding.code], `${finding.code} can be fixed: say how in the table`);
      for (const { title, edit } of codeActions(file, { span: finding.span }, project.context)) {
        const edits = edit?.changes?.[file.document.uri];
        assert.ok(edits, `${sample}: ${title}`);
        const after = openProject({ [name]: TextDocument.applyEdits(file.document as TextDocument, edits) });
        const now = toldFindings(after.named(name), after.context);
        assert.ok(count(now, 'yaml-syntax') <= count(told, 'yaml-syntax'), `${sample}: ${title} breaks the file`);
        const code = /^Ignore (?<code>\S+)/.exec(title)?.groups?.code;
        if (code) assert.ok(count(now, code) < count(told, code), `${sample}: ${title} does not help`);
        made++;
      }
    }
  }
  assert.ok(made > 300, String(made));
});

function count(findings: readonly ToldFinding[], code: string): number {
  return findings.filter((finding) => finding.code === code).length;
}
