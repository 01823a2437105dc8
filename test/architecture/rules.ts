/** Who may import whom, as a table, and the check of a source tree against it. Each finding says the reason. */
import type { Source } from './scan.ts';

interface Rule {
  /** What the rule is about; the first that fits a file counts. */
  from: RegExp;
  /** What it may import, besides what is in the same room. `$1` is what `from` captured. */
  may: string[];
  why: string;
}

const core = '^server/core/';
const kit = '^server/kit/';
const labelFormats = '^server/formats/labels/';
const protocol = '^server/protocol/';

const rules: Rule[] = [
  { from: /^server\/protocol\//, may: [], why: 'the protocol is the ground that client, server and page stand on' },
  { from: /^server\/core\//, may: [], why: 'the core is the ground: connectors and engines come to it through its own interfaces' },
  { from: /^server\/kit\//, may: [core], why: 'the kit is what rooms share: HTTP, archives, rows; it knows the domain and no room' },
  {
    from: /^server\/connectors\/([^/]+)\//,
    may: [core, kit, labelFormats],
    why: 'a connector is a room of its own, so that it can be added or taken away alone',
  },
  { from: /^server\/engines\/([^/]+)\//, may: [core], why: 'an engine is a room of its own, so that it can be added or taken away alone' },
  {
    from: /^server\/formats\/labels\//,
    may: [core, kit],
    why: 'a label format turns files of any size into labels, and the kit reads such files piece by piece',
  },
  { from: /^server\/formats\//, may: [core], why: 'a format turns text into values of the core and back' },
  {
    from: /^server\/language\//,
    may: [
      '^server/core/(ref|nearest)\\.ts$',
      '^server/formats/(notebook|pipelineFile)/',
      '^server/protocol/(logUri|manifestUri|words)\\.ts$',
    ],
    why: 'the language service is a pure library: it never sees a connection, a file system or SQLite',
  },
  {
    from: /^server\/[^/]+\.ts$/,
    may: [core, kit, '^server/(connectors|engines|formats|language)/', '^server/[^/]+\\.ts$'],
    why: 'what joins the core, the rooms and the language service with what lies on disk stands under every front end',
  },
  {
    from: /^server\/worker\/supervisor\.ts$/,
    may: [core, '^server/(app\\.ts$|engines/process/)'],
    why: 'the supervisor is the other half of its engine, and needs app.ts only after the run',
  },
  {
    from: /^server\/(lsp|cli|worker)\//,
    may: [core, protocol, '^server/(formats|language|worker)/', '^server/[^/]+\\.ts$'],
    why: 'a front end stands on app.ts, which alone knows connectors and engines',
  },
  { from: /^client\//, may: [protocol], why: 'the client is a shell: what it knows of the domain crosses the protocol' },
  { from: /^webview\//, may: [protocol], why: 'the page is given its data by messages of the protocol' },
  { from: /^test\//, may: ['^(client|server|webview|test|scripts|workbench)/'], why: 'tests may see everything' },
];

/** A front end's one door to another. */
const exceptions: [from: RegExp, to: RegExp][] = [[/^server\/cli\/commands\//, /^server\/lsp\/(main|stdio)\.ts$/]];

/** Imports that the table does not allow. */
export function forbiddenImports(sources: readonly Source[]): string[] {
  return sources.flatMap(({ file, imports }) => {
    const rule = rules.find(({ from }) => from.test(file));
    if (!rule) return [`${file}: no rule says what it may import; give it one in test/architecture/rules.ts`];
    return imports.flatMap(({ file: target }) =>
      target === undefined || isAllowed(rule, file, target) ? [] : [`${file} imports ${target}, but ${rule.why}`],
    );
  });
}

function isAllowed({ from, may }: Rule, file: string, target: string): boolean {
  const room = from.exec(file)![0];
  if (target.startsWith(room) && room.endsWith('/')) return true;
  if (may.some((pattern) => new RegExp(pattern).test(target))) return true;
  return exceptions.some(([source, to]) => source.test(file) && to.test(target));
}

/** Where a package may be imported, and why nowhere else. */
const packages: { name: RegExp; within: RegExp; why: string }[] = [
  { name: /^vscode$/, within: /^client\//, why: 'everything but the client runs without VS Code' },
  {
    name: /^vscode-languageclient/,
    within: /^client\/(serverClient|languageClient)\.ts$/,
    why: 'the rest of the client asks the server by the names of the protocol',
  },
  {
    name: /^better-sqlite3/,
    within: /^(server\/core\/registry\/sqlite\.ts$|test\/)/,
    why: 'one file guards against a runtime that its binary would crash',
  },
  {
    name: /^@vscode\/webview-ui-toolkit/,
    within: /^webview\/lineage\/controls\.ts$/,
    why: 'the toolkit is archived: its successor takes its place in one file',
  },
  { name: /^@aws-sdk\//, within: /^(server\/connectors\/s3\/|test\/)/, why: 'S3 code is loaded when first needed' },
  { name: /^d3-/, within: /^(webview\/|test\/webview\/)/, why: 'drawing is the business of the page' },
];

export function forbiddenPackages(sources: readonly Source[]): string[] {
  return sources.flatMap(({ file, imports }) =>
    imports.flatMap(({ specifier, typeOnly }) =>
      packages
        .filter(({ name, within }) => name.test(specifier) && !within.test(file) && !typeOnly)
        .map(({ why }) => `${file} imports ${specifier}, but ${why}`),
    ),
  );
}

/** Packages that are loaded late by their own name: of one that is CommonJS nothing but its default is left in the bundle. */
export function latePackages(sources: readonly Source[]): string[] {
  return sources.flatMap(({ file, imports }) =>
    imports
      .filter(({ file: target, specifier, dynamic }) => dynamic && target === undefined && !specifier.startsWith('node:'))
      .filter(() => /^(?:server|client|webview)\//.test(file))
      .map(({ specifier }) => `${file} loads ${specifier} late: import it in a file of its own, and load that`),
  );
}

/** Packages that are imported but not declared: they came along with another, and may go with it. */
export function undeclaredPackages(sources: readonly Source[], declared: ReadonlySet<string>): string[] {
  return sources.flatMap(({ file, imports }) =>
    imports
      .filter(({ file: target, specifier }) => target === undefined && !specifier.startsWith('node:') && specifier !== 'vscode')
      .map(({ specifier }) =>
        specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/'),
      )
      .filter((name) => !declared.has(name))
      .map((name) => `${file} imports ${name}, which package.json does not declare`),
  );
}

/** Cycles of imports that run when a file is loaded: such files see each other half-made. Types and `import()` do no harm. */
export function cycles(sources: readonly Source[]): string[] {
  const edges = new Map(
    sources.map(({ file, imports }) => [file, imports.flatMap((one) => (one.file && !one.typeOnly && !one.dynamic ? [one.file] : []))]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      found.push(
        `${[...path.slice(at), file].join(' -> ')} is a cycle: none of these files can be understood, or loaded, without the others`,
      );
      return;
    }
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return found;
}

/** Lines of a file; beyond this it does more than one thing. */
export const longest = 300;

export function longFiles(sources: readonly Source[]): string[] {
  return sources
    .filter(({ lines }) => lines > longest)
    .map(({ file, lines }) => `${file} has ${lines} lines: over ${longest} a file does more than one thing; part it`);
}
