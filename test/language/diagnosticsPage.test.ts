/** docs/diagnostics.md is made of the table of rules. */
import { join } from 'node:path';
import { test } from 'node:test';
import { remedies } from '../../server/language/actions/table.ts';
import { type DiagnosticCode, levels, rules } from '../../server/language/rules.ts';
import { matchesGolden } from '../support/golden.ts';

const docs = join(import.meta.dirname, '..', '..', 'docs');

test('the page of diagnostics', () => matchesGolden('diagnostics.md', page(), { folder: docs }));

function page(): string {
  const codes = (Object.keys(rules) as DiagnosticCode[]).sort();
  const rows = codes.map((code) => `| \`${code}\` | ${severityOf(code)} | ${rules[code].about} | ${remedies[code]?.about ?? ''} |`);
  return `# Diagnostics

What Datapin says of pipeline files, Python, notebooks and references elsewhere: in the editor, and by \`datapin check\`.
Codes are stable.

## Another severity

In the editor, the setting \`datapin.diagnostics.severity\`, by code: ${levels.map((level) => `\`${level}\``).join(', ')}.

\`\`\`json
"datapin.diagnostics.severity": { "unpinned": "error", "newer-version": "off" }
\`\`\`

On the command line, as often as you like: \`datapin check --severity unpinned=error --severity newer-version=off\`.

## When it is meant

A comment at the end of the line, or alone on the line above; without a list it is about every code.

\`\`\`yaml
default: digits:latest  # datapin: ignore[unpinned]
# datapin: ignore[unknown-version, unpinned]
default: digits:next
\`\`\`

\`# datapin: ignore-file[unpinned]\`, anywhere in a file, is about all of it; in an open notebook, about its cell.
Quick fixes write these comments: **Ignore … here**, **Ignore … in this file**. JSON has no comments.

## All of them

Where two severities stand, the first is for references that an input needs, the second for those in any other text. A
severity that you set holds for both.

| code | severity | about | quick fix |
|---|---|---|---|
${rows.join('\n')}

What only puts other words for the same is *safe*: **Fix all** on saving (\`source.fixAll.datapin\`) and \`datapin check --fix\` do it.
**Pin all references** (\`source.datapin.pinAll\`) puts a version in place of every alias in a file.
`;
}

function severityOf(code: DiagnosticCode): string {
  const { severity, elsewhere } = rules[code];
  return elsewhere ? `${severity}, ${elsewhere}` : severity;
}
