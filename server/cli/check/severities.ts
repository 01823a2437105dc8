/** `--severity code=level`, as often as one likes. */
import { DatapinError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import type { SeveritySettings } from '../../language/project.ts';
import { isDiagnosticCode, levels, rules } from '../../language/rules.ts';

/** Throws `usage`. */
export function parseSeverities(given: readonly string[]): SeveritySettings {
  const settings: SeveritySettings = {};
  for (const one of given) {
    const [code = '', level = ''] = one.split('=');
    if (!isDiagnosticCode(code)) {
      const near = nearest(code, Object.keys(rules));
      throw misuse(`There is no diagnostic "${code}".`, near ? `Did you mean ${near}?` : 'docs/diagnostics.md lists them.');
    }
    const known = levels.find((other) => other === level);
    if (!known) throw misuse(`"${level}" is no level.`, `Write --severity ${code}=<level> with one of ${levels.join(', ')}.`);
    settings[code] = known;
  }
  return settings;
}

function misuse(message: string, hint: string): DatapinError {
  return new DatapinError('usage', message, { hint });
}
