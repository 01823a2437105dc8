/** Every setting, once. A test holds package.json to this table; the server asks the editor for what it needs. */

type SettingType = 'string' | 'boolean' | 'array' | 'object' | 'null';

export interface SettingRule {
  /** Of JSON; `null` beside another one is "not set". */
  type: SettingType | readonly SettingType[];
  default: string | boolean | null | readonly string[] | Readonly<Record<string, never>>;
  scope: 'machine-overridable' | 'resource' | 'window';
}

export const settings = {
  'datapin.home': { type: 'string', default: '', scope: 'machine-overridable' },
  'datapin.s3.endpoint': { type: 'string', default: '', scope: 'machine-overridable' },
  'datapin.s3.region': { type: 'string', default: '', scope: 'machine-overridable' },
  'datapin.s3.profile': { type: 'string', default: '', scope: 'machine-overridable' },
  'datapin.s3.pathStyle': { type: ['boolean', 'null'], default: null, scope: 'machine-overridable' },
  'datapin.sources': { type: 'object', default: {}, scope: 'machine-overridable' },
  'datapin.python.referenceFunctions': { type: 'array', default: ['dataset', 'datapin.dataset', 'datapin.model'], scope: 'resource' },
  'datapin.diagnostics.severity': { type: 'object', default: {}, scope: 'resource' },
  'datapin.trace.server': { type: 'string', default: 'messages', scope: 'window' },
} as const satisfies Record<string, SettingRule>;

export type SettingName = keyof typeof settings;

interface Values {
  string: string;
  boolean: boolean;
  array: readonly string[];
  object: Readonly<Record<string, unknown>>;
  null: null;
}

type Listed<T> = T extends readonly (infer One)[] ? One : T;
type Value<N extends SettingName> = Values[Listed<(typeof settings)[N]['type']> & SettingType];

/** The part of the editor's configuration that is needed here. */
export interface Configuration {
  get<T>(name: string): T | undefined;
}

/** A setting's value; its default when it is not set or of another type. */
export function readSetting<N extends SettingName>(configuration: Configuration, name: N): Value<N> {
  const rule: SettingRule = settings[name];
  const value = configuration.get<unknown>(name);
  const type = typeOf(value);
  return ([rule.type].flat().some((allowed) => allowed === type) ? value : rule.default) as Value<N>;
}

function typeOf(value: unknown): SettingType | undefined {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'object') return 'object';
  return typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'boolean' : undefined;
}
