/** package.json says what the code does: commands, menus, settings, views and files agree. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { settings } from '../../client/settings.ts';
import { root } from './scan.ts';

interface Manifest {
  main: string;
  icon: string;
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; category: string }[];
    menus: Record<string, { command: string; when?: string }[]>;
    views: Record<string, { id: string; icon: string }[]>;
    viewsContainers: { activitybar: { id: string; icon: string }[] };
    viewsWelcome: { view: string; contents: string }[];
    configuration: { properties: Record<string, { type: string; default: unknown; scope: string }> };
    walkthroughs: { steps: { description: string; media: { markdown: string }; completionEvents: string[] }[] }[];
  };
}

const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { contributes } = manifest;
const contributed = contributes.commands.map(({ command }) => command);
const client = readdirSync(join(root, 'client'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(root, 'client', file), 'utf8'))
  .join('\n');

test('every contributed command has its entry in client/commands.ts, and the reverse', () => {
  const table = readFileSync(join(root, 'client', 'commands.ts'), 'utf8');
  const made = [...table.matchAll(/^ {2}'(datapin\.\w+)': \{ make/gm)].map(([, id]) => id!);
  assert.deepEqual(made.toSorted(), contributed.toSorted(), 'a command without its entry answers "command not found"');
});

test('what needs trust is not offered in a folder that is not trusted', () => {
  const table = readFileSync(join(root, 'client', 'commands.ts'), 'utf8');
  const needy = [...table.matchAll(/^ {2}'(datapin\.\w+)': \{ .*needsTrust: true/gm)].map(([, id]) => id!);
  assert.ok(needy.includes('datapin.run'), 'the search finds something to check');
  const menus = Object.values(contributes.menus).flat();
  const offered = menus.filter(({ command, when = '' }) => needy.includes(command) && !when.includes('isWorkspaceTrusted'));
  assert.deepEqual(offered, [], 'an item that can only be refused');
  const hidden = contributes.menus.commandPalette!.map(({ command }) => command);
  assert.deepEqual(
    needy.filter((id) => !hidden.includes(id)),
    [],
    'the palette shows a command unless it is told not to',
  );
});

test('what the server puts into lenses, cards and actions may be called from there', () => {
  const table = readFileSync(join(root, 'client', 'commands.ts'), 'utf8');
  const linked = [...table.matchAll(/^ {2}'(datapin\.\w+)': \{ .*linked: true/gm)].map(([, id]) => id!);
  const language = join(root, 'server', 'language');
  const named = readdirSync(language, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join(language, file), 'utf8').matchAll(/'(datapin\.\w+)'/g)].map(([, id]) => id!))
    .filter((id) => contributed.includes(id));
  assert.ok(named.includes('datapin.run'), 'the search finds something to check');
  assert.deepEqual([...new Set(named)].toSorted(), linked.toSorted(), 'a link that does nothing, or a command that is open for nobody');
});

test('every command has the one category', () => {
  const others = contributes.commands.filter(({ category }) => category !== 'Datapin');
  assert.deepEqual(others, [], 'the palette sorts by category');
});

test('every command that is named anywhere exists', () => {
  const menus = Object.values(contributes.menus).flat();
  const links = [
    ...contributes.viewsWelcome.map(({ contents }) => contents),
    ...contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap((step) => [step.description, ...step.completionEvents])),
  ].flatMap((text) => [...text.matchAll(/(?:command|onCommand):(datapin\.\w+)/g)].map(([, id]) => id!));
  const called = [...client.matchAll(/(?:command: |executeCommand\()'(datapin\.\w+)'/g)].map(([, id]) => id!);
  const unknown = [...menus.map(({ command }) => command), ...links, ...called].filter((id) => !contributed.includes(id));
  assert.deepEqual(unknown, [], 'a menu item or a link that does nothing');
  assert.ok(called.length > 0 && links.length > 0, 'the search finds something to check');
});

test('every view that is named anywhere exists', () => {
  const views = Object.values(contributes.views).flat();
  const conditions = Object.values(contributes.menus)
    .flat()
    .flatMap(({ when = '' }) => [...when.matchAll(/view == (datapin\.\w+)/g)].map(([, id]) => id!));
  const named = [...conditions, ...contributes.viewsWelcome.map(({ view }) => view)];
  const ids = views.map(({ id }) => id);
  assert.deepEqual(
    [...new Set(named)].filter((id) => !ids.includes(id)),
    [],
    'a condition that is never true',
  );
  assert.deepEqual(
    ids.filter((id) => !client.includes(`createTree('${id}'`)),
    [],
    'a view that nobody fills stays empty',
  );
});

test('settings are declared once: client/settings.ts and package.json agree', () => {
  const declared = Object.entries(contributes.configuration.properties).map(([name, { type, default: preset, scope }]) => [
    name,
    { type, default: preset, scope },
  ]);
  assert.deepEqual(Object.fromEntries(declared), settings, 'a setting that only one of them knows has no effect, or cannot be set');
});

test('settings that lead to files, hosts or keys are not taken from an untrusted folder', () => {
  const risky = Object.keys(settings).filter((name) => /^datapin\.(home|s3\.|sources)/.test(name));
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted(), risky.toSorted());
});

test('every file that is named exists', () => {
  const named = [
    manifest.icon,
    ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
    ...Object.values(contributes.views)
      .flat()
      .map(({ icon }) => icon),
    ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
  ];
  assert.deepEqual(
    named.filter((file) => !existsSync(join(root, file))),
    [],
  );
});
