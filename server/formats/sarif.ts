/** SARIF 2.1.0: findings as code hosts and editors take them in. */

export interface SarifRun {
  /** Of Datapin. */
  version: string;
  rules: readonly SarifRule[];
  results: readonly SarifResult[];
}

export type SarifLevel = 'error' | 'warning' | 'note';

export interface SarifRule {
  id: string;
  level: SarifLevel;
  about: string;
  help?: string | undefined;
}

export interface SarifResult {
  rule: string;
  level: SarifLevel;
  message: string;
  /** A path relative to the folder of the check, or an absolute URI. */
  file: string;
  region: SarifRegion;
  /** The same for as long as it is the same finding, wherever its line has moved to. */
  fingerprint: string;
}

/** Lines and columns begin with 1; columns count UTF-16 units, and the last is the first that is not meant. */
export interface SarifRegion {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}

/** One JSON document. */
export function toSarif({ version, rules, results }: SarifRun): object {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Datapin', version, rules: rules.map(toRule) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [sourceRoot]: { description: { text: 'The folder in which the check was run.' } } },
        results: results.map((result) => toResult(result, indexes.get(result.rule))),
      },
    ],
  };
}

const sourceRoot = '%SRCROOT%';

function toRule({ id, level, about, help }: SarifRule): object {
  return { id, shortDescription: { text: about }, ...(help ? { help: { text: help } } : {}), defaultConfiguration: { level } };
}

function toResult({ rule, level, message, file, region, fingerprint }: SarifResult, ruleIndex: number | undefined): object {
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level,
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: toLocation(file), region } }],
    partialFingerprints: { 'datapin/v1': fingerprint },
  };
}

function toLocation(file: string): object {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(file)) return { uri: file };
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: sourceRoot };
}
