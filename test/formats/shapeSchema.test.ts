/** The shape says of every key what the schema of the format says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { item } from '../../server/formats/pipelineFile/shape/file.ts';
import { formsOf } from '../../server/formats/pipelineFile/shape/lookup.ts';
import type { ObjectShape, Shape } from '../../server/formats/pipelineFile/shape/types.ts';

interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  additionalProperties?: boolean;
  required?: string[];
  items?: Schema | false;
  prefixItems?: Schema[];
  enum?: string[];
  const?: string;
  pattern?: string;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  default?: unknown;
  oneOf?: Schema[];
  anyOf?: Schema[];
  $defs?: Record<string, Schema>;
}

const file = new URL('../fixtures/pipeline-files/expected/valohai-yaml.schema.json', import.meta.url);
const root = JSON.parse(readFileSync(file, 'utf8')) as Schema;

/** Where the shape says something else, and why. */
const differences: Record<string, string> = {
  'step.autorestart key': 'newer than the schema',
  'pipeline.nodes[].override.autorestart key': 'newer than the schema',
  'pipeline.nodes[].actions[].when choices': 'the schema allows any word; these are the known ones',
  'pipeline.nodes[].actions[].when[] choices': 'the schema allows any word; these are the known ones',
  'pipeline.nodes[].actions[].then choices': 'the schema allows any word; these are the known ones',
  'pipeline.nodes[].actions[].then[] choices': 'the schema allows any word; these are the known ones',
  'pipeline.nodes[].on-error default': 'the schema does not say it',
  'pipeline.parameters[].name required': 'whoever reads the file stops without it',
  'deployment.defaults.target required': 'without it a deployment works, but cannot be made; that is a warning',
  'endpoint.port default': 'the schema says it in words',
  'endpoint.tolerations[].operator default': 'the schema says it in words',
  'task.type choices': 'whoever reads the file stops at any other',
  'task.type default': 'the schema does not say it',
  'task.on-child-error choices': 'whoever reads the file stops at any other',
};

test('the shape is that of the schema, but for a known few', () => {
  const found = new Set<string>();
  const { deployment } = Object.fromEntries(Object.entries(root.$defs!).map(([id, schema]) => [id.split('/').at(-1)!, schema]));
  const items = { ...(root.items as Schema).properties, blueprint: (root.items as Schema).properties!.pipeline!, deployment: deployment! };
  for (const [kind, { value }] of item.keys) {
    if (kind !== 'blueprint')
      compare(value, items[kind as keyof typeof items]!, { path: kind, tell: (what) => found.add(withoutKind(what)) });
  }
  assert.deepEqual([...found].sort(), Object.keys(differences).sort());
});

interface Walk {
  path: string;
  tell: (difference: string) => void;
}

function compare(shape: Shape, schema: Schema, { path, tell }: Walk): void {
  const forms = schemaForms(schema);
  for (const form of shapeForms(shape)) {
    const match = forms.find((one) => fits(form.shape, one, form.variant));
    if (!match) tell(`${path} form ${form.shape.type}`);
    else compareForm(form.shape, match, { path: form.variant ? path.replace(/\[\]$/, `[${form.variant}]`) : path, tell });
  }
  if (forms.length !== shapeForms(shape).length) tell(`${path} number of forms`);
}

function compareForm(shape: Shape, schema: Schema, { path, tell }: Walk): void {
  if (shape.type === 'object') compareKeys(shape, schema, { path, tell });
  if (shape.type === 'list') compare(shape.item, (schema.items || {}) as Schema, { path: `${path}[]`, tell });
  if (shape.type === 'pair') compare(shape.item, schema.prefixItems![1]!, { path: `${path}[]`, tell });
  if (shape.type === 'text') {
    const choices = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
    const own = shape.choices?.map(({ value }) => value);
    const isSame = choices?.length === 1 ? own?.includes(choices[0]!) : String(own?.toSorted()) === String(choices?.toSorted());
    if (!isSame) tell(`${path} choices`);
    if (shape.pattern?.source.replaceAll('\\/', '/') !== schema.pattern) tell(`${path} pattern`);
    if (shape.maxLength !== schema.maxLength) tell(`${path} length`);
  }
  if (shape.type === 'number' || shape.type === 'integer') {
    if (shape.min !== schema.minimum || shape.max !== schema.maximum) tell(`${path} limits`);
  }
}

function compareKeys(shape: ObjectShape, schema: Schema, { path, tell }: Walk): void {
  const properties = schema.properties ?? {};
  for (const name of new Set([...shape.keys.keys(), ...Object.keys(properties)])) {
    const [key, property] = [shape.keys.get(name), properties[name]];
    const at = `${path}.${name}`;
    if (!key || !property) tell(`${at} key`);
    else {
      assert.match(key.about, /^[A-Z`].*\.$/, at);
      if (JSON.stringify(resolved(property).default) !== JSON.stringify(key.default)) tell(`${at} default`);
      if ((key.required ?? false) !== (schema.required ?? []).includes(name)) tell(`${at} required`);
      compare(key.value, property, { path: at, tell });
    }
  }
  const isClosed = schema.additionalProperties === false;
  if (isClosed !== (shape.others === undefined)) tell(`${path} other keys`);
}

function withoutKind(path: string): string {
  return path.replace(/\[\w+\]/, '[]');
}

function resolved(schema: Schema): Schema {
  return schema.$ref ? root.$defs![`https://valohai.com${schema.$ref}`]! : schema;
}

function schemaForms(schema: Schema): Schema[] {
  const own = resolved(schema);
  const forms = [...(own.oneOf ?? []), ...(own.anyOf ?? [])].filter((form) => form.type !== undefined || form.enum || form.$ref);
  if (forms.length > 0 && !own.properties) return forms.flatMap(schemaForms);
  return Array.isArray(own.type) ? own.type.map((type) => ({ ...own, type })) : [own];
}

function shapeForms(shape: Shape): { shape: Shape; variant?: string }[] {
  if (shape.type === 'either') return shape.forms.flatMap(shapeForms);
  if (shape.type === 'variant') return [...shape.variants].map(([variant, one]) => ({ shape: one, variant }));
  return formsOf(shape).map((one) => ({ shape: one }));
}

function fits(shape: Shape, schema: Schema, variant?: string): boolean {
  if (variant !== undefined) return schema.properties?.type?.const === variant;
  return (
    schema.type === (shape.type === 'any' ? undefined : schemaTypes[shape.type]) && (shape.type === 'pair') === Boolean(schema.prefixItems)
  );
}

const schemaTypes: Record<Exclude<Shape['type'], 'any'>, string | undefined> = {
  text: 'string',
  number: 'number',
  integer: 'integer',
  flag: 'boolean',
  list: 'array',
  pair: 'array',
  object: 'object',
  either: undefined,
  variant: undefined,
};
