/** Writing safe fixes down. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { writeWhole } from '../../core/files.ts';
import { changed } from '../../language/actions/action.ts';
import { safeChanges } from '../../language/codeActions.ts';
import type { LanguageContext, SourceFile } from '../../language/project.ts';

/** How many fixes were made in a file. Its permissions and the link that it may be reached by stay. */
export function fixFile(path: string, file: SourceFile, context: LanguageContext): number {
  const changes = safeChanges(file, context);
  const text = file.document.getText();
  if (changes.length === 0 || !isAsItWasRead(path, text)) return 0;
  const own = realpathSync(path);
  writeWhole(own, changed(text, changes), statSync(own).mode & 0o7777);
  return changes.length;
}

/** Neither changed since nor in another encoding, which writing would lose. */
function isAsItWasRead(path: string, text: string): boolean {
  return readFileSync(path).equals(Buffer.from(text));
}
